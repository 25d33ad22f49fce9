// The stages: each builds or serves sites and has them judged.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { told } from '../lib.mjs';
import { file, program } from '../play.mjs';
import { judgePdf } from './pdf.mjs';
import { book } from './book.mjs';
import { DRAWINGS } from './drawings.mjs';
import { TEXTS } from './guide.mjs';
import { TAKEN_IDS, names } from './names.mjs';
import { paper, trust } from './paper.mjs';
import { numbers, plantings } from './plan.mjs';
import { MODES, fromDisk, kept, search, searchOpens } from './readers.mjs';
import { found, open, refused } from './sites.mjs';
import { enter, openAll, report } from './tabs.mjs';
import { edited, served } from './serving.mjs';
import { settings } from './settings.mjs';
import { judgeTerminal } from './terminal.mjs';
import { filesOf, judgeReach, judgeSearch, judgeTold, judgeTrust } from './texts.mjs';
import { host } from './host.mjs';

/** Builds a site; what is wrong with it is a finding, since nothing in it should be. */
export async function build(site) {
  const { out, code, err } = await told(program, ['build', '--format', 'json', file(site), '-d', file(`www/${site}`)]);
  const records = out
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  if (code)
    enter(
      site,
      `cannot be built: ${err.slice(0, 200)} ${records
        .filter((one) => one.level === 'error')
        .slice(0, 3)
        .map((one) => `${one.file}:${one.line}: ${one.message}`)
        .join('; ')
        .slice(0, 400)}`,
    );
  return file(`www/${site}`);
}
const address = (base, name) => base + name.split('/').map(encodeURIComponent).join('/');
const kindOf = (name, isRedirect) => (name === '404.html' ? '404' : name.endsWith('.svg') ? 'drawing' : isRedirect(name) ? 'redirect' : 'page');
const REDIRECTS = /^(old|gone|away)[/.]/;
const XML = /\.xml$/;

/** Opens everything of a built site in both modes. */
export async function openSite(site, folder, expected = {}, isRedirect = (name) => REDIRECTS.test(name)) {
  const { base, close } = await host(folder);
  const files = filesOf(folder);
  const pages = files
    .filter((name) => /\.(html|svg)$/.test(name))
    .map((name) => ({ url: address(base, name), kind: kindOf(name, isRedirect), isStill: name.startsWith('away/') }));
  // Drawings have no policy, and redirects no script that it could stop: once is enough for them.
  for (const mode of MODES)
    await openAll({ mode, base, site, pages: pages.filter(({ kind }) => mode === 'open' || !/drawing|redirect/.test(kind)), expected });
  await openAll({
    mode: 'open',
    base,
    site,
    pages: files.filter((name) => XML.test(name)).map((name) => ({ url: address(base, name), kind: 'xml' })),
  });
  return { base, files, close };
}

/** Texts that are shown as they were written: those that are no Markdown. */
const VERBATIM = new Set([
  'author',
  'author of a guide',
  'name of help',
  'hours of help',
  'phone of help',
  'code',
  'code block',
  'indented code',
  'extra',
  'author of the site',
  'title of the site',
  'topic',
]);
const verbatim = (site) =>
  Object.fromEntries(
    plantings
      .filter((one) => one.site === site && VERBATIM.has(one.place))
      .map((one) => [one.n, `zq${one.n}z ${one.payload.replaceAll('§', one.n)}`]),
  );

/** What the program leaves out, as it should. */
const DROPPED = new Set(['lang', 'dir', 'lang of div', 'title of a link', 'title of a link in HTML', 'fence info']);
/** A comment takes in what follows it, to the end of the page where it has none of its own. */
const isHidden = (one) =>
  DROPPED.has(one.place) ||
  (one.place === 'HTML block' && one.payload.startsWith('<!--')) ||
  /^target of a redirect$|url|^old address$|^address of help$/.test(one.place);

/** Some pages of each kind, for what is played one by one. */
const sample = (files) =>
  [
    'index.html',
    '404.html',
    'search.html',
    'drawings.html',
    ...[
      /guide-\d+\/index/,
      /step-\d+\.html/,
      /guide-\d+\/print\.html/,
      /worksheets\/sheet/,
      /guide.*tips\/index/,
      /address.*step/,
      /topics\/./,
      /about/,
      /drawing-\d.*svg/,
    ].map((of) => files.find((name) => of.test(name))),
  ].filter((name) => files.includes(name));

