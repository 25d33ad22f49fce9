// The sites for what a page has no place for: book.toml, the words of the program, names of files, ids, trusted HTML, and paper.
import { readFileSync } from 'node:fs';
import { DRAWINGS } from './drawings.mjs';
import { addresses, fields } from './places.mjs';
import { Plan, quoted } from './plan.mjs';
import { DOT, TEXTS, chunks, groups, isOpenEnded, settings, theme } from './sites.mjs';
import { OTHER_ADDRESSES } from './words.mjs';

const WORDS_FILE = new URL('../../../themes/booklet/strings/en.toml', import.meta.url);

/** All that book.toml says in words, with every payload in it, and all words of the program. */
export function book() {
  const plan = new Plan('book');
  plan.begin('book.toml');
  const one = (place, payload) => quoted(`${plan.bare(payload, place).code}`);
  const title = quoted(plan.texts(TEXTS, 'title of the site'));
  const words = `authors = [${TEXTS.map((payload) => quoted(plan.text(payload, 'author of the site'))).join(', ')}]\ndescription = ${quoted(plan.texts(TEXTS, 'description of the site'))}\n`;
  const html = `theme = "odd"\ngit-repository-url = ${one('git-repository-url', "https://git.example/'onclick='zhit(§)")}\nedit-url-template = ${one('edit-url-template', "https://edit.example/'onclick='zhit(§)/{path}&quot;onclick=&quot;")}\n`;
  const site = one('site-url', "https://site.example/'onclick='zhit(§)'/&lt;svg/onload=zhit(§)&gt;/");
  plan.write('book.toml', `${settings({ title, book: words, html, rest: `[safety]\nexit-url = ${one('exit-url', "https://exit.example/'onclick='zhit(§)")}\n` }).replace(/^site-url = .*$/m, `site-url = ${site}`)}`);
  plan.begin('themes/odd/strings/en.toml');
  const entries = readFileSync(WORDS_FILE, 'utf8').split('\n').filter((line) => /^[\w-]+ = /.test(line)).map((line) => /^([\w-]+) = (.*)$/.exec(line));
  const size = Math.ceil(TEXTS.length / entries.length);
  const more = (n) => plan.texts(chunks(TEXTS, size)[n % chunks(TEXTS, size).length], 'word of the program');
  theme(plan, `${entries.map(([, key, value], n) => `${key} = ${value.replace(/"((?:[^"\\]|\\.)*)"/g, (written) => quoted(`${JSON.parse(written)} ${more(n)}`))}`).join('\n')}\n`);
  plan.begin('content');
  plan.page('content/index.md', { title: 'Guide', summary: 'Words.', for: 'You.', help: { name: 'Help', phone: '112' }, topics: ['Topic'], updated: '2026-01-31' }, 'Words.');
  plan.page('content/1-step.md', { title: 'Step', wait: '2 weeks', tips: ['A tip.'], needs: ['A pen.'], warnings: ['Mind.'], 'done-when': 'Done.', minutes: 5, topics: ['Topic'], choices: [{ label: 'One', to: '2-next.md' }, { label: 'Other', to: 'about.md' }], aliases: ['old.html'] }, '> [!SAY]\n> Words.\n\n> [!TIP]\n> Words.\n\nA note.[^1]\n\n[^1]: Words.');
  plan.page('content/2-next.md', { title: 'Next', draft: false }, 'Words.\n\n```worksheet\n- line: Words?\n```');
  plan.page('content/about.md', { title: 'About' }, '[Back](1-step.md)');
  plan.write('content/worksheets/sheet.md', '# Sheet\n\nWhat?\n___\n\nI ____.\n\nTick:\n\n- [ ] tick\n');
  return plan;
}

const NAMES = [
  '"><svg onload=zhit(§)>', "' onmouseover='zhit(§)", '" onmouseover="zhit(§)', '<script>zhit(§)<script>', '<!--', '--><svg onload=zhit(§)>', 'a b  c', '%3Cscript%3Ezhit(§)', '%22onclick=%22zhit(§)', '%00', '%2e%2e%2f', '%',
  '#zhit(§)', 'x?zhit(§)', '&lt;svg onload=zhit(§)&gt;', '{{ 7 * 7 }}', '$(zhit)`zhit`', ';zhit|zhit&', '*', '[x](zhit(§))', '...', '-rf', '--help', 'ﷺ🙂e\u0301', '\u202ezhit\u2066', '\ue000contents\ue001', '\u2028zhit', "']]>", '@media', '~',
];

