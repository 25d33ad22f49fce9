// Names: of files, of ids and classes, and of places to write.
import { DOT, settings } from './guide.mjs';
import { Plan, quoted } from './plan.mjs';

const ALL = [
  '"><svg onload=zhit(§)>',
  "' onmouseover='zhit(§)",
  '" onmouseover="zhit(§)',
  '<script>zhit(§)<script>',
  '<!--',
  '--><svg onload=zhit(§)>',
  'a b  c',
  '%3Cscript%3Ezhit(§)',
  '%22onclick=%22zhit(§)',
  '%00',
  '%2e%2e%2f',
  '%',
  '#zhit(§)',
  'x?zhit(§)',
  '&lt;svg onload=zhit(§)&gt;',
  '{{ 7 * 7 }}',
  '$(zhit)`zhit`',
  ';zhit|zhit&',
  '*',
  '[x](zhit(§))',
  '...',
  '-rf',
  '--help',
  'ﷺ🙂e\u0301',
  '\u202ezhit\u2066',
  '\ue000contents\ue001',
  '\u2028zhit',
  "']]>",
  '@media',
  '~',
];

/** Names that not every system could have. */
const isUnusable = (name) => /[\\:*?"<>|]|[. ]$/.test(name);

export const NAMES = ALL.filter((name) => !isUnusable(name));

/** Names that are refused, and told of in the terminal. */
export const REFUSED_NAMES = [
  ...ALL.filter(isUnusable),
  'javascript:zhit(§)',
  'data:text,zhit(§)',
  '[x](javascript:zhit(§))',
  '\u001b]0;zhit\u0007',
  '\u001b[2J',
  'new\nline',
  '\n::error::zhit',
  '\r::warning::zhit',
  '\u009b31m',
  '\u0085::error::zhit',
  '\u007f\u0008',
];

/** Files whose names are payloads. */
export function names(site = 'names', list = NAMES) {
  const plan = new Plan(site);
  const link = (name) => name.split('/').map(encodeURIComponent).join('/');
  const named = list.map((name, n) => {
    plan.begin(`content/${n + 1}-…`);
    const file = (place, before, after) => {
      const { n: number, code } = plan.bare(name, place);
      return `${before}zq${number}z ${code}${after}`;
    };
    const picture = file('name of a picture', '', '.svg');
    const other = file('name of a file', '', '.txt');
    const page = file('name of a page', `${n + 1}-`, '.md');
    plan.write(`content/${picture}`, DOT.replace('r="9"', `r="${n + 1}"`));
    plan.write(`content/${other}`, 'Words.\n');
    plan.page(
      `content/${page}`,
      { title: `Step ${n}`, slug: `step-${n}`, image: { src: link(picture), alt: 'A dot' } },
      `![A dot](${link(picture)}) [file](${link(other)})`,
    );
    plan.write(`content/worksheets/${file('name of a worksheet', '', '.md')}`, `# Sheet ${n}\n\nWhat?\n___\n`);
    plan.page(`content/tips/${file('name of a tip', '', '.md')}`, { title: `Tip ${n}` }, '## Heading\n\nWords.');
    // Every page asks for them, so there are a few.
    if (n % 8) return { page };
    const style = file('name of a style sheet', '', '.css');
    const script = file('name of a script', '', '.js');
    plan.write(style, `.x${n} { color: red }\n`);
    plan.write(script, `/* ${n} */\n`);
    return { page, style, script };
  });
  plan.page('content/index.md', { title: 'Names', updated: '2026-01-31' }, named.map(({ page }) => `[page](${link(page)})`).join(' '));
  plan.write(
    'content/ids.md',
    `# Ids\n\n${IDS.map((id, n) => `## Heading ${n} {#${id}}`).join('\n\n')}\n\n${CLASSES.map((name, n) => `### Class ${n} {.${name}}`).join('\n\n')}\n`,
  );
  plan.write(
    'content/worksheets/ids.md',
    `# Ids\n\n${IDS.slice(0, 8)
      .map((id, n) => `## Heading ${n} {#${id}}`)
      .join(
        '\n\n',
      )}\n\n${[...new Set(FIELDS)].map((label) => `${label}\n___`).join('\n\n')}\n\n\`\`\`worksheet\n- choose: Which\n  id: options\n  options: [a, b]\n\`\`\`\n`,
  );
  const files = (key) =>
    `[${named
      .filter((one) => one[key])
      .map((one) => quoted(one[key]))
      .join(', ')}]`;
  plan.write(
    'book.toml',
    settings({
      html: `additional-css = ${files('style')}\nadditional-js = ${files('script')}\nedit-url-template = "https://edit.example/{path}"\n`,
      rest: '[output.pdf]\nenable = false\n',
    }),
  );
  return plan;
}
/** Ids that are the theme's: they are refused. */
export const TAKEN_IDS = ['_main', '_help', '_help-title', '_contents-title', '_around', '_find', '_found', '_tick', '_keep', '_from', 'guideReader', 'guideSearch', '__proto__'];
/** Ids that could become names in its scripts; classes that its scripts look for; names that forms have. */
const IDS = [
  'guideAnswers',
  'localStorage',
  'navigator',
  'top',
  'parent',
  'self',
  'name',
  'head',
  'body',
  'createElement',
  'constructor',
  'hasOwnProperty',
  'reconnect-gen-banner',
];
const CLASSES = ['answers', 'exit', 'skip', 'write', 'field', 'lines', 'mirror', 'callout-label', 'unseen', 'keep', 'is-done', 'undo', 'n'];
const FIELDS = [
  'elements',
  'length',
  'action',
  'method',
  'append',
  'closest',
  'children',
  'dataset',
  'constructor',
  'prototype',
  'remove',
  'contains',
  'reset',
  'submit',
  'title',
  'name',
  'hidden',
  'style',
  'matches',
  'attributes',
  'id',
  'item',
  'target',
  'before',
  'after',
  'focus',
];
