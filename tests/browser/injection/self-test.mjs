// Shows that every judge can fail: real faults are put into a built site, or into what the program says, and have to be found.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { told } from '../lib.mjs';
import { file, program } from '../play.mjs';
import { host } from './host.mjs';
import { judgePdf } from './pdf.mjs';
import { FILES, PAGES, PAYLOAD, add, small } from './faults.mjs';
import { Plan, plantings } from './plan.mjs';
import { MODES, fromDisk, kept, search, searchOpens } from './readers.mjs';
import { refused } from './sites.mjs';
import { build } from './stages.mjs';
import { lines, openAll, report } from './tabs.mjs';
import { judgeOutput, tellOutputs } from './outputs.mjs';
import { filesOf, judgeReach, judgeSearch, judgeTold, judgeTrust } from './texts.mjs';

const problems = [];
let count = 0;
/** The lines that something leads to. */
async function said(of) {
  const before = report.faults;
  report.faults = new Map();
  await of();
  const found = lines();
  report.faults = before;
  return found;
}
function expect(what, found, wanted) {
  count += 1;
  if (!found.some((line) => wanted.test(line)))
    problems.push(`${what} does not lead to ${wanted}, but to: ${found.join('; ').slice(0, 400) || 'nothing'}`);
}

async function pages(folder) {
  const read = (name) => readFileSync(`${folder}/${name}`, 'utf8');
  const expected = Object.fromEntries(
    plantings.filter((one) => one.site === 'small' && one.place === 'author').map((one) => [one.n, `zq${one.n}z ${PAYLOAD.replaceAll('§', one.n)}`]),
  );
  const paragraph = plantings.find((one) => one.site === 'small' && one.place === 'paragraph').n;
  const { base, close } = await host(folder);
  const all = filesOf(folder)
    .filter((name) => /\.(html|svg|xml)$/.test(name))
    .map((name) => ({
      url: base + name,
      kind:
        name === '404.html'
          ? '404'
          : name === 'old.html'
            ? 'redirect'
            : /svg|xml/.test(name)
              ? name.replace(/.*\./, '').replace('svg', 'drawing')
              : 'page',
    }));
  for (const mode of MODES)
    problems.push(
      ...(await said(() => openAll({ mode, base, site: 'small', pages: all, expected }))).map((line) => `found where nothing is wrong: ${line}`),
    );
  const faults = PAGES.map(([what, change, ...wanted], n) => {
    const html = change(read('step.html'), paragraph);
    if (html === read('step.html')) problems.push(`${what} changes nothing`);
    writeFileSync(`${folder}/fault-${n}.html`, html);
    return { what, wanted, url: `${base}fault-${n}.html`, kind: 'page' };
  });
  for (const [m, mode] of MODES.entries()) {
    const found = await said(() => openAll({ mode, base, site: 'small', pages: faults, expected }));
    for (const { what, wanted, url } of faults)
      expect(
        `${what}, ${mode}`,
        found.filter((line) => line.includes(`on ${url}`)),
        wanted[m],
      );
    if (mode === 'open') expect('a request of a script', found, /asks another host.*\n? *|canary\.example\/10000/);
  }
  const others = FILES.map(([what, kind, judged, make, wanted], n) => {
    writeFileSync(`${folder}/other-${n}.${kind}`, make(read));
    return { what, wanted, url: `${base}other-${n}.${kind}`, kind: judged };
  });
  for (const one of others) expect(one.what, await said(() => openAll({ mode: 'open', base, site: 'small', pages: [one] })), one.wanted);
  expect(
    'a page that is not there',
    await said(() =>
      openAll({ mode: 'open', base, site: 'small', pages: [{ url: `${base.replace('127.0.0.1', '127.0.0.2')}x.html`, kind: 'page' }] }),
    ),
    /cannot be looked into|is not there/,
  );
  expect(
    'a payload on no page',
    await said(() => {
      new Plan('small').text('x', 'nowhere');
      judgeReach('small', new Set(), [], () => false);
    }),
    /never reaches a page: "x" as nowhere/,
  );
  writeFileSync(`${folder}/fault-disk.html`, add('<a href="javascript:zhit(10000)">x</a>')(read('step.html')));
  expect('a page from disk', await said(() => fromDisk('small', folder, ['fault-disk.html'], 'open')), /RAN/);
  close();
}

