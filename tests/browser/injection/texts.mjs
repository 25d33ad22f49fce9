// What is judged as text: what the program says of refused addresses, and files for machines.
import { readdirSync, readFileSync } from 'node:fs';
import { Script, createContext } from 'node:vm';
import { file } from '../play.mjs';
import { numbers, plantings } from './plan.mjs';
import { BROKEN_ADDRESSES, REFUSED_ADDRESSES } from './addresses.mjs';
import { enter } from './tabs.mjs';

/** Places where a text is no Markdown, or where nobody looks for an address. */
const PLAIN = new Set([
  'author',
  'author of a guide',
  'name of help',
  'phone of help',
  'hours of help',
  'alt of the picture',
  'topic',
  'extra',
  'old address',
  'code',
  'code block',
  'indented code',
  'fence word',
  'fence info',
  'title of abbr',
  'title of abbr, other quotes',
  'title of span',
  'title of div',
  'lang',
  'dir',
  'lang of div',
  'title of a link',
  'title of a link in HTML',
  'alt',
  'alt in HTML',
  'alt in a figure',
  'title of a picture',
  'alt of a picture alone',
  'id of a heading',
  'class of a heading',
  'words of a link',
  'link in HTML',
  'column',
  'head of a table',
  'HTML block',
  'summary of details',
  'figcaption',
]);
/** Where an address in that syntax is one at all. */
const WRITTEN = [
  [/^(image|related|required|choice|address of help|target of a redirect)$/, /^/],
  [/no quotes/, /^[^\s"'=<>`\u0000-\u001f]+$/],
  [/other quotes|done-when/, /^[^']*$/],
  [/HTML|summary|figure/, /^[^"]*$/],
  [/brackets|credit/, /^[^<>]*$/],
  [/autolink/, /^[a-z][a-z0-9+.-]+:[^\s<>\u0000-\u001f]*$/i],
  [/./, /^[^\s<>\u0000-\u001f"']+$/],
];

/** Each refused payload is an error in the line where it stands. */
export function judgeTold(records) {
  const told = new Set(records.filter((one) => one.level === 'error').map((one) => `${one.file}:${one.line}`));
  const texts = new Map();
  let count = 0;
  for (const one of plantings.filter((p) => p.site === 'refused')) {
    if (!texts.has(one.file)) texts.set(one.file, readFileSync(file(`refused/${one.file}`), 'utf8').split('\n'));
    // TOML has no references, so what is spelled with them is only the name of a file there.
    const isNoScheme = one.place === 'target of a redirect' && (BROKEN_ADDRESSES.includes(one.payload) || !one.payload.includes(':'));
    const isAddress = [...REFUSED_ADDRESSES, ...BROKEN_ADDRESSES].includes(one.payload) && !isNoScheme;
    const isText = one.file.startsWith('content/guide') && !PLAIN.has(one.place) && !/^<[\w]+\//.test(one.payload);
    const written = WRITTEN.find(([place]) => place.test(one.place))[1];
    const line = texts.get(one.file).findIndex((text) => text.includes(one.n)) + 1;
    if (!line || !(isText || (isAddress && written.test(one.payload)))) continue;
    count += 1;
    // What begins in a line before is told there.
    if (![0, 1, 2].some((before) => told.has(`${one.file}:${line - before}`)))
      enter(`${one.file}:${line}`, 'is refused or broken, and not told as an error', one.n);
  }
  return count;
}

/** The names of a built site's files. */
export const filesOf = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath || entry.path}/${entry.name}`.slice(folder.length + 1));

/** The scripts of the search call one function with plain data, and nothing else happens. Gives the texts of pages. */
export function judgeSearch(name, folder, files = filesOf(folder)) {
  const texts = [];
  for (const one of files.filter((f) => /^search-index.*\.js$/.test(f))) {
    const calls = [];
    const source = readFileSync(`${folder}/${one}`, 'utf8');
    try {
      const world = createContext({
        guideSearch: (...args) => {
          calls.push(JSON.stringify(args));
        },
        zhit: (n) => enter(`${name}/${one}`, `RAN: zhit(${n})`, String(n)),
      });
      new Script(source).runInContext(world, { timeout: 2000 });
      const names = Object.keys(world).filter((key) => !['guideSearch', 'zhit'].includes(key));
      if (calls.length !== 1 || names.length) enter(`${name}/${one}`, `${calls.length} calls and the names ${names}`);
      if (!/^guideSearch\("[wt\d]*",/.test(source)) enter(`${name}/${one}`, 'does not begin as the index does');
    } catch (e) {
      enter(`${name}/${one}`, `the script does not run: ${e.message}`);
    }
    if (/-t\d+\.js$/.test(one) && calls.length)
      JSON.parse(calls[0])[1].forEach(([title, href, kind, passages]) => texts.push(title, href, kind, ...passages.flat()));
  }
  return texts;
}

/** JSON-LD of all pages, as values. */
function jsonOf(folder, files = filesOf(folder)) {
  const found = [];
  for (const one of files.filter((f) => f.endsWith('.html'))) {
    for (const [, json] of readFileSync(`${folder}/${one}`, 'utf8').matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
      try {
        found.push([one, JSON.parse(json)]);
      } catch (e) {
        enter(one, `the JSON-LD is none: ${e.message}`);
      }
    }
  }
  return found;
}

/** Trusted HTML is for pages: no tag of it is in the search or in JSON-LD. */
export function judgeTrust(folder) {
  const raw = /<\/?(img|b|svg|script|a|iframe)\b|onerror=|onclick=|onload=|srcdoc=/i;
  judgeSearch('trust', folder)
    .filter((text) => raw.test(text))
    .forEach((text) => enter('trust: search', 'raw HTML is in the index', [...numbers(text)][0], text));
  jsonOf(folder).forEach(([page, value]) =>
    JSON.stringify(value, (key, inner) => {
      if (typeof inner === 'string' && raw.test(inner)) enter(`trust: ${page}`, 'raw HTML is in the JSON-LD', [...numbers(inner)][0], inner);
      return inner;
    }),
  );
}

/** What has been planted and is on no page, in no name of a file: then its place is not tested at all. */
export function judgeReach(site, seen, files, isExempt) {
  const names = numbers(files.join('\n'));
  plantings
    .filter((p) => p.site === site && !seen.has(p.n) && !names.has(p.n) && !isExempt(p))
    .forEach((p) => enter(`${site}: ${p.file}`, 'never reaches a page', String(p.n)));
}
