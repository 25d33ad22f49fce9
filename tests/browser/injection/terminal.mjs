// What the program says in a terminal: no sign that steers one, and no line that somebody else has written.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { file, program } from '../play.mjs';
import { NAMES, REFUSED_NAMES, names } from './odd-sites.mjs';
import { Plan, quoted } from './plan.mjs';
import { enter } from './tabs.mjs';

/** Signs that a terminal obeys, or that turn round what is read; and lines that GitHub takes for commands. */
const SIGNS = [
  '\u001b[31m', '\u0007', '\u009b31m', '\u202ezhit', '\n::error::zhit', '\r::warning file=x::zhit', '\u001b]0;zhit\u0007', '\u001b]8;;https://canary.example/\u0007x', '\u001b[2J\u001b[H', '\u001bP\u001b\\', '\u0008\u0008\u0008', '\u009d0;zhit\u009c', '\u0085', '\u007f', '\u000e', '\u0001',
  '\u202dzhit\u202c', '\u2066zhit\u2069', '\u2067zhit', '\n::add-mask::zhit', '\n##[error]zhit', '%0A::error::zhit', '\n\u001b[31m::stop-commands::zhit', ',line=1::zhit', ':1:1: error[zhit]: zhit\nzhit', '\r\u001b[Kzhit',
];
/** The first of each sort: for what is said of the command line, where each takes a process of its own. */
const FEW = SIGNS.slice(0, 6);
const STEERS = [
  ['ESC', /\u001b/], ['BEL', /\u0007/], ['a control sign', /[\u0000-\u0006\u0008\u000b-\u000c\u000e-\u001a\u001c-\u001f\u007f]/], ['a carriage return', /\r(?!\n)/], ['a C1 control sign', /[\u0080-\u009f]/], ['a sign that turns text round', /[\u202a-\u202e\u2066-\u2069]/],
];
const FORMS = { github: /^::(error|warning|notice) (file=[^,:]*,line=\d+,col=\d+,)?title=[a-z0-9-]+::/, short: /^(.+:\d+:\d+: )?(error|warning|note)\[[a-z0-9-]+\]: / };
const visible = (line) => line.replace(/[\u0000-\u001f\u007f-\u009f\u200e-\u200f\u2028-\u202e\u2066-\u2069]/g, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

/** Faults of outputs by command, format and kind, each with how often it was and the first line. */
const heard = new Map();
function fault(what, kind, line = '') {
  const key = `${what}|${kind}`;
  const before = heard.get(key) || { what, kind, line, count: 0 };
  heard.set(key, { ...before, count: before.count + 1 });
}
/** Enters them, so that each is one line of the report. */
export function tellOutputs() {
  heard.forEach(({ what, kind, line, count }) => enter(`\`${what}\``, `${kind}${count > 1 ? ` (${count} times)` : ''}`, (/zq(\d{5})z/.exec(line) || [])[1], visible(line).slice(0, 200)));
  heard.clear();
}

/** Judges an output; `count` is how many lines it has to have. */
export function judgeOutput(what, bytes, format, count) {
  let text;
  try { text = new TextDecoder('utf-8', { fatal: true }).decode(bytes); } catch { text = bytes.toString(); fault(what, `${format}: bytes that are no UTF-8`); }
  const rows = text.split('\n').filter(Boolean);
  STEERS.forEach(([kind, sign]) => rows.filter((line) => sign.test(line)).forEach((line) => fault(what, `${format}: ${kind} reaches the terminal`, line)));
  const form = FORMS[format];
  if (form) rows.filter((row) => !form.test(row)).forEach((row) => fault(what, `${format}: a line that the program has not begun itself`, row));
  if (form && count !== undefined && rows.length !== count) fault(what, `${format}: ${rows.length} lines for ${count} diagnostics`);
  if (format === 'json') rows.forEach((row) => { try { JSON.parse(row); } catch { fault(what, 'json: a line is no JSON', row); } });
  // GitHub's runner reads both streams, ends lines at carriage returns too, and does not mind spaces before a command.
  text.split(/[\r\n]+/).filter((row) => /^\s*(::[a-z-]+|##\[)/.test(row) && !(format === 'github' && form.test(row))).forEach((row) => fault(what, `${format}: a line is a command of GitHub's`, row));
}

/** Runs the program; both streams as bytes. */
const run = (args) => new Promise((done) => {
  const child = spawn(program, args, { cwd: file(''), stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [[], []];
  // What is served after all has no end of its own.
  const timer = setTimeout(() => child.kill(), 4000);
  child.stdout.on('data', (d) => out.push(d));
  child.stderr.on('data', (d) => err.push(d));
  child.on('error', () => done({ out: Buffer.alloc(0), err: Buffer.alloc(0) }));
  child.on('close', () => { clearTimeout(timer); done({ out: Buffer.concat(out), err: Buffer.concat(err) }); });
});

const FORMATS = ['json', 'human', 'short', 'github'];
/** A command in all formats; gives how many diagnostics there are. */
async function inAll(what, args) {
  const runs = await Promise.all(FORMATS.map((format) => run([...args, '--format', format])));
  const count = runs[0].out.toString().split('\n').filter(Boolean).length;
  runs.forEach(({ out, err }, n) => {
    const isOut = n === 0 || n === 3;
    judgeOutput(what, isOut ? out : err, FORMATS[n], isOut ? count : undefined);
    judgeOutput(`${what}, its other stream`, isOut ? err : out, 'human');
  });
  return count;
}

/** A site that is wrong in every way that is told with the author's own words, once for each sign. */
function wrong() {
  const plan = new Plan('wrong');
  plan.write('content/index.md', '# Wrong\n');
  SIGNS.forEach((sign, n) => {
    const s = (place) => plan.text(sign, place).replace(/^(zq\d+z) /, '$1');
    // In a text, a line break would begin another line, and a bracket end what is meant.
    const t = (place) => s(place).replace(/[\r\n]/g, ' ');
    const word = (place) => t(place).replace(/[\][{}\s]/g, '');
    plan.begin(`content/${n + 1}-step.md`);
    plan.page(plan.file, {
      title: `Step ${n}`, slug: s('slug'), kind: s('kind'), aliases: [`${s('alias')}//x`], updated: s('date'), 'review-by': s('review date'), related: [s('related page')], requires: [s('required page')], choices: [{ label: 'One', to: s('page of a choice') }], wait: s('wait'),
      template: s('template'), topics: [s('topic')], image: { src: s('picture of the page'), alt: 'x' }, minutes: s('minutes'), order: s('order'),
    }, `[x](${encodeURIComponent(s('broken link'))}.md) [x](index.md#${encodeURIComponent(s('broken anchor'))}) ![](<${t('broken picture')}.svg>) <a href="x${t('scheme').replace(/[^\w\u0080-\uffff\u0001-\u001f]/g, '')}:x">x</a>

> [!${word('word of a callout')}]
> Words.

<x-${t('tag')}> <b title="${t('attribute')}"> <kbd class="${t('open tag')}"> words[^${word('footnote')}] and [a](b ${t('link with spaces')}.md)

## One {#${word('id')}}

## Two {#${sign.replace(/[\s{}]/g, '')}x}

## Three {#${sign.replace(/[\s{}]/g, '')}x}

\`\`\`worksheet
- ${quoted(s('kind of a field'))}: x
- line: ${quoted(`Label${sign}`)}
- line: ${quoted(`Label${sign}`)}
- line: Other
  id: ${quoted(s('id of a field'))}
- rate: Scale
  from: ${quoted(s('number'))}
- check: Which
  options: [${quoted(s('option'))}, ${quoted(`x${sign}`)}, ${quoted(`x${sign}`)}]
\`\`\`
`);
    plan.begin(`content/${n + 101}-keys.md`);
    plan.write(plan.file, `---\ntitle: Keys ${n}\n${quoted(s('unknown key'))}: x\nhelp: {${quoted(s('unknown key inside'))}: x}\nextra: [${quoted(s('extra'))}]\ndraft: ${quoted(s('draft'))}\n---\n\nWords.\n`);
    // Of faults in YAML, only the first is told.
    plan.begin(`content/${n + 201}-yaml.md`);
    plan.write(plan.file, `---\ntitle: ${t('YAML')}: a: b\n---\n\nWords.\n`);
    plan.begin(`content/${n + 301}-quote.md`);
    plan.write(plan.file, `---\ntitle: "a" ${t('YAML behind a quote')}\n---\n\nWords.\n`);
  });
  return plan;
}

/** Settings that are wrong in every value. */
function settings(plan, sign) {
  const s = (place) => quoted(plan.text(sign, place));
  return `[book]\ntitle = "Wrong"\nlanguage = ${s('language')}\ntext-direction = ${s('text-direction')}\n${s('unknown key of book.toml')} = 1\n[output.html]\ntheme = ${s('theme')}\nsite-url = ${s('site-url')}\ngit-repository-url = ${s('repository')}\nedit-url-template = ${s('edit-url-template')}\n`
    + `additional-css = [${s('style sheet')}]\nraw-html = ${s('raw-html')}\nshare-image = { src = ${s('share-image')}, alt = "" }\n[output.html.redirect]\n${quoted(`/${sign}//x`)} = "/index.html"\n"/a.html" = ${s('target of book.toml')}\n[output.pdf]\nfonts = [${s('font')}]\npapers = [${s('paper')}]\n[reader]\nid = ${s('reader id')}\n`
    + `[safety]\nexit-url = ${s('exit-url')}\n[check]\n${s('code of a level')} = "off"\nraw-html = ${s('level')}\n`;
}

/** Plays all commands that say something of an author's; gives how many diagnostics that were. */
export async function judgeTerminal() {
  const clean = (sign) => sign.replace(/[/\\]/g, '');
  const plan = wrong();
  let count = await inAll('check', ['check', '--strict', '--today=2030-01-01', 'wrong']);
  SIGNS.forEach((sign, n) => {
    const own = new Plan(`settings-${n}`);
    own.begin('book.toml');
    own.write('book.toml', settings(own, sign));
    own.write('content/index.md', '# Guide\n');
    own.write('content/1-step.md', '# Step\n');
    own.write('theme/theme.toml', '');
  });
  for (let n = 0; n < SIGNS.length; n += 1) count += await inAll('check of book.toml', ['check', `settings-${n}`]);
  // Names of files: odd ones, and one that is no text at all.
  const odd = names('files', [...NAMES, ...REFUSED_NAMES, ...SIGNS.map((sign) => `zhit${clean(sign)}`)]);
  SIGNS.forEach((sign, n) => odd.write(`content/${300 + n}-${clean(sign)}/${n}.md`, '---\nkind: nothing\n---\n\n[x](gone.md)\n'));
  SIGNS.forEach((sign, n) => odd.write(`content/${n}${clean(sign)}.txt`, 'Not used.\n'));
  writeFileSync(Buffer.concat([Buffer.from(file('files/content/')), Buffer.from([0x31, 0x2d, 0x9b, 0x33, 0x31, 0x6d, 0xff]), Buffer.from('.md')]), '# Bytes\n');
  count += await inAll('check of odd names', ['check', 'files']);
  const lines = FEW.flatMap((sign) => {
    const name = `odd${clean(sign)}`;
    plan.write(`../${name}/content/index.md`, '[x](gone.md)\n');
    writeFileSync(file(`file-${name}`), '');
    return [['check', name], ['check', `file-${name}`], ['check', `none-${name}`], ['build', 'wrong', '-d', name], ['build', name, '-d', `file-${name}`], ['clean', name], ['clean', name, '-d', `file-${name}`], ['init', `file-${name}`], ['init', `new-${name}`, '--title', sign], ['explain', sign], ['serve', `none-${name}`],
      ['serve', name, '-n', `x${sign}`], ['new', 'step', sign, 'Title', '--site', name], ['new', 'step', '.', sign, '--site', name], ['new', 'tip', sign, '--site', name], ['new', 'worksheet', sign, '--site', name], ['new', 'part', sign, '--site', name], ['new', 'step', '.', 'Title', '--after', sign, '--site', name], ['theme', 'eject', sign]];
  });
  // Not all at once, since what is tried is not how many processes there can be.
  for (let at = 0; at < lines.length; at += 8) {
    await Promise.all(lines.slice(at, at + 8).map(async (args) => {
      const { out, err } = await run(args);
      [out, err].forEach((bytes) => judgeOutput(args.slice(0, ['new', 'theme'].includes(args[0]) ? 2 : 1).join(' '), bytes, 'human'));
    }));
  }
  tellOutputs();
  return count;
}