/** What scripts make of texts. */
async function scripts(folder) {
  const changed = async (of, from, to, act) => {
    const copy = file('www/changed');
    cpSync(folder, copy, { recursive: true });
    const name = filesOf(copy).find((one) => of.test(one));
    const text = readFileSync(`${copy}/${name}`, 'utf8');
    const next = text.replace(from, to);
    if (next === text) problems.push(`${name} is the same after ${from}`);
    writeFileSync(`${copy}/${name}`, next);
    const { base, close } = await host(copy);
    const found = await said(() => act(base, copy));
    close();
    return found;
  };
  const find = (base) => search('small', base, [{ word: 'qsmall', shown: [] }], 'open');
  expect(
    'a search that writes HTML',
    await changed(/assets\/search-.*js$/, /into\.append\(text\.slice\(at, ?to\)\)/, 'into.insertAdjacentHTML("beforeend",text.slice(at,to))', find),
    /RAN|has not made/,
  );
  expect(
    'a search result that leads elsewhere',
    await changed(/assets\/search-.*js$/, /dataset\.href ?= ?base ?\+/, 'dataset.href="https://a.example/"+', find),
    /leads elsewhere/,
  );
  expect(
    'a search that does not open',
    await changed(/assets\/reader-.*js$/, /script\.src ?= ?opener\.dataset\.search/, 'script.src="nothing.js"', (base) =>
      searchOpens(`${base}step.html`, base, 'open'),
    ),
    /does not open|cannot be played/,
  );
  expect(
    'kept answers that are HTML',
    await changed(/assets\/reader-.*js$/, /textContent: ?text/, 'innerHTML: text', (base) => kept(base, 'worksheets/sheet.html', [PAYLOAD], 'open')),
    /RAN/,
  );
  expect(
    'kept answers that are HTML, with the policy',
    await changed(/assets\/reader-.*js$/, /textContent: ?text/, 'innerHTML: text', (base) => kept(base, 'worksheets/sheet.html', [PAYLOAD], 'csp')),
    /policy had to stop/,
  );
  expect(
    'an index that calls more',
    await changed(/search-index-t0\.js$/, /^/, 'zhit(10000);', (base, copy) => judgeSearch('small', copy)),
    /RAN|does not begin/,
  );
  expect('an index with a prototype', await changed(/search-index\.js$/, /$/, ';x = 1;', (base, copy) => judgeSearch('small', copy)), /the names x/);
  expect('an index that is no script', await changed(/search-index-t0\.js$/, '"', '', (base, copy) => judgeSearch('small', copy)), /does not run/);
  expect(
    'an index with raw HTML',
    await changed(/search-index-t0\.js$/, 'qsmall', '<img src=x onerror=zhit(1)>', (base, copy) => judgeTrust(copy)),
    /raw HTML is in the index/,
  );
  expect(
    'JSON-LD with raw HTML',
    await changed(/^step\.html$/, '"@type":"HowToStep"', '"@type":"\\u003cimg src=x>"', (base, copy) => judgeTrust(copy)),
    /raw HTML is in the JSON-LD/,
  );
}

