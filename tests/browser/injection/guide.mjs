// What sites are made of: their settings, a library, and guides with payloads in all their places.
import { addresses, block, body, fields, step } from './places.mjs';
import { quoted } from './plan.mjs';
import { HIDING, TAGS } from './tags.mjs';
import { WORDS } from './words.mjs';

export const TEXTS = [...TAGS, ...HIDING, ...WORDS];
/** True where a payload would take in what stands behind it in the same line. */
export const isOpenEnded = (payload) => /<[!?]|<[^<>]*$|`/.test(payload);
export const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, n * size + size));
export const DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="9"/></svg>\n';
const SITE = 'https://site.example/guide/';

export const settings = (more = {}) => {
  const { html = '', rest = '', title = '"Site"' } = more;
  return `[book]\ntitle = ${title}\n${more.book || ''}\n[output.html]\nsite-url = "${SITE}"\n${html}\n${rest}\n`;
};
export const NO_PDF = '[output.pdf]\nenable = false\n';

/** What a template of a site's own may do with `extra`, and words of the program that the site has changed. */
export function theme(plan, words) {
  plan.write('themes/odd/theme.toml', 'name = "Odd"\n');
  plan.write(
    'themes/odd/templates/page.html',
    `{% extends "booklet/page.html" %}
{% block after %}
{%- if page.extra.words %}{% for word in page.extra.words %}
<p class="{{ word }}" title="{{ word }}">{{ word }}</p>{% endfor %}{% endif %}
{%- endblock after %}
`,
  );
  if (words) plan.write('themes/odd/strings/en.toml', words);
}

/** Payloads that can stand side by side, and the others one by one, since they would take in what follows. */
export function groups(payloads, size) {
  return [
    ...chunks(
      payloads.filter((payload) => !isOpenEnded(payload)),
      size,
    ),
    ...payloads.filter(isOpenEnded).map((payload) => [payload]),
  ];
}
/** The letters of a topic make the name of its file, which may not be longer than file names are. */
function topics(payloads) {
  const size = (payload) => 20 + encodeURIComponent(payload.replace(/[^\p{L}\p{N}]+/gu, '-')).length;
  return payloads.reduce((all, payload) => {
    const last = all.at(-1);
    if (last && last.reduce((sum, one) => sum + size(one), size(payload)) < 230) last.push(payload);
    else all.push([payload]);
    return all;
  }, []);
}

/** A guide with all of the payloads: two or three of them on each page, and every second guide without parts. */
export function guide(plan, name, payloads, number) {
  const joined = payloads.filter((payload) => !isOpenEnded(payload));
  const one = (payload) =>
    Object.assign((place) => plan.text(payload, place), { quoted: (place, more = '') => quoted(plan.text(payload, place) + more) });
  const every = (some) => (place) => some.map((payload) => plan.text(payload, place));
  const at = (file, front, text) => {
    plan.begin(file);
    plan.page(file, front(), text());
  };
  plan.begin(`content/${name}/index.md`);
  const said = topics(joined).map((some) => plan.texts(some, 'topic'));
  at(
    `content/${name}/index.md`,
    () => ({
      title: plan.texts(joined, 'title of a guide'),
      summary: plan.texts(joined, 'summary of a guide'),
      for: plan.texts(joined, 'for'),
      'not-for': plan.texts(joined, 'not for'),
      sources: every(payloads)('source'),
      authors: every(payloads)('author of a guide'),
      topics: said,
      updated: '2026-01-31',
      help: {
        name: plan.texts(payloads, 'name of help'),
        phone: plan.texts(payloads, 'phone of help'),
        hours: plan.texts(payloads, 'hours of help'),
      },
    }),
    () => plan.texts(joined, 'text of a guide'),
  );
  const hasParts = number % 2 === 0;
  const all = groups(payloads, 3);
  chunks(all, hasParts ? Math.ceil(all.length / 2) : all.length).forEach((steps, part) => {
    const folder = `content/${name}${hasParts ? `/${part + 1}-part-${part}` : ''}`;
    const own = steps.flat().filter((payload) => !isOpenEnded(payload));
    if (hasParts)
      at(
        `${folder}/index.md`,
        () => ({ title: `Part ${plan.texts(own, 'title of a part')}`, summary: plan.texts(own, 'summary of a part') }),
        () => plan.texts(own, 'text of a part') || 'Words.',
      );
    steps.forEach((some, n) => {
      // An alias has a slash at the end of each folder, so what has slashes of its own gets a plain name.
      const alias = (text, i) =>
        /\/\/|\\|\.\.|\/\s*$/.test(text) || text.length > 180 ? `old/${name}-${part}-${n}-${i}.html` : `old/${text} ${n}.html`;
      at(
        `${folder}/${n + 1}-step-${n}.md`,
        () =>
          step((place) => plan.texts(some, place), every(some), {
            choice: 'index.md',
            related: [hasParts ? 'index.md' : `1-step-0.md`],
            alias,
            topics: [said[n % said.length]],
          }),
        () => [...some.map((payload, i) => body(one(payload), `n${i}`)), ...some.map((payload) => block(one(payload)))].join('\n\n'),
      );
    });
  });
  if (hasParts)
    at(
      `content/${name}/tips.md`,
      () => ({ title: 'Tips' }),
      () => payloads.map((payload) => `- ${plan.text(payload, 'tip of a guide')}`).join('\n'),
    );
  else
    payloads.forEach((payload, n) =>
      at(
        `content/${name}/tips/tip-${n}.md`,
        () => ({ title: plan.text(payload, 'title of a tip') }),
        () => `${plan.text(payload, 'text of a tip')}\n\n## ${plan.text(payload, 'heading of a tip')}`,
      ),
    );
  groups(payloads, 10).forEach((some, n) =>
    at(
      `content/${name}/worksheets/sheet-${n}.md`,
      () => ({ title: `Sheet ${n} ${plan.texts(some, 'title of a worksheet')}`, summary: plan.texts(some, 'summary of a worksheet'), minutes: 3 }),
      () => some.map((payload) => fields(one(payload))).join('\n\n'),
    ),
  );
  at(
    `content/${name}/about.md`,
    () => ({ title: 'About', extra: { words: every(payloads)('extra') } }),
    () => plan.texts(joined, 'text of a page'),
  );
}

