// The sites with worksheets, and what a reader does with them.
import { rmSync } from 'node:fs';
import { sheetsOf } from '../lib.mjs';
import { build, file, hold, root, shippedGuide, until, wait, write } from '../play.mjs';

// The sites: `every` has each kind of field in both notations; `friend` is the shipped guide.
export const EVERY = `---
summary: Every place to write there is.
---

# Every place

What happened?
___
___

I felt ____ when ______ came, and ____ after.

1. What is first?
   - ( ) This
   - ( ) That

   Why so?

   ___

How will you reach out?
- ( ) A call
- ( ) A *letter*
- ( ) Otherwise: ____

What is true?
- [ ] I am calm
- [ ] I can listen, see [breathe](../1-breathe.md)

## What to say
___

| I assumed | I know | I hope |
|---|---|---|
|   |   |   |
|   |   | a start |

\`\`\`worksheet
- line: Your name
  id: name
  hint: Only if you like.
- lines: What else?
  rows: 3
  example: It rained.
- box: Draw the distance
  height: 5
- check: What helps?
  options: [Tea, A walk]
- choose: How long?
  id: how-long
  options: [An hour, A day]
- rate: How ready are you?
  from: 0
  to: 10
  labels: [Not yet, Ready]
- table: What would each of us change?
  columns: [I would, You would]
  row-labels: [Listening, Time]
- fill: On {day} we meet at {place}.
- table: The week
  columns: [Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday]
  row-labels: [Morning, Evening]
- line: Reset
- line: Constructor
- date: When do you meet?
- sign: Both of us
\`\`\`
`;
const SETTINGS = '[book]\ntitle = "Heard"\nlanguage = "en"\n\n[reader]\nid = "heard"\n';
export function begin() {
  rmSync(root, { recursive: true, force: true });
  write('every/book.toml', SETTINGS);
  write('every/content/index.md', '---\nsummary: A guide.\n---\n\n# Heard\n');
  write('every/content/1-breathe.md', '# Breathe\n\nSee [every place](worksheets/every.md).\n\n```worksheet\n- line: How are you?\n```\n');
  write('every/content/worksheets/every.md', EVERY);
  write('every/content/worksheets/other.md', '# Another sheet\n\nWhat else?\n___\n');
  build('every', 'www/every');
  shippedGuide('friend');
  build('friend', 'www/friend');
}
export const SHEETS = ['every/worksheets/every.html', 'every/breathe.html', ...['a-letter', 'listening-notes', 'the-apology-planned',
  'what-happened-and-my-part', 'what-i-assume-and-what-i-know', 'what-we-each-would-change'].map((s) => `friend/worksheets/${s}.html`)];

// What is written: a word of its own for each control, or `count` of them, so that each can be found again.
export const fill = (p, count = 1, kind = 'w') => p.evaluate(([count, kind]) => {
  let n = 0;
  document.querySelectorAll('form.body input, form.body textarea').forEach((control, i) => {
    if (control.type === 'checkbox') control.checked = !control.closest('li').previousElementSibling;
    else if (control.type === 'radio') { if (!document.querySelector(`[name="${control.name}"]:checked`)) control.checked = i % 2 === 1; }
    else if (control.type === 'date') control.value = '2027-03-0' + (kind.length % 9 + 1);
    else {
      n += 1;
      const many = control.tagName === 'TEXTAREA' && !control.closest('td') ? count : Math.ceil(count / 4);
      const text = Array.from({ length: many }, (_, k) => `${kind}${n}x${k}`).join(' ');
      control.value = control.tagName === 'TEXTAREA' ? text.replace(/5 /g, '5\n') : text;
    }
    control.dispatchEvent(new Event('input', { bubbles: true }));
  });
}, [count, kind]);
export const written = (p) => p.evaluate(() => Array.from(document.querySelectorAll('form.body input, form.body textarea'),
  (c) => (['checkbox', 'radio'].includes(c.type) ? c.checked : c.value)));
export const isEmpty = async (p) => (await written(p)).every((v) => !v);
export const stored = (p) => p.evaluate(() => Object.keys(localStorage).sort());
export const state = (p) => p.evaluate(() => document.querySelector('[data-part=state]').textContent);
export const said = (p) => p.evaluate(() => document.querySelector('[data-part=said]').textContent);
export const press = (p, what) => p.click(`[data-do="${what}"]`);
// On a slow machine the page may still scroll under the pointer, which takes the press away: the question stays, and a reader presses again.
export const sure = async (p, what) => {
  await press(p, what);
  await p.waitForSelector('.keep-sure');
  await until('the question is answered', async () => {
    const yes = await p.$('.keep-sure button');
    if (yes) await yes.click();
    return !await p.$('.keep-sure');
  });
};
export const keep = async (p) => { await p.check('#_keep'); await until('it is kept', async () => (await stored(p)).length > 0); };
export const saved = (p) => wait(450).then(() => stored(p));
export const earlier = (p) => p.evaluate(() => { const e = document.querySelector('.earlier'); return e.hidden ? '' : e.querySelector('dl').innerText; });

/** The text of each page on paper, without spaces. */
export async function paper(p, format) {
  await p.pdf({ path: file('out.pdf'), format });
  return sheetsOf(file('out.pdf'));
}