function paper(folder) {
  const name = filesOf(folder).find((one) => one.endsWith('.pdf'));
  const bytes = readFileSync(`${folder}/${name}`);
  const with_ = (text) => judgePdf(Buffer.concat([bytes, Buffer.from(`\n${text}`, 'latin1')])).faults;
  const packed = (text) => {
    const stream = deflateSync(Buffer.from(text));
    return `9 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${stream.length}>>\nstream\n${stream.toString('latin1')}\nendstream\nendobj\n`;
  };
  problems.push(
    ...with_('').map((fault) => `found in a sound PDF: ${fault}`),
    ...with_('9 0 obj (/JavaScript \\) /JS) endobj % /Launch\n').map((fault) => `found in a string: ${fault}`),
  );
  expect('a PDF with an action', with_('9 0 obj <</OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>> endobj\n'), /JavaScript/);
  expect('a PDF with a name in disguise', with_('9 0 obj <</J#61vaScript 1 0 R>> endobj\n'), /\/JavaScript/);
  expect('a PDF with a packed action', with_(packed('1 0 <</AA<</O<</S/Launch>>>>>>')), /Launch/);
  expect('a PDF with an address', with_(packed('1 0 <</S/URI/URI(javascript:zhit\\(1\\))>>')), /a link to javascript/);
  expect('a PDF with an address in hexadecimal', with_('9 0 obj <</S/URI/URI<66696C653A2F2F78>>> endobj\n'), /a link to file/);
}

async function words() {
  const output = (text, format, n) =>
    said(() => {
      judgeOutput('x', Buffer.isBuffer(text) ? text : Buffer.from(text), format, n);
      tellOutputs();
    });
  const fine = 'error[x]: a\n  --> b.md:1:1\n';
  problems.push(
    ...(await output(fine, 'human')).map((line) => `found in a sound output: ${line}`),
    ...(await output('::error file=a,line=1,col=1,title=x::y%0Az\n', 'github', 1)),
  );
  for (const [what, sign, wanted] of [
    ['ESC', '\u001b[31m', /ESC/],
    ['BEL', '\u0007', /BEL/],
    ['a C1 sign', '\u009b31m', /C1/],
    ['bidi', '\u202e', /turns text round/],
    ['bidi isolate', '\u2066', /turns text round/],
    ['DEL', '\u007f', /a control sign/],
    ['CR', '\rx', /carriage return/],
  ])
    expect(what, await output(`error[x]: a${sign}\n`, 'human'), wanted);
  expect('a byte that is no text', await output(Buffer.from([0x61, 0x9b, 0x0a]), 'human'), /no UTF-8/);
  expect('a second command', await output('::error title=x::a\n::add-mask::b\n', 'github', 1), /has not begun itself/);
  expect('a command behind a carriage return', await output('::error title=x::a\r::add-mask::b\n', 'github', 1), /a line is a command/);
  expect('a property of a file name', await output('::error file=a,line=9,line=1,col=1,title=x::a\n', 'github', 1), /has not begun itself/);
  expect('a command among words', await output('error: a\n  ::add-mask::b\n', 'human'), /a line is a command/);
  expect('a line too many', await output('a.md:1:1: error[x]: a\nb.md:1:1: error[x]: b\n', 'short', 1), /2 lines for 1 diagnostics/);
  expect('a line of another', await output('a.md:1:1: error[x]: a\nb\n', 'short', 1), /has not begun itself/);
  expect('JSON that is none', await output('{"a": 1}\n{\n', 'json'), /a line is no JSON/);
}

/** Puts all faults in; gives what was not found. */
export async function selfTest() {
  small();
  problems.push(
    ...(
      await said(async () => {
        await build('small');
      })
    ).map((line) => `cannot begin: ${line}`),
  );
  const folder = file('www/small');
  await scripts(folder);
  paper(folder);
  await words();
  await pages(folder);
  refused();
  const { out } = await told(program, ['check', '--format', 'json', file('refused')]);
  const records = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  expect(
    'an address that is not told',
    await said(() => judgeTold(records.filter((one) => one.file !== 'content/address-0/1-step.md'))),
    /is refused or broken, and not told/,
  );
  if (!problems.length) console.log(`every judge can fail: ${count} faults found`);
  return problems;
}
