// The places that a text of an author's can stand in. Each function takes `t(place)`, which plants one payload there, and gives
// a file, or a piece of one.

/** A step: its front matter. `t` plants in texts that a page has once, `every` makes a list with one text for each payload. */
export function step(t, every, links) {
  return {
    title: t('title'),
    summary: t('summary'),
    image: { src: '/dot.svg', alt: t('alt of the picture'), caption: t('caption'), credit: t('credit') },
    updated: '2026-01-31',
    authors: every('author'),
    needs: every('need'),
    tips: every('tip'),
    warnings: every('warning'),
    'done-when': t('done-when'),
    choices: [...every('choice').map((label) => ({ label, to: links.choice })), { label: 'Another', to: '/index.md' }],
    wait: '2 weeks',
    minutes: 5,
    related: links.related,
    aliases: every('old address').map(links.alias),
    topics: links.topics,
  };
}

/** Everything that Markdown has, but for raw HTML at the beginning of a line. `mark` tells the footnotes of a page apart. */
export function body(t, mark = '') {
  const cell = (place) => t(place).replaceAll('|', '\\|');
  const close = (place) => t(place).replace(/^(zq\d+z) /, '$1');
  // Code is between more backticks than any payload has.
  return `${t('paragraph')}

Words *${t('emphasis')}* and **${t('strong')}** and ~~${t('taken back')}~~ and <kbd>${t('kbd')}</kbd>, <mark>${t('mark')}</mark>.

Words \`\`\`\` ${t('code')} \`\`\`\`.

Words <abbr title="${t('title of abbr')}">in short</abbr> and <abbr title='${t('title of abbr, other quotes')}'>in short</abbr>.

Words <span lang="en" title="${t('title of span')}">${t('span')}</span>, <span lang="${t('lang')}">x</span>, <span dir='${t('dir')}'>x</span>.

Words [${t('words of a link')}](/index.md), [x](/index.md "${t('title of a link')}") and ![${t('alt')}](/dot.svg) and <img src="/dot.svg" alt="${t('alt in HTML')}">.

Words <a href="/index.md" title='${t('title of a link in HTML')}'>${t('link in HTML')}</a>.[^${mark}a]

[^${mark}a]: ${t('footnote')}

![A dot](/dot.svg "${t('title of a picture')}")

![${t('alt of a picture alone')}](/dot.svg)

## ${t('heading')}

### ${t('heading with an id')} {#${close('id of a heading')}}

### Heading {.${close('class of a heading')}}

- ${t('item')}

1. ${t('numbered item')}

- [ ] ${t('task')}
- [x] Done.

> ${t('quotation')}

> [!TIP]
> ${t('tip callout')}

> [!SAY]
> ${t('say callout')}

> [!DO]
> - ${t('do')}
> - Another.

| ${cell('head of a table')} | Head |
|---|---|
| ${cell('cell')} | Cell |

~~~ ${close('fence word')}
code
~~~

~~~~ text ${t('fence info')}
${t('code block')}
~~~~

    ${t('indented code')}

${t('term')}
: ${t('definition')}

<details>
<summary>${t('summary of details')}</summary>

${t('details')}

</details>

<figure>
<img src="/dot.svg" alt="${t('alt in a figure')}">
<figcaption>${t('figcaption')}</figcaption>
</figure>

<div lang="en" title="${t('title of div')}">

${t('div')}

</div>

<div lang='${t('lang of div')}'>

x

</div>`;
}

/** Raw HTML at the beginning of a line. It may hide all that follows it, so it comes last. */
export const block = (t) => t('HTML block').replace(/^(\S+) (.*)$/s, '$2 $1');

