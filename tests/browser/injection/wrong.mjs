// Sites that are wrong in every way that is told with the author's own words.
import { Plan, quoted } from './plan.mjs';

/** Signs that a terminal obeys, or that turn round what is read; and lines that GitHub takes for commands. */
export const SIGNS = [
  '\u001b[31m',
  '\u0007',
  '\u009b31m',
  '\u202ezhit',
  '\n::error::zhit',
  '\r::warning file=x::zhit',
  '\u001b]0;zhit\u0007',
  '\u001b]8;;https://canary.example/\u0007x',
  '\u001b[2J\u001b[H',
  '\u001bP\u001b\\',
  '\u0008\u0008\u0008',
  '\u009d0;zhit\u009c',
  '\u0085',
  '\u007f',
  '\u000e',
  '\u0001',
  '\u202dzhit\u202c',
  '\u2066zhit\u2069',
  '\u2067zhit',
  '\n::add-mask::zhit',
  '\n##[error]zhit',
  '%0A::error::zhit',
  '\n\u001b[31m::stop-commands::zhit',
  ',line=1::zhit',
  ':1:1: error[zhit]: zhit\nzhit',
  '\r\u001b[Kzhit',
];

/** A site that is wrong in every way that is told with the author's own words, once for each sign. */
export function wrong() {
  const plan = new Plan('wrong');
  plan.write('content/index.md', '# Wrong\n');
  SIGNS.forEach((sign, n) => {
    const s = (place) => plan.text(sign, place).replace(/^(zq\d+z) /, '$1');
    // In a text, a line break would begin another line, and a bracket end what is meant.
    const t = (place) => s(place).replace(/[\r\n]/g, ' ');
    const word = (place) => t(place).replace(/[\][{}\s]/g, '');
    plan.begin(`content/${n + 1}-step.md`);
    plan.page(
      plan.file,
      {
        title: `Step ${n}`,
        slug: s('slug'),
        kind: s('kind'),
        aliases: [`${s('alias')}//x`],
        updated: s('date'),
        'review-by': s('review date'),
        related: [s('related page')],
        requires: [s('required page')],
        choices: [{ label: 'One', to: s('page of a choice') }],
        wait: s('wait'),
        template: s('template'),
        topics: [s('topic')],
        image: { src: s('picture of the page'), alt: 'x' },
        minutes: s('minutes'),
        order: s('order'),
      },
      `[x](${encodeURIComponent(s('broken link'))}.md) [x](index.md#${encodeURIComponent(s('broken anchor'))}) ![](<${t('broken picture')}.svg>) <a href="x${t('scheme').replace(/[^\w\u0080-\uffff\u0001-\u001f]/g, '')}:x">x</a>

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
`,
    );
    plan.begin(`content/${n + 101}-keys.md`);
    plan.write(
      plan.file,
      `---\ntitle: Keys ${n}\n${quoted(s('unknown key'))}: x\nhelp: {${quoted(s('unknown key inside'))}: x}\nextra: [${quoted(s('extra'))}]\ndraft: ${quoted(s('draft'))}\n---\n\nWords.\n`,
    );
    // Of faults in YAML, only the first is told.
    plan.begin(`content/${n + 201}-yaml.md`);
    plan.write(plan.file, `---\ntitle: ${t('YAML')}: a: b\n---\n\nWords.\n`);
    plan.begin(`content/${n + 301}-quote.md`);
    plan.write(plan.file, `---\ntitle: "a" ${t('YAML behind a quote')}\n---\n\nWords.\n`);
  });
  return plan;
}

/** Settings that are wrong in every value. */
export function settings(plan, sign) {
  const s = (place) => quoted(plan.text(sign, place));
  const keys = (...names) => names.map((name) => `${name} = ${s(name)}`).join('\n');
  return `[book]
title = "Wrong"
${keys('language', 'text-direction')}
${s('unknown key of book.toml')} = 1
[output.html]
${keys('theme', 'site-url', 'git-repository-url', 'edit-url-template', 'raw-html')}
additional-css = [${s('style sheet')}]
share-image = { src = ${s('share-image')}, alt = "" }
[output.html.redirect]
${quoted(`/${sign}//x`)} = "/index.html"
"/a.html" = ${s('target of book.toml')}
[output.pdf]
fonts = [${s('font')}]
papers = [${s('paper')}]
[reader]
id = ${s('reader id')}
[safety]
${keys('exit-url')}
[check]
${s('code of a level')} = "off"
raw-html = ${s('level')}
`;
}
