// What the program says, as text: no sign that steers a terminal, and no line that somebody else has written.
import { enter } from './tabs.mjs';

const STEERS = [
  ['ESC', /\u001b/],
  ['BEL', /\u0007/],
  ['a control sign', /[\u0000-\u0006\u0008\u000b-\u000c\u000e-\u001a\u001c-\u001f\u007f]/],
  ['a carriage return', /\r(?!\n)/],
  ['a C1 control sign', /[\u0080-\u009f]/],
  ['a sign that turns text round', /[\u202a-\u202e\u2066-\u2069]/],
];
const FORMS = {
  github: /^::(error|warning|notice) (file=[^,:]*,line=\d+,col=\d+,)?title=[a-z0-9-]+::/,
  short: /^(.+:\d+:\d+: )?(error|warning|note)\[[a-z0-9-]+\]: /,
};
const visible = (line) =>
  line.replace(/[\u0000-\u001f\u007f-\u009f\u200e-\u200f\u2028-\u202e\u2066-\u2069]/g, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);

/** Faults of outputs by command, format and kind, each with how often it was and the first line. */
const heard = new Map();
function fault(what, kind, line = '') {
  const key = `${what}|${kind}`;
  const before = heard.get(key) || { what, kind, line, count: 0 };
  heard.set(key, { ...before, count: before.count + 1 });
}
/** Enters them, so that each is one line of the report. */
export function tellOutputs() {
  heard.forEach(({ what, kind, line, count }) =>
    enter(`\`${what}\``, `${kind}${count > 1 ? ` (${count} times)` : ''}`, (/zq(\d{5})z/.exec(line) || [])[1], visible(line).slice(0, 200)),
  );
  heard.clear();
}

/** Judges an output; `count` is how many lines it has to have. */
export function judgeOutput(what, bytes, format, count) {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = bytes.toString();
    fault(what, `${format}: bytes that are no UTF-8`);
  }
  const rows = text.split('\n').filter(Boolean);
  STEERS.forEach(([kind, sign]) =>
    rows.filter((line) => sign.test(line)).forEach((line) => fault(what, `${format}: ${kind} reaches the terminal`, line)),
  );
  const form = FORMS[format];
  if (form) rows.filter((row) => !form.test(row)).forEach((row) => fault(what, `${format}: a line that the program has not begun itself`, row));
  if (form && count !== undefined && rows.length !== count) fault(what, `${format}: ${rows.length} lines for ${count} diagnostics`);
  if (format === 'json')
    rows.forEach((row) => {
      try {
        JSON.parse(row);
      } catch {
        fault(what, 'json: a line is no JSON', row);
      }
    });
  // GitHub's runner reads both streams, ends lines at carriage returns too, and does not mind spaces before a command.
  text
    .split(/[\r\n]+/)
    .filter((row) => /^\s*(::[a-z-]+|##\[)/.test(row) && !(format === 'github' && form.test(row)))
    .forEach((row) => fault(what, `${format}: a line is a command of GitHub's`, row));
}