/** A guide for one address: its help, and a step with all ways to write it. */
export function addressed(plan, name, address, isLink) {
  const a = (place) => {
    const { n, code } = plan.bare(address, place);
    return { word: `zq${n}z`, code };
  };
  plan.begin(`content/${name}/index.md`);
  const help = a('address of help');
  plan.page(plan.file, { title: `Guide ${name}`, help: { name: 'Help', url: help.code } }, 'Words.');
  plan.begin(`content/${name}/1-step.md`);
  plan.page(plan.file, ...addresses(a, isLink));
}

/** A guide whose pages and fields are called by payloads: no name of an address. */
export function named(plan, name, payloads) {
  plan.page(`content/${name}/index.md`, { title: 'Names' }, 'Words.');
  plan.begin(`content/${name}/worksheets/sheet.md`);
  plan.page(
    plan.file,
    { title: 'Sheet' },
    `\`\`\`worksheet\n${payloads.map((payload, n) => `- line: Line ${n}\n  id: ${quoted(plan.text(payload, 'id of a field'))}`).join('\n')}\n\`\`\``,
  );
  payloads.forEach((payload, n) => {
    plan.begin(`content/${name}/${n + 1}-step-${n}.md`);
    plan.page(
      plan.file,
      {
        title: `Step ${n}`,
        slug: plan.text(payload, 'slug'),
        aliases: [`${plan.text(payload, 'alias that is none')}//x`],
        template: plan.text(payload, 'template'),
        updated: plan.text(payload, 'date'),
        wait: plan.text(payload, 'pause'),
      },
      'Words.',
    );
  });
}

export const library = (plan, front = {}) => {
  plan.begin('content/index.md');
  plan.page('content/index.md', { title: 'Library', kind: 'library', ...front }, 'Words.');
  plan.write('content/dot.svg', DOT);
};