export const stages = {
  async 'what can be built'() {
    open();
    const folder = await build('open');
    const { base, files, close } = await openSite('open', folder, verbatim('open'));
    judgeReach('open', report.seen.get('open') || new Set(), files, isHidden);
    judgeSearch('open', folder, files);
    await Promise.all(
      MODES.map(async (mode) => {
        await kept(
          base,
          files.find((name) => /guide.*worksheets\/sheet/.test(name)),
          TEXTS.filter((_, n) => n % 4 === 0),
          mode,
        );
        await fromDisk('open', folder, sample(files), mode);
      }),
    );
    close();
  },

  async 'what is found'() {
    const { words } = found();
    const folder = await build('found');
    judgeSearch('found', folder);
    const { base, close } = await host(folder);
    await Promise.all(MODES.map((mode) => search('found', base, mode === 'open' ? words : words.slice(0, 8), mode)));
    close();
  },

  async 'book.toml, and the words of the program'() {
    book();
    const folder = await build('book');
    const { files, close } = await openSite('book', folder, verbatim('book'));
    judgeReach('book', report.seen.get('book') || new Set(), files, (one) => isHidden(one) || one.place === 'word of the program');
    judgeSearch('book', folder, files);
    close();
  },

  async 'names of files, and ids'() {
    names();
    const folder = await build('names');
    const { base, files, close } = await openSite('names', folder);
    judgeSearch('names', folder, files);
    for (const name of ['ids.html', 'worksheets/ids.html']) await searchOpens(base + name, base, 'open');
    close();
    mkdirSync(file('taken/content'), { recursive: true });
    writeFileSync(file('taken/content/index.md'), '# Taken\n');
    writeFileSync(file('taken/content/1-step.md'), `# Step\n\n${TAKEN_IDS.map((id, n) => `## Heading ${n} {#${id}}`).join('\n\n')}\n`);
    const { out } = await told(program, ['check', '--format', 'json', file('taken')]);
    TAKEN_IDS.forEach((id) => {
      if (!out.includes(`\`${id}\``)) enter(`the id \`${id}\``, 'is not refused');
    });
  },

  async 'HTML that is trusted'() {
    trust();
    const folder = await build('trust');
    judgeTrust(folder);
    const { base, close } = await host(folder);
    await searchTrusted(base);
    close();
    filesOf(folder)
      .filter((name) => name.endsWith('.pdf'))
      .forEach((name) => paperFaults('trust', `${folder}/${name}`));
  },

  async paper() {
    paper();
    const folder = await build('paper');
    const seen = new Set();
    filesOf(folder)
      .filter((name) => name.endsWith('.pdf'))
      .forEach((name) => paperFaults('paper', `${folder}/${name}`).forEach((n) => seen.add(n)));
    if (seen.size < 500) enter('paper', `only ${seen.size} payloads are in the PDF files`);
  },

  async 'what is refused'() {
    refused();
    const { out, code } = await told(program, ['build', '--format', 'json', file('refused'), '-d', file('www/refused')]);
    if (!code || existsSync(file('www/refused'))) enter('refused', 'is built all the same');
    const count = judgeTold(
      out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    );
    if (count < 1000) enter('refused', `only ${count} refusals were looked for`);
    await served();
    judgeReach('refused', report.seen.get('refused') || new Set(), [], (one) => isHidden(one) || /\/(address|guide-names)/.test(one.file));
  },

  async 'drawings that do more than draw'() {
    const folder = file('drawings');
    mkdirSync(`${folder}/content`, { recursive: true });
    writeFileSync(`${folder}/content/index.md`, '# Drawings\n');
    DRAWINGS.forEach(([, svg], n) => writeFileSync(`${folder}/content/drawing-${n}.svg`, svg.replaceAll('§', n)));
    writeFileSync(`${folder}/content/1-step.md`, `# Step\n\n${DRAWINGS.map((_, n) => `![A drawing](drawing-${n}.svg)`).join('\n\n')}\n`);
    const { out, code } = await told(program, ['build', '--format', 'json', folder, '-d', file('www/drawings')]);
    if (!code || existsSync(file('www/drawings'))) enter('drawings', 'are built all the same');
    DRAWINGS.forEach(([what], n) => {
      if (!out.includes(`\`drawing-${n}.svg\``)) enter(`drawing: ${what}`, 'is not refused');
    });
  },

  async 'what is edited'() {
    await edited();
  },

  async 'addresses of book.toml'() {
    await settings(openSite);
  },

  async 'the terminal'() {
    const count = await judgeTerminal();
    if (count < 500) enter('the terminal', `only ${count} diagnostics were said`);
  },
};

/** What a PDF may not have; gives the numbers of the payloads in it. */
function paperFaults(site, name) {
  const { faults, texts } = judgePdf(readFileSync(name));
  faults.forEach((fault) => enter(`${site}: ${name.replace(/^.*\/www\//, '')}`, `the PDF has ${fault}`, (/\((\d{5})/.exec(fault) || [])[1]));
  // Strings that are not ASCII are UTF-16.
  return numbers(
    texts.map((text) => (text.startsWith('\u00fe\u00ff') ? Buffer.from(text.slice(2), 'latin1').swap16().toString('utf16le') : text)).join('\n'),
  );
}

async function searchTrusted(base) {
  const before = new Map(report.faults);
  const executed = report.executed;
  await search('trust', base, [{ word: 'qtrusted', shown: [] }], 'open');
  // The page itself shows summaries, which may run; only what the search has made counts.
  report.executed = executed;
  report.faults.forEach((fault, key) => {
    if (!before.has(key) && !/search result|cannot be played/.test(fault.what)) report.faults.delete(key);
  });
}