/** Names that are refused, and told of in the terminal. */
export const REFUSED_NAMES = ['javascript:zhit(§)', 'data:text,zhit(§)', '[x](javascript:zhit(§))', '\u001b]0;zhit\u0007', '\u001b[2J', 'new\nline', '\n::error::zhit', '\r::warning::zhit', '\u009b31m', '\u0085::error::zhit', '\u007f\u0008'];

/** Files whose names are payloads. */
export function names(site = 'names', list = NAMES) {
  const plan = new Plan(site);
  const link = (name) => name.split('/').map(encodeURIComponent).join('/');
  const named = list.map((name, n) => {
    plan.begin(`content/${n + 1}-…`);
    const file = (place, before, after) => { const { n: number, code } = plan.bare(name, place); return `${before}zq${number}z ${code}${after}`; };
    const picture = file('name of a picture', '', '.svg');
    const other = file('name of a file', '', '.txt');
    const page = file('name of a page', `${n + 1}-`, '.md');
    plan.write(`content/${picture}`, DOT.replace('r="9"', `r="${n + 1}"`));
    plan.write(`content/${other}`, 'Words.\n');
    plan.page(`content/${page}`, { title: `Step ${n}`, slug: `step-${n}`, image: { src: link(picture), alt: 'A dot' } }, `![A dot](${link(picture)}) [file](${link(other)})`);
    plan.write(`content/worksheets/${file('name of a worksheet', '', '.md')}`, `# Sheet ${n}\n\nWhat?\n___\n`);
    plan.page(`content/tips/${file('name of a tip', '', '.md')}`, { title: `Tip ${n}` }, '## Heading\n\nWords.');
    // Every page asks for them, so there are a few.
    if (n % 4) return { page };
    const style = file('name of a style sheet', '', '.css');
    const script = file('name of a script', '', '.js');
    plan.write(style, `.x${n} { color: red }\n`);
    plan.write(script, `/* ${n} */\n`);
    return { page, style, script };
  });
  plan.page('content/index.md', { title: 'Names', updated: '2026-01-31' }, named.map(({ page }) => `[page](${link(page)})`).join(' '));
  plan.write('content/ids.md', `# Ids\n\n${IDS.map((id, n) => `## Heading ${n} {#${id}}`).join('\n\n')}\n\n${CLASSES.map((name, n) => `### Class ${n} {.${name}}`).join('\n\n')}\n`);
  plan.write('content/worksheets/ids.md', `# Ids\n\n${IDS.slice(0, 8).map((id, n) => `## Heading ${n} {#${id}}`).join('\n\n')}\n\n${[...new Set(FIELDS)].map((label) => `${label}\n___`).join('\n\n')}\n\n\`\`\`worksheet\n- choose: Which\n  id: options\n  options: [a, b]\n\`\`\`\n`);
  const files = (key) => `[${named.filter((one) => one[key]).map((one) => quoted(one[key])).join(', ')}]`;
  plan.write('book.toml', settings({ html: `additional-css = ${files('style')}\nadditional-js = ${files('script')}\nedit-url-template = "https://edit.example/{path}"\n`, rest: '[output.pdf]\nenable = false\n' }));
  return plan;
}
/** Ids that the theme has itself, or that become names in its scripts; classes that its scripts look for; names that forms have. */
const IDS = ['_main', '_help', '_help-title', '_contents-title', '_around', '_find', '_found', '_tick', '_keep', '_from', 'guideReader', 'guideSearch', 'guideAnswers', 'localStorage', 'navigator', 'top', 'parent', 'self', 'name', 'head', 'body', 'createElement', 'constructor', '__proto__', 'hasOwnProperty', 'reconnect-gen-banner'];
const CLASSES = ['answers', 'exit', 'skip', 'write', 'field', 'lines', 'mirror', 'callout-label', 'unseen', 'keep', 'is-done', 'undo', 'n'];
const FIELDS = ['elements', 'length', 'action', 'method', 'append', 'closest', 'children', 'dataset', 'constructor', 'prototype', 'remove', 'contains', 'reset', 'submit', 'title', 'name', 'hidden', 'style', 'matches', 'attributes', 'id', 'item', 'target', 'before', 'after', 'focus'];

/** HTML that its author is trusted with: it may run on pages, and nowhere else. */
export function trust() {
  const plan = new Plan('trust');
  const raw = ['<img src=x onerror=zhit(§)>', '<b onclick="zhit(§)">bold</b>', '<svg onload=zhit(§)></svg>', '<script>zhit(§)</script>', '<a href="javascript:zhit(§)">x</a>', '<iframe srcdoc="x"></iframe>'];
  plan.begin('content');
  const text = (place) => plan.texts(raw.slice(0, 3), place);
  plan.page('content/index.md', { title: text('trusted title'), summary: text('trusted summary'), updated: '2026-01-31' }, raw.map((code) => plan.text(code, 'trusted text')).join('\n\n'));
  plan.page('content/1-step.md', { title: text('trusted title of a step'), summary: text('trusted summary of a step'), tips: [text('trusted tip')] }, raw.map((code) => `${plan.bare(code, 'trusted block').code}\n\n${plan.text(code, 'trusted text')}`).join('\n\n'));
  plan.page('content/worksheets/sheet.md', { title: text('trusted title of a sheet') }, raw.map((code) => `${plan.text(code, 'trusted label')}\n___`).join('\n\n'));
  plan.write('book.toml', settings({ html: 'raw-html = "trust"\n', rest: `[safety]\nsensitive = true\nshare-title = ${quoted(plan.texts(TEXTS, 'title for sharing'))}\n[reader]\nsave = true\n` }));
  return plan;
}

/** A few places to write: a PDF has their words as names, labels, values and text. */
const few = (t) => `${t('label of a line')}\n___\n\n${t('label of ticks')}\n\n- [ ] ${t('tick')}\n\n${t('sentence with a blank')} ____.\n\n> ${t('quotation')}\n`;

/** Worksheets as PDF: the payloads for which the fonts have letters, in all their places, with addresses and drawings. */
export function paper() {
  const plan = new Plan('paper');
  const isPrintable = (payload) => /^[\x20-\x7e§]*$/.test(payload);
  const printable = TEXTS.filter(isPrintable);
  const joined = printable.filter((payload) => !isOpenEnded(payload));
  plan.begin('content/index.md');
  plan.page('content/index.md', { title: plan.texts(joined.slice(0, 40), 'title of a guide, on paper'), help: { name: plan.texts(printable.slice(0, 40), 'name of help, on paper'), phone: plan.texts(printable.slice(40, 80), 'phone of help, on paper'), url: "https://help.example/)'/S/JavaScript" } }, 'Words.');
  plan.write('content/1-step.md', '# Step\n\nWords.\n');
  plan.write('content/dot.svg', DOT);
  groups(printable, 24).forEach((some, n) => {
    plan.begin(`content/worksheets/sheet-${n}.md`);
    const one = (payload) => Object.assign((place) => plan.text(payload, `${place}, on paper`), { quoted: (place, more = '') => quoted(plan.text(payload, `${place}, on paper`) + more) });
    plan.page(plan.file, { title: `Sheet ${n} ${plan.texts(some, 'title of a sheet, on paper')}`, summary: plan.texts(some, 'summary of a sheet, on paper') }, some.map((payload, i) => (i % 8 ? few(one(payload)) : fields(one(payload)))).join('\n\n'));
  });
  plan.begin('content/worksheets/addresses.md');
  const links = OTHER_ADDRESSES.filter(isPrintable).map((address) => {
    const a = (place) => { const { n, code } = plan.bare(address, `${place}, on paper`); return { word: `zq${n}z`, code }; };
    return addresses(a, true)[1];
  });
  plan.page(plan.file, { title: 'Addresses' }, `${links.join('\n\n')}\n\nWhat?\n___`);
  plan.begin('content/worksheets/drawings.md');
  const drawn = DRAWINGS.map(([what, svg], n) => {
    plan.write(`content/worksheets/drawing-${n}.svg`, plan.bare(svg, `drawing on paper: ${what}`).code);
    return `![A drawing](drawing-${n}.svg)`;
  });
  plan.page(plan.file, { title: 'Drawings' }, `${drawn.join('\n\n')}\n\nWhat?\n___`);
  plan.write('book.toml', settings({ title: quoted(plan.texts(printable.slice(0, 30), 'title of the site, on paper')), book: `authors = [${printable.slice(0, 30).map((payload) => quoted(plan.text(payload, 'author of the site, on paper'))).join(', ')}]\n`, html: 'smart-punctuation = false\n', rest: '[output.pdf]\npapers = ["a4"]\nlarge = false\n' }));
  return plan;
}
export { NAMES };