/** Every kind of place to write. */
export function fields(t) {
  const cell = (place) => t(place).replaceAll('|', '\\|');
  const y = (place) => t.quoted(place);
  return `${t('label of a line')}
___

${t('sentence with a blank')} ____ and ____.

${t('label of choices')}

- ( ) ${t('choice to tick')}
- ( ) Another: ____

${t('label of ticks')}

- [ ] ${t('tick')}
- [ ] Another

${t('label of a table')}

| ${cell('column')} | Second |
|---|---|
| ${cell('row')} | |

\`\`\`worksheet
- line: ${y('line')}
  hint: ${y('hint')}
  example: ${y('example')}
- lines: ${y('lines')}
  rows: 2
- box: ${y('box')}
- check: ${y('check')}
  options:
    - ${y('option')}
    - x
- choose: ${y('choose')}
  options:
    - ${y('option of choose')}
    - y
- rate: ${y('rate')}
  from: 1
  to: 3
  labels:
    - ${y('end of a scale')}
    - Much
- table: ${y('table')}
  columns:
    - ${y('column of a table')}
    - z
  row-labels:
    - ${y('label of a row')}
    - w
- fill: ${t.quoted('fill', ' {a blank}')}
- date: ${y('date')}
- sign: ${y('sign')}
\`\`\`
`;
}

/** Every way to write an address, or only those of links. `a(place)` plants one; `w` is a word that marks the place. */
export function addresses(a, isLink) {
  const inline = (place, write) => {
    const { word, code } = a(place);
    return write(word, code);
  };
  const front = {
    title: inline('link in a title', (w, u) => `${w} [x](${u})`),
    summary: inline('link in a summary', (w, u) => `${w} <a href="${u}">x</a>`),
    image: { src: isLink ? '/dot.svg' : a('image').code, alt: 'A picture', credit: inline('link in a credit', (w, u) => `${w} [x](<${u}>)`) },
    needs: [inline('link in a need', (w, u) => `[${w}](${u})`)],
    'done-when': inline('link in done-when', (w, u) => `<a href='${u}'>${w}</a>`),
    ...(!isLink && {
      related: [a('related').code],
      requires: [a('required').code],
      choices: [
        { label: 'One', to: a('choice').code },
        { label: 'Other', to: '/index.md' },
      ],
    }),
  };
  const places = [
    ['link', (w, u) => `Words [${w}](${u}).`],
    ['link in brackets', (w, u) => `Words [${w}](<${u}>).`],
    ['link with a title', (w, u) => `Words [${w}](${u} "title").`],
    ['reference', (w, u) => `Words [${w}][r-${w}].\n\n[r-${w}]: ${u}`],
    ['reference in brackets', (w, u) => `Words [${w}].\n\n[${w}]: <${u}>`],
    ['autolink', (w, u) => `Words ${w} <${u}>.`],
    ['link in HTML', (w, u) => `Words <a href="${u}">${w}</a>.`],
    ['link in HTML, other quotes', (w, u) => `Words <a href='${u}'>${w}</a>.`],
    ['link in HTML, no quotes', (w, u) => `Words <a href=${u}>${w}</a>.`],
    ['link in HTML, upper case', (w, u) => `Words <A\n HREF = "${u}" >${w}</A>.`],
    ['picture', (w, u) => `Words ![${w}](${u}).`],
    ['picture in brackets', (w, u) => `![${w}](<${u}> "title")`],
    ['picture by reference', (w, u) => `Words ![${w}][p-${w}].\n\n[p-${w}]: ${u}`],
    ['picture in HTML', (w, u) => `Words <img src="${u}" alt="${w}">.`],
    ['picture in HTML, no quotes', (w, u) => `Words <img src=${u} alt=${w}>.`],
    ['picture that is a link', (w, u) => `[![${w}](/dot.svg)](${u})`],
    ['link of a callout', (w, u) => `> [!HELP]\n> [${w}](${u})`],
    ['link of a heading', (w, u) => `## [${w}](${u})`],
    ['link in a table', (w, u) => `| Head |\n|---|\n| [${w}](${u.replaceAll('|', '\\|')}) |`],
    ['link in a definition', (w, u) => `Term\n: [${w}](${u})`],
    ['link in a list', (w, u) => `- [${w}](${u})`],
    ['picture in a figure', (w, u) => `<figure>\n<img src="${u}" alt="${w}">\n<figcaption><a href="${u}">x</a></figcaption>\n</figure>`],
    ['link in a block of HTML', (w, u) => `<a href="${u}">${w}</a>`],
  ];
  return [
    front,
    places
      .filter(([place]) => !isLink || !/^picture(?! that)/.test(place))
      .map(([place, write]) => inline(place, write))
      .join('\n\n'),
  ];
}
