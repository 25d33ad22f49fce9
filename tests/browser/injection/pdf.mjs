// A PDF as a list of names and addresses: what is in its objects, the packed ones too, but not in its texts and pictures.
import { inflateSync } from 'node:zlib';

const FORBIDDEN = [
  'JavaScript',
  'JS',
  'Launch',
  'OpenAction',
  'AA',
  'SubmitForm',
  'ImportData',
  'GoToR',
  'GoToE',
  'Rendition',
  'RichMedia',
  'EmbeddedFile',
  'EmbeddedFiles',
  'XFA',
  'Movie',
  'Sound',
  'Named',
];
const SCHEMES = /^(https?|mailto|tel|sms):/i;

/** The names and strings of a piece of PDF, in order (ISO 32000-1, 7.2 and 7.3). */
function* tokens(text) {
  let at = 0;
  while (at < text.length) {
    const c = text[at];
    if (c === '%') at = (text.slice(at).search(/[\r\n]/) + 1 || text.length) + at;
    else if (c === '/') {
      const [whole] = /^\/[^\s()<>[\]{}/%]*/.exec(text.slice(at, at + 200));
      yield { name: whole.slice(1).replace(/#([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))) };
      at += whole.length;
    } else if (c === '(') {
      let depth = 0;
      let string = '';
      for (; at < text.length; at += 1) {
        if (text[at] === '\\') {
          at += 1;
          string += text[at];
          continue;
        }
        if (text[at] === '(') {
          depth += 1;
          if (depth === 1) continue;
        }
        if (text[at] === ')') {
          depth -= 1;
          if (!depth) break;
        }
        string += text[at];
      }
      yield { string };
      at += 1;
    } else if (c === '<' && text[at + 1] !== '<') {
      const end = text.indexOf('>', at);
      yield { string: Buffer.from(text.slice(at + 1, end).replace(/\s/g, ''), 'hex').toString('latin1') };
      at = end + 1;
    } else at += c === '<' || c === '>' ? (text[at + 1] === c ? 2 : 1) : 1;
  }
}

/** The pieces that hold objects: what is between streams, and streams of objects. */
function pieces(bytes) {
  const text = bytes.toString('latin1');
  const out = [];
  let from = 0;
  for (const { index, 0: head } of text.matchAll(/stream\r?\n/g)) {
    if (index < from || text.slice(index - 3, index) === 'end') continue;
    const object = text.slice(from, index);
    out.push(object);
    const dictionary = object.slice(object.lastIndexOf(' obj'));
    const start = index + head.length;
    const length = /\/Length (\d+)(?! \d+ R)/.exec(dictionary);
    const end = length ? start + Number(length[1]) : text.indexOf('endstream', start);
    if (/\/Type\s*\/ObjStm/.test(dictionary)) out.push(inflateSync(bytes.subarray(start, end)).toString('latin1'));
    from = text.indexOf('endstream', end) + 'endstream'.length;
  }
  out.push(text.slice(from));
  return out;
}

/** What a PDF has that it may not have; `texts` are all strings in its objects, so that it can be told that payloads are there. */
export function judgePdf(bytes) {
  const faults = [];
  const texts = [];
  const schemes = [];
  for (const piece of pieces(bytes)) {
    let last = '';
    for (const { name, string } of tokens(piece)) {
      if (name !== undefined) {
        if (FORBIDDEN.includes(name)) faults.push(`the name /${name}`);
        last = name;
        continue;
      }
      texts.push(string);
      if (last === 'URI') {
        schemes.push(string);
        if (!SCHEMES.test(string)) faults.push(`a link to ${string.slice(0, 100)}`);
      }
      last = '';
    }
  }
  return { faults, texts, addresses: schemes };
}
