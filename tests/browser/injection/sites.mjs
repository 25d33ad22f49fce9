// The sites that text is planted in. Each function writes one, and gives what is planted.
import { BROKEN_ADDRESSES, OTHER_ADDRESSES, REFUSED_ADDRESSES } from './addresses.mjs';
import { FINE_DRAWINGS } from './drawings.mjs';
import { DOT, NO_PDF, TEXTS, addressed, chunks, guide, library, named, settings, theme } from './guide.mjs';
import { Plan, plantings, quoted } from './plan.mjs';
import { REFUSED_TAGS } from './tags.mjs';
import { WORDS } from './words.mjs';

/** All that can be built: nothing in it is an error. */
export function open() {
  const plan = new Plan('open');
  library(plan);
  theme(plan);
  chunks(TEXTS, 20).forEach((some, n) => guide(plan, `guide-${n}`, some, n));
  OTHER_ADDRESSES.forEach((address, n) => addressed(plan, `address-${n}`, address, true));
  plan.begin('content/drawings.md');
  const drawn = FINE_DRAWINGS.map(([what, svg], n) => {
    const { n: number, code } = plan.bare(svg, `drawing: ${what}`);
    plan.write(`content/drawing-${n}.svg`, code);
    return `![zq${number}z](drawing-${n}.svg)\n\n[zq${number}z](drawing-${n}.svg)`;
  });
  plan.page('content/drawings.md', { title: 'Drawings', image: { src: 'drawing-0.svg', alt: 'A drawing' } }, drawn.join('\n\n'));
  plan.begin('book.toml');
  const redirects = WORDS.slice(0, 24)
    .filter((payload) => !/\/\/|\\|\.\./.test(payload))
    .map((payload, n) => `${quoted(`/gone/${plan.text(payload, 'old address')} ${n}.html`)} = "/index.html"`);
  const elsewhere = OTHER_ADDRESSES.filter((address) => /^https?:\/\//i.test(address)).map(
    (address, n) => `"/away/${n}.html" = ${quoted(plan.bare(address, 'target of a redirect').code)}`,
  );
  plan.write(
    'book.toml',
    settings({
      html: `theme = "odd"\nsmart-punctuation = false\nedit-url-template = "https://edit.example/{path}"\n`,
      rest: `[output.html.redirect]\n${[...redirects, ...elsewhere].join('\n')}\n\n${NO_PDF}`,
    }),
  );
  return plan;
}

/** Many small pages, to be found by the search: eight at a time have a word in common, that no other word is like. `words` is the
    list of those, each with the payloads that are shown when it is found. */
export function found() {
  const plan = new Plan('found');
  plan.page('content/index.md', { title: 'Found' }, 'Words.');
  plan.write('content/dot.svg', DOT);
  plan.words = chunks(TEXTS, 8).map((some, group) => {
    const word = `q${(((group + 1) * 2654435761) % 2 ** 32).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[digit])}`;
    const shown = some.map((payload, n) => {
      plan.begin(`content/${group * 8 + n + 1}-step.md`);
      // In the text, in a heading, or below one.
      const text = (place, isHere) => `${isHere ? `${word} ` : ''}${plan.text(payload, place)}`;
      const place = (group + n) % 3;
      plan.page(
        plan.file,
        { title: plan.text(payload, 'title that is found'), slug: `step-${group}-${n}` },
        `${text('text that is found', place === 0)}\n\n## ${text('heading that is found', place === 1)}\n\n${text('text below a heading that is found', place === 2)}`,
      );
      return plantings.at([-3, -1, -1][place]).n;
    });
    return { word, shown };
  });
  plan.write('book.toml', settings({ html: 'smart-punctuation = false\n[output.html.print]\nenable = false\n', rest: NO_PDF }));
  return plan;
}

/** What cannot be built, because some of its addresses are refused or lead nowhere. */
export function refused() {
  const plan = new Plan('refused');
  library(plan);
  theme(plan);
  guide(plan, 'guide-0', REFUSED_TAGS, 0);
  [...REFUSED_ADDRESSES, ...BROKEN_ADDRESSES, ...OTHER_ADDRESSES].forEach((address, n) => addressed(plan, `address-${n}`, address));
  named(
    plan,
    'guide-names',
    TEXTS.filter((_, n) => n % 6 === 0),
  );
  plan.begin('book.toml');
  const redirects = [...REFUSED_ADDRESSES, ...BROKEN_ADDRESSES].map(
    (address, n) => `"/away/${n}.html" = ${quoted(plan.bare(address, 'target of a redirect').code)}`,
  );
  plan.write(
    'book.toml',
    settings({ html: 'theme = "odd"\n', rest: `[output.html.print]\nenable = false\n[output.html.redirect]\n${redirects.join('\n')}\n` }),
  );
  return plan;
}
