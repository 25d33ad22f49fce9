// book.toml: all that it says in words, and the words of the program.
import { readFileSync } from 'node:fs';
import { TEXTS, chunks, theme } from './guide.mjs';
import { Plan, quoted } from './plan.mjs';

const WORDS_FILE = new URL('../../../themes/booklet/strings/en.toml', import.meta.url);

/** All that book.toml says in words, with every payload in it, and all words of the program. */
export function book() {
  const plan = new Plan('book');
  plan.begin('book.toml');
  const one = (place, payload) => quoted(plan.bare(payload, place).code);
  const authors = TEXTS.map((payload) => quoted(plan.text(payload, 'author of the site')));
  plan.write(
    'book.toml',
    `[book]
title = ${quoted(plan.texts(TEXTS, 'title of the site'))}
authors = [${authors.join(', ')}]
description = ${quoted(plan.texts(TEXTS, 'description of the site'))}
[output.html]
theme = "odd"
site-url = ${one('site-url', "https://site.example/'onclick='zhit(§)'/&lt;svg/onload=zhit(§)&gt;/")}
git-repository-url = ${one('git-repository-url', "https://git.example/'onclick='zhit(§)")}
edit-url-template = ${one('edit-url-template', "https://edit.example/'onclick='zhit(§)/{path}&quot;onclick=&quot;")}
[safety]
exit-url = ${one('exit-url', "https://exit.example/'onclick='zhit(§)")}
`,
  );
  plan.begin('themes/odd/strings/en.toml');
  const entries = readFileSync(WORDS_FILE, 'utf8')
    .split('\n')
    .filter((line) => /^[\w-]+ = /.test(line))
    .map((line) => /^([\w-]+) = (.*)$/.exec(line));
  const size = Math.ceil(TEXTS.length / entries.length);
  const more = (n) => plan.texts(chunks(TEXTS, size)[n % chunks(TEXTS, size).length], 'word of the program');
  theme(
    plan,
    `${entries.map(([, key, value], n) => `${key} = ${value.replace(/"((?:[^"\\]|\\.)*)"/g, (written) => quoted(`${JSON.parse(written)} ${more(n)}`))}`).join('\n')}\n`,
  );
  plan.begin('content');
  plan.page(
    'content/index.md',
    { title: 'Guide', summary: 'Words.', for: 'You.', help: { name: 'Help', phone: '112' }, topics: ['Topic'], updated: '2026-01-31' },
    'Words.',
  );
  plan.page(
    'content/1-step.md',
    {
      title: 'Step',
      wait: '2 weeks',
      tips: ['A tip.'],
      needs: ['A pen.'],
      warnings: ['Mind.'],
      'done-when': 'Done.',
      minutes: 5,
      topics: ['Topic'],
      choices: [
        { label: 'One', to: '2-next.md' },
        { label: 'Other', to: 'about.md' },
      ],
      aliases: ['old.html'],
    },
    '> [!SAY]\n> Words.\n\n> [!TIP]\n> Words.\n\nA note.[^1]\n\n[^1]: Words.',
  );
  plan.page('content/2-next.md', { title: 'Next', draft: false }, 'Words.\n\n```worksheet\n- line: Words?\n```');
  plan.page('content/about.md', { title: 'About' }, '[Back](1-step.md)');
  plan.write('content/worksheets/sheet.md', '# Sheet\n\nWhat?\n___\n\nI ____.\n\nTick:\n\n- [ ] tick\n');
  return plan;
}
