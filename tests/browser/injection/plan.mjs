// What is planted where: each payload in each place has a number of its own. `zq<n>z` stands beside it, to be found on the
// pages, and `zhit(<n>)` in it, so that what runs says which payload in which place it was.
import { file, write } from '../play.mjs';

const FIRST = 10000;
const all = [];
/** What has the number `n`: its payload, place, site and file. */
export const planted = (n) => all[n - FIRST];
export const plantings = all;
/** Words for a number: the payload, and where it stands. */
export const named = (n) => {
  const one = planted(Number(n));
  return one ? `${JSON.stringify(one.payload).slice(0, 160)} as ${one.place} (${one.site}: ${one.file})` : `number ${n}`;
};
export const MARK = /zq(\d{5})z/g;
/** The numbers that stand in a text. */
export const numbers = (text) => new Set(Array.from(text.matchAll(MARK), (found) => Number(found[1])));

/** A text between double quotes that YAML, TOML and JSON read alike: what they will not take as it is has its code point. */
export const quoted = (text) =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The files of one site, while they are written. */
export class Plan {
  constructor(site) {
    this.site = site;
    this.begin('');
  }
  /** What is planted from now on stands in this file. */
  begin(name) {
    this.file = name;
  }

  /** A payload with its number. */
  bare(payload, place) {
    all.push({ n: FIRST + all.length, payload, place, site: this.site, file: this.file });
    return { n: FIRST + all.length - 1, code: payload.replaceAll('§', FIRST + all.length - 1) };
  }
  /** A payload behind the word that marks it. */
  text(payload, place) {
    const { n, code } = this.bare(payload, place);
    return `zq${n}z ${code}`;
  }
  /** Several in one text. */
  texts(payloads, place) {
    return payloads.map((payload) => this.text(payload, place)).join(' ');
  }

  write(name, text) {
    write(`${this.site}/${name}`, text);
    return file(`${this.site}/${name}`);
  }
  /** A page with front matter: `{ title: '…' }`, its values as JSON. */
  page(name, front, body) {
    const value = (v) =>
      typeof v === 'string'
        ? quoted(v)
        : Array.isArray(v)
          ? `[${v.map(value).join(', ')}]`
          : v && typeof v === 'object'
            ? `{${Object.entries(v)
                .map(([key, inner]) => `${key}: ${value(inner)}`)
                .join(', ')}}`
            : String(v);
    // Each item on a line of its own, so that what is said of a line is said of one payload.
    const entry = ([key, v]) => {
      if (!Array.isArray(v))
        return v && typeof v === 'object'
          ? `${key}:\n${Object.entries(v)
              .map(([k, inner]) => `  ${k}: ${value(inner)}\n`)
              .join('')}`
          : `${key}: ${value(v)}\n`;
      return `${key}:\n${v
        .map((item) =>
          typeof item === 'string'
            ? `  - ${value(item)}\n`
            : `  - ${Object.entries(item)
                .map(([k, inner]) => `${k}: ${value(inner)}`)
                .join('\n    ')}\n`,
        )
        .join('')}`;
    };
    this.write(name, `---\n${Object.entries(front).map(entry).join('')}---\n\n${body}\n`);
  }
}
