// Worksheets as PDF, and HTML that is trusted, which is for pages alone.
import { OTHER_ADDRESSES } from './addresses.mjs';
import { FINE_DRAWINGS } from './drawings.mjs';
import { DOT, TEXTS, groups, isOpenEnded, settings } from './guide.mjs';
import { addresses, fields } from './places.mjs';
import { Plan, quoted } from './plan.mjs';

/** HTML that its author is trusted with: it may run on pages, and nowhere else. */
export function trust() {
  const plan = new Plan('trust');
  const raw = [
    '<img src=x onerror=zhit(§)>',
    '<b onclick="zhit(§)">bold</b>',
    '<svg onload=zhit(§)></svg>',
    '<script>zhit(§)</script>',
    '<a href="javascript:zhit(§)">x</a>',
    '<iframe srcdoc="x"></iframe>',
  ];
  plan.begin('content');
  const text = (place) => plan.texts(raw.slice(0, 3), place);
  plan.page(
    'content/index.md',
    { title: text('trusted title'), summary: text('trusted summary'), updated: '2026-01-31' },
    raw.map((code) => `qtrusted ${plan.text(code, 'trusted text')}`).join('\n\n'),
  );
  plan.page(
    'content/1-step.md',
    { title: text('trusted title of a step'), summary: text('trusted summary of a step'), tips: [text('trusted tip')] },
    raw.map((code) => `${plan.bare(code, 'trusted block').code}\n\n${plan.text(code, 'trusted text')}`).join('\n\n'),
  );
  plan.page(
    'content/worksheets/sheet.md',
    { title: text('trusted title of a sheet') },
    raw.map((code) => `${plan.text(code, 'trusted label')}\n___`).join('\n\n'),
  );
  plan.write(
    'book.toml',
    settings({
      html: 'raw-html = "trust"\n',
      rest: `[safety]\nsensitive = true\nshare-title = ${quoted(plan.texts(TEXTS, 'title for sharing'))}\n[reader]\nsave = true\n`,
    }),
  );
  return plan;
}

/** A few places to write: a PDF has their words as names, labels, values and text. */
const few = (t) =>
  `${t('label of a line')}\n___\n\n${t('label of ticks')}\n\n- [ ] ${t('tick')}\n\n${t('sentence with a blank')} ____.\n\n> ${t('quotation')}\n`;

/** Worksheets as PDF: the payloads for which the fonts have letters, in all their places, with addresses and drawings. */
export function paper() {
  const plan = new Plan('paper');
  const isPrintable = (payload) => /^[\x20-\x7e§]*$/.test(payload);
  const printable = TEXTS.filter(isPrintable);
  const joined = printable.filter((payload) => !isOpenEnded(payload));
  plan.begin('content/index.md');
  plan.page(
    'content/index.md',
    {
      title: plan.texts(joined.slice(0, 40), 'title of a guide, on paper'),
      help: {
        name: plan.texts(printable.slice(0, 40), 'name of help, on paper'),
        phone: plan.texts(printable.slice(40, 80), 'phone of help, on paper'),
        url: "https://help.example/)'/S/JavaScript",
      },
    },
    'Words.',
  );
  plan.write('content/1-step.md', '# Step\n\nWords.\n');
  plan.write('content/dot.svg', DOT);
  groups(printable, 24).forEach((some, n) => {
    plan.begin(`content/worksheets/sheet-${n}.md`);
    const one = (payload) =>
      Object.assign((place) => plan.text(payload, `${place}, on paper`), {
        quoted: (place, more = '') => quoted(plan.text(payload, `${place}, on paper`) + more),
      });
    plan.page(
      plan.file,
      { title: `Sheet ${n} ${plan.texts(some, 'title of a sheet, on paper')}`, summary: plan.texts(some, 'summary of a sheet, on paper') },
      some.map((payload, i) => (i % 8 ? few(one(payload)) : fields(one(payload)))).join('\n\n'),
    );
  });
  plan.begin('content/worksheets/addresses.md');
  const links = OTHER_ADDRESSES.filter(isPrintable).map((address) => {
    const a = (place) => {
      const { n, code } = plan.bare(address, `${place}, on paper`);
      return { word: `zq${n}z`, code };
    };
    return addresses(a, true)[1];
  });
  plan.page(plan.file, { title: 'Addresses' }, `${links.join('\n\n')}\n\nWhat?\n___`);
  plan.begin('content/worksheets/drawings.md');
  const drawn = FINE_DRAWINGS.map(([what, svg], n) => {
    plan.write(`content/worksheets/drawing-${n}.svg`, plan.bare(svg, `drawing on paper: ${what}`).code);
    return `![A drawing](drawing-${n}.svg)`;
  });
  plan.page(plan.file, { title: 'Drawings' }, `${drawn.join('\n\n')}\n\nWhat?\n___`);
  plan.write(
    'book.toml',
    settings({
      title: quoted(plan.texts(printable.slice(0, 30), 'title of the site, on paper')),
      book: `authors = [${printable
        .slice(0, 30)
        .map((payload) => quoted(plan.text(payload, 'author of the site, on paper')))
        .join(', ')}]\n`,
      html: 'smart-punctuation = false\n',
      rest: '[output.pdf]\npapers = ["a4"]\nlarge = false\n',
    }),
  );
  return plan;
}
