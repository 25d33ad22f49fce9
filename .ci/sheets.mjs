// Worksheets, as a reader meets them:  node sheets.mjs PROGRAM LIB.MJS [WORD...]   (WORD: only the parts whose name has it)
// Builds a site with a sheet that has every kind of field, and the shipped guide; fills in, keeps, deletes and prints their
// sheets in headless Chromium, from a server and from disk.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [program, lib, ...words] = process.argv.slice(2);
if (!lib) { console.error('usage: sheets.mjs PROGRAM LIB.MJS [WORD...]'); process.exit(2); }
const { isLoopback, launch, need } = await import(pathToFileURL(path.resolve(lib)));
const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const root = mkdtempSync(path.join(tmpdir(), 'sheets-'));
const file = (name) => path.join(root, name);
const write = (name, text) => { mkdirSync(path.dirname(file(name)), { recursive: true }); writeFileSync(file(name), text); };
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
function hold(what, is) { if (!is) throw new Error(what); }
const same = (what, is, wanted) => hold(`${what}: ${JSON.stringify(is)} and not ${JSON.stringify(wanted)}`, JSON.stringify(is) === JSON.stringify(wanted));
async function until(what, test) {
  const end = Date.now() + 5000;
  while (!await test()) { hold(`${what}: not within 5 s`, Date.now() < end); await wait(25); }
}

// The sites: `every` has each kind of field in both notations; `friend` is the shipped guide.
const EVERY = `---
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
function build(site, folder) {
  execFileSync(program, ['build', file(site), '-d', file(folder)], { stdio: ['ignore', 'pipe', 'pipe'] });
}
function begin() {
  rmSync(root, { recursive: true, force: true });
  write('every/book.toml', SETTINGS);
  write('every/content/index.md', '---\nsummary: A guide.\n---\n\n# Heard\n');
  write('every/content/1-breathe.md', '# Breathe\n\nSee [every place](worksheets/every.md).\n\n```worksheet\n- line: How are you?\n```\n');
  write('every/content/worksheets/every.md', EVERY);
  write('every/content/worksheets/other.md', '# Another sheet\n\nWhat else?\n___\n');
  build('every', 'www/every');
  cpSync('content', file('friend/content'), { recursive: true });
  cpSync('book.toml', file('friend/book.toml'));
  build('friend', 'www/friend');
}
const SHEETS = ['every/worksheets/every.html', 'every/breathe.html', ...['a-letter', 'listening-notes', 'the-apology-planned',
  'what-happened-and-my-part', 'what-i-assume-and-what-i-know', 'what-we-each-would-change'].map((s) => `friend/worksheets/${s}.html`)];

// Served from this computer, or opened from disk.
const TYPES = { '.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml' };
const server = createServer((request, answer) => {
  try {
    const bytes = readFileSync(file(`www${decodeURIComponent(request.url.split(/[?#]/)[0])}`));
    answer.writeHead(200, { 'content-type': TYPES[path.extname(request.url.split(/[?#]/)[0])] || 'application/octet-stream', 'cache-control': 'no-store' });
    answer.end(bytes);
  } catch { answer.writeHead(404); answer.end(); }
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const places = { http: `http://127.0.0.1:${server.address().port}/`, file: pathToFileURL(file('www/')).href };
let base = places.http;

const browser = await launch();
let noise = [];
let asked = [];
const context = (options = {}) => browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
async function tab(page, c) {
  const p = await (c || await context()).newPage();
  p.setDefaultTimeout(5000);
  p.on('console', (m) => { if (['error', 'warning'].includes(m.type())) noise.push(`${m.text()} (${m.location().url})`); });
  p.on('pageerror', (e) => noise.push(`thrown: ${e.message}`));
  p.on('request', (r) => { asked.push(r.url()); if (!r.url().startsWith('file:') && !isLoopback(r.url())) noise.push(`asks for ${r.url()}`); });
  await p.goto(base + page);
  return p;
}

// What is written: a word of its own for each control, or `count` of them, so that each can be found again.
const fill = (p, count = 1, kind = 'w') => p.evaluate(([count, kind]) => {
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
const written = (p) => p.evaluate(() => Array.from(document.querySelectorAll('form.body input, form.body textarea'),
  (c) => (['checkbox', 'radio'].includes(c.type) ? c.checked : c.value)));
const isEmpty = async (p) => (await written(p)).every((v) => !v);
const stored = (p) => p.evaluate(() => Object.keys(localStorage).sort());
const state = (p) => p.evaluate(() => document.querySelector('[data-part=state]').textContent);
const said = (p) => p.evaluate(() => document.querySelector('[data-part=said]').textContent);
const press = (p, what) => p.click(`[data-do="${what}"]`);
const sure = async (p, what) => { await press(p, what); await p.click('.keep-sure button'); };
const keep = async (p) => { await p.check('#_keep'); await until('it is kept', async () => (await stored(p)).length > 0); };
const saved = (p) => wait(450).then(() => stored(p));
const earlier = (p) => p.evaluate(() => { const e = document.querySelector('.earlier'); return e.hidden ? '' : e.querySelector('dl').innerText; });

const parts = {
  async 'nothing is kept unasked'() {
    for (const sheet of SHEETS) {
      const p = await tab(sheet);
      same(`${sheet}: kept before anything`, await stored(p), []);
      asked = [];
      await fill(p);
      same(`${sheet}: kept unasked`, await saved(p), []);
      same(`${sheet}: asked for while writing`, asked, []);
      hold(`${sheet}: its address changed`, p.url() === base + sheet);
      await p.reload();
      hold(`${sheet}: still there after a reload`, await isEmpty(p));
      same(`${sheet}: what it says`, await state(p), 'Not kept');
    }
  },

  async 'what is kept is there again, until it is deleted'() {
    for (const sheet of SHEETS) {
      const p = await tab(sheet);
      await keep(p);
      await fill(p);
      const key = `${sheet.startsWith('every') ? 'heard' : 'how-to-win-back-a-friend'}:sheet:${sheet.split('/').slice(1).join('/').replace('.html', '')}`;
      same(`${sheet}: the keys`, await saved(p), [key]);
      const before = await written(p);
      await p.reload();
      same(`${sheet}: after a reload`, await written(p), before);
      same(`${sheet}: what it says`, await state(p), 'Kept on this device');
      await press(p, 'delete');
      await p.keyboard.press('Escape');
      same(`${sheet}: after not deleting`, await written(p), before);
      await press(p, 'delete');
      await p.keyboard.press('Enter');
      hold(`${sheet}: not deleted`, await isEmpty(p));
      same(`${sheet}: what it says`, await said(p), 'Your answers are deleted.');
      same(`${sheet}: kept after deleting`, await saved(p), []);
      await p.reload();
      hold(`${sheet}: back after deleting`, await isEmpty(p) && !await p.isChecked('#_keep'));
      await p.context().close();
    }
  },

  async 'what was written before the choice is kept, and the choice can be taken back'() {
    const p = await tab(SHEETS[0]);
    await fill(p);
    await keep(p);
    const before = await written(p);
    await p.reload();
    same('after a reload', await written(p), before);
    await p.uncheck('#_keep');
    same('kept', await stored(p), []);
    same('on the page', await written(p), before);
    await p.reload();
    hold('still there', await isEmpty(p));
  },

  async 'a last word is kept although the window closes at once'() {
    const c = await context();
    const p = await tab(SHEETS[0], c);
    await keep(p);
    await p.fill('[name="what-happened"]', 'Last word');
    await p.close({ runBeforeUnload: true });
    await wait(100);
    same('the word', await (await tab(SHEETS[0], c)).inputValue('[name="what-happened"]'), 'Last word');
  },

  async 'it expires'() {
    const p = await tab(SHEETS[0]);
    await keep(p);
    await fill(p);
    await saved(p);
    const before = await written(p);
    const age = (days) => p.evaluate((days) => {
      const [key] = Object.keys(localStorage);
      const kept = JSON.parse(localStorage.getItem(key));
      localStorage.setItem(key, JSON.stringify({ ...kept, changed: kept.changed - days * 864e5 }));
    }, days);
    await age(29);
    await p.reload();
    same('after 29 days', await written(p), before);
    await age(1.01);
    // Any page with places to write deletes it.
    await p.goto(base + 'every/worksheets/other.html');
    same('after 30 days', await stored(p), []);
    await p.goto(base + SHEETS[0]);
    hold('it is still there', await isEmpty(p));
  },

  async 'a file takes answers along'() {
    const p = await tab(SHEETS[0]);
    await fill(p);
    const before = await written(p);
    await p.click('.keep summary');
    const [download] = await Promise.all([p.waitForEvent('download'), press(p, 'save')]);
    const name = download.suggestedFilename();
    same('its name', name, 'every.json');
    await download.saveAs(file('answers.json'));
    const text = readFileSync(file('answers.json'), 'utf8');
    hold('it can be read by people', text.includes('"question": "What happened?"') && text.includes('w1x0'));
    same('kept', await stored(p), []);
    await sure(p, 'delete');
    const open = async (name, text) => {
      write(name, text);
      const [chooser] = await Promise.all([p.waitForEvent('filechooser'), press(p, 'open')]);
      await chooser.setFiles(file(name));
    };
    await open('same.json', text);
    await until('it says so', async () => await said(p) === 'Your answers from the file are here.');
    same('after opening', await written(p), before);
    same('kept by opening', await stored(p), []);
    for (const bad of ['no file of answers', '{"v":1}', '[1]', 'null', JSON.stringify({ v: 1, answers: {} }), '{"v":1,"answers":{"name":1}}']) {
      await open('bad.json', bad);
      await until(`it refuses ${bad}`, async () => /not a file of answers/.test(await said(p)));
      await p.fill('[name="what-happened"]', '');
      await p.fill('[name="what-happened"]', before[0]);
    }
    same('after a bad file', await written(p), before);
    await open('other.json', text.replace('worksheets/every', 'worksheets/other').replace('Every place', 'Another <b>sheet</b>'));
    await until('it refuses another sheet', async () => await said(p) === 'These answers belong to another worksheet: Another <b>sheet</b>');
    const changed = JSON.parse(text);
    changed.answers['what-happened'] = { value: '<img src=x onerror=alert(1)>', question: '<b>q</b>', part: '' };
    changed.answers.gone = { value: '<img src=x>', question: '<b>What now?</b>', part: '' };
    changed.answers['what-else'] = 7;
    await open('changed.json', JSON.stringify(changed));
    await p.click('.keep-sure button');
    same('a value', await p.inputValue('[name="what-happened"]'), '<img src=x onerror=alert(1)>');
    hold('an answer without a place', (await earlier(p)).includes('<b>What now?</b>'));
    same('an answer that is none', await p.inputValue('[name="what-else"]'), '');
  },

  async 'windows stay in step'() {
    const c = await context();
    const [a, b] = [await tab(SHEETS[0], c), await tab(SHEETS[0], c)];
    await b.fill('[name="what-else"]', 'written before');
    await keep(a);
    await until('the other window keeps, too', () => b.isChecked('#_keep'));
    await fill(a);
    const merged = async () => JSON.stringify(await written(a)) === JSON.stringify(await written(b));
    await until('both show the same', merged);
    await b.fill('[name="name"]', 'from b');
    await a.fill('[name="what-happened"]', 'from a');
    await until('both have both', async () => await a.inputValue('[name="name"]') === 'from b' && await b.inputValue('[name="what-happened"]') === 'from a');
    await b.fill('[name="name"]', '');
    await until('what is taken away goes in both', async () => await a.inputValue('[name="name"]') === '');
    await sure(b, 'delete');
    await until('it goes in both', async () => await isEmpty(a) && !await a.isChecked('#_keep'));
    await a.fill('[name="name"]', 'after');
    same('kept', await saved(a), []);
  },

  async 'answers without a place are shown and not lost'() {
    const c = await context();
    const p = await tab(SHEETS[0], c);
    await keep(p);
    await fill(p);
    const other = 'every/worksheets/moved.html';
    await saved(p);
    const changed = EVERY.replace('What happened?', 'What took place?').replace('Your name', 'What is your name?').replace('I am calm', 'I am at peace')
      .replace('A *letter*', 'A message').replace('I assumed', 'I believed').replace('summary:', 'aliases: [worksheets/every.html]\nsummary:');
    const fields = await p.evaluate(() => document.querySelector('[name="name"]').value);
    rmSync(file('every/content/worksheets/every.md'));
    write('every/content/worksheets/moved.md', changed); 
    write('every/content/1-breathe.md', '# Breathe\n\nSee [every place](worksheets/moved.md).\n');
    build('every', 'www/every');
    try {
      await p.goto(base + other);
      same('the moved key', await stored(p), ['heard:sheet:worksheets/moved']);
      same('a renamed label with an id', await p.inputValue('[name="name"]'), fields);
      same('a renamed label', await p.inputValue('[name="what-took-place"]'), '');
      const old = await earlier(p);
      for (const text of ['What happened?', 'w1x0', 'What is true?\nI am calm', 'I assumed, row 1: ']) hold(`${text} is not in ${old}`, old.includes(text));
      hold('homeless answers in paper', (await paper(p, 'A4')).join('').includes('Fromanearlierversion'));
      await p.fill('[name="name"]', 'new');
      await saved(p);
      await p.reload();
      same('after a change', await earlier(p), old);
      await sure(p, 'delete');
      same('after deleting', await earlier(p), '');
    } finally { begin(); }
  },

  async 'the list of worksheets shows what is kept'() {
    const c = await context();
    const list = 'every/worksheets/index.html';
    let p = await tab(list, c);
    hold('shown without answers', !await p.isVisible('.keep'));
    for (const page of [SHEETS[0], 'every/breathe.html']) { p = await tab(page, c); await keep(p); await fill(p); await saved(p); }
    await p.evaluate(() => {
      localStorage.setItem('heard:sheet:gone', JSON.stringify({ v: 1, title: 'Gone', changed: Date.now(), answers: { a: { value: 'old words', question: 'Why?', part: '' } } }));
      localStorage.setItem('elsewhere', 'untouched');
    });
    p = await tab(list, c);
    const shown = await p.innerText('.keep');
    for (const text of ['Every place', 'Breathe', 'Gone – This worksheet is not in the guide any more.', 'Why?', 'old words']) hold(`${text} is not in ${shown}`, shown.includes(text));
    hold('a sheet without answers is shown', !shown.includes('Another sheet'));
    const other = await tab(SHEETS[0], c);
    await sure(p, 'delete-all');
    same('kept', await stored(p), ['elsewhere']);
    await until('gone in an open sheet', () => isEmpty(other));
    hold('says so', (await p.innerText('.keep')).includes('Your answers are deleted.'));
    const all = await tab('every/worksheets/print.html', c);
    hold('a form where all is to be printed', await all.locator('main input, main textarea').count() === 0);
    hold('a button to print', await all.isVisible('[data-do=print]'));
  },

  async 'a browser that keeps nothing says so'() {
    for (const how of ['Storage.prototype.setItem = () => { throw new Error("full") }', 'Object.defineProperty(window, "localStorage", { get() { throw new Error("no") } })']) {
      const c = await context();
      await c.addInitScript(how);
      const p = await tab(SHEETS[0], c);
      await fill(p);
      await p.click('#_keep');
      hold('says so', (await state(p)).startsWith('This browser keeps nothing'));
      hold('kept by name only', !await p.isChecked('#_keep') && !await isEmpty(p));
      await sure(p, 'delete');
      hold('deleted', await isEmpty(p));
    }
  },

  async 'a keyboard is enough, and Enter sends nothing'() {
    for (const javaScriptEnabled of [true, false]) {
      for (const sheet of SHEETS) {
        const p = await tab(sheet, await context({ javaScriptEnabled }));
        const seen = new Set();
        for (let i = 0; i < 160; i += 1) {
          await p.keyboard.press('Tab');
          const at = await focused(p);
          if (at.name) seen.add(at.name);
          if (at.name && ['text', 'radio', 'checkbox', 'date'].includes(at.type)) await p.keyboard.press('Enter');
          hold(`${sheet}: ${p.url()}`, p.url() === base + sheet);
        }
        const names = await p.locator('form.body [name]').evaluateAll((all) => all.map((c) => c.name));
        same(`${sheet}: not reached`, [...new Set(names)].filter((n) => !seen.has(n)), []);
        hold('no tools without the script', await p.isVisible('.keep') === javaScriptEnabled && await p.isVisible('[data-part=by-hand]') !== javaScriptEnabled);
        await p.context().close();
      }
    }
    const p = await tab(SHEETS[0]);
    await p.focus('[name="how-ready-are-you"]');
    await p.keyboard.press('Space');
    for (let i = 0; i < 3; i += 1) await p.keyboard.press('ArrowRight');
    same('the scale', await p.evaluate(() => document.querySelector('[name="how-ready-are-you"]:checked').value), '3');
    const undo = p.locator('.field-rate .undo');
    await undo.press('Enter');
    same('taken back', await p.locator('[name="how-ready-are-you"]:checked').count(), 0);
    hold('no choice, nothing to take back', !await undo.isVisible());
  },

  async 'enlarged text stays on the screen, and what is written is seen'() {
    for (const width of [320, 700, 1280]) {
      for (const sheet of SHEETS) {
        const p = await tab(sheet, await context({ viewport: { width, height: 800 } }));
        await p.addStyleTag({ content: 'html { font-size: 32px }' });
        await fill(p, 60);
        const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        same(`${sheet} at ${width}: wider than the screen`, wide, 0);
        const cut = await p.locator('form.body textarea').evaluateAll((all) => all.filter((t) => t.scrollHeight > t.clientHeight + 3).map((t) => t.name));
        same(`${sheet} at ${width}: cut`, cut, []);
        await p.context().close();
      }
    }
  },

  async 'what is in the store may be of others'() {
    const key = 'heard:sheet:worksheets/every';
    const good = { v: 1, title: 'x', changed: Date.now(), answers: { name: { value: 'Ada', question: 'q', part: '' } } };
    const bad = ['', 'null', '7', '{}', '[]', '{"v":2}', 'deleted', JSON.stringify({ ...good, answers: null }), JSON.stringify({ ...good, changed: 'soon' }),
      '{"v":1,"changed":1,"answers":{"__proto__":{"value":"x"}}}'];
    for (const text of bad) {
      const p = await tab('every/worksheets/other.html');
      await p.evaluate(([key, text]) => localStorage.setItem(key, text), [key, text]);
      await p.goto(base + SHEETS[0]);
      same(`${text}: what it says`, await state(p), 'Not kept');
      await keep(p);
      await p.fill('[name="name"]', 'Ada');
      await saved(p);
      await p.reload();
      same(`${text}: kept after that`, await p.inputValue('[name="name"]'), 'Ada');
      await p.context().close();
    }
    const odd = { ...good, answers: { name: null, constructor: 5, reset: { value: 'r' }, __proto__: null, 'what-else': { value: ['a'] } } };
    const p = await tab('every/worksheets/other.html');
    await p.evaluate(([key, text]) => localStorage.setItem(key, text), [key, JSON.stringify(odd)]);
    await p.goto(base + SHEETS[0]);
    same('the one good answer', (await written(p)).filter((v) => v && v !== true), ['r']);
    same('what it says', await state(p), 'Kept on this device');
    // A store that fills up: what could not be kept is kept as soon as there is room.
    await p.evaluate(() => { const set = Storage.prototype.setItem; window.full = true; Storage.prototype.setItem = function (k, v) { if (window.full) throw new Error('full'); set.call(this, k, v); }; });
    await p.fill('[name="name"]', 'Ada');
    await until('it says so', async () => (await state(p)).startsWith('This browser keeps nothing'));
    await p.evaluate(() => { window.full = false; });
    await p.fill('[name="constructor"]', 'more');
    await saved(p);
    await p.reload();
    same('what had failed', await p.inputValue('[name="name"]'), 'Ada');
  },

  async 'who fills in an option has chosen it'() {
    const p = await tab(SHEETS[0]);
    await p.fill('[name="how-will-you-reach-out--otherwise--1"]', 'a visit');
    hold('the option', await p.isChecked('[value="otherwise"]'));
    await p.fill('[name="why-so"]', 'because');
    same('a choice that nobody made', await p.locator('[name="what-is-first"]:checked').count(), 0);
  },

  async 'axe finds nothing'() {
    for (const options of [{}, { colorScheme: 'dark' }, { viewport: { width: 320, height: 640 } }, { forcedColors: 'active' }, { javaScriptEnabled: true, viewport: { width: 360, height: 800 }, colorScheme: 'dark' }]) {
      for (const sheet of [...SHEETS, 'every/worksheets/index.html', 'every/worksheets/print.html', 'friend/worksheets/print.html']) {
        const p = await tab(sheet, await context(options));
        await fill(p, 6);
        if (await p.locator('#_keep').count()) { await keep(p); await press(p, 'delete'); }
        await p.evaluate(axe);
        const found = await p.evaluate(() => window.axe.run(document, { preload: false, resultTypes: ['violations'] }));
        same(`${sheet} ${JSON.stringify(options)}`, found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ').slice(0, 200)}`), []);
        const wide = await p.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        same(`${sheet} ${JSON.stringify(options)}: wider than the screen`, wide, 0);
        const small = await p.locator('form.body label:not(.unseen), form.body [type=checkbox], .keep button').evaluateAll((all) =>
          all.filter((e) => e.offsetParent && !e.closest('td') && Math.min(e.offsetWidth, e.offsetHeight) < 20).map((e) => e.outerHTML));
        same(`${sheet}: targets too small`, small, []);
        await p.context().close();
      }
    }
  },

  async 'paper loses no word and splits no field'() {
    for (const sheet of SHEETS) {
      const p = await tab(sheet);
      await fill(p, 60);
      const fields = await p.evaluate(() => Array.from(document.querySelectorAll('.field'), (f) => ({
        label: f.querySelector('.field-label:not(.unseen)') ? f.querySelector('.field-label').textContent : '',
        words: Array.from(f.querySelectorAll('textarea, [type=text]'), (c) => c.value).join(' ').split(/\s+/).filter(Boolean),
      })));
      for (const format of ['A4', 'Letter']) {
        const pages = await paper(p, format);
        for (const { label, words } of fields) {
          const on = new Set(words.map((w) => pages.findIndex((page) => page.includes(w))));
          hold(`${sheet} on ${format}: words of “${label}” are lost`, !on.has(-1));
          if (!words.length) continue;
          const [page] = on;
          hold(`${sheet} on ${format}: “${label}” is split over ${[...on].map((n) => n + 1)}`, on.size === 1 && pages[page].includes(label.replace(/\s/g, '')));
        }
        same(`${sheet} on ${format}: pages numbered`, pages.map((text, i) => text.includes(`${i + 1}/${pages.length}`)), pages.map(() => true));
      }
      await p.evaluate(() => { window.print = () => {}; });
      await press(p, 'print-empty');
      const empty = (await paper(p, 'A4')).join('');
      hold(`${sheet}: answers on an empty sheet`, !/w\d+x\d/.test(empty) && !empty.includes('2027'));
      await p.evaluate(() => window.dispatchEvent(new Event('afterprint')));
      hold(`${sheet}: still empty after that`, (await paper(p, 'A4')).join('').includes('w1x0'));
      await p.context().close();
    }
  },

  async 'an answer longer than a page is whole'() {
    const p = await tab(SHEETS[0]);
    const many = Array.from({ length: 1500 }, (_, i) => `v${i}v`);
    for (const name of ['what-happened', 'draw-the-distance', 'what-would-each-of-us-change--listening--i-would']) await p.fill(`[name="${name}"]`, many.join(' '));
    for (const format of ['A4', 'Letter']) {
      const text = (await paper(p, format)).join('');
      same(`lost on ${format}`, many.filter((w) => text.split(w).length !== 4), []);
    }
    const cut = await p.evaluate(() => Array.from(document.querySelectorAll('textarea')).filter((t) => t.scrollHeight > t.clientHeight + 2).map((t) => t.name));
    same('cut on the screen', cut, []);
  },

  async 'without the script a filled sheet prints, and nothing but the tools is missing'() {
    for (const sheet of SHEETS) {
      const [on, off] = [await tab(sheet), await tab(sheet, await context({ javaScriptEnabled: false }))];
      for (const place of ['.head', 'form.body > :not(.privacy)', 'nav', 'header']) same(`${sheet}: ${place}`, (await off.locator(place).allInnerTexts()), (await on.locator(place).allInnerTexts()));
    }
    const p = await tab(SHEETS[0], await context({ javaScriptEnabled: false }));
    await p.fill('[name="what-happened"]', 'one-by-hand');
    await p.fill('[name="when-do-you-meet"]', 'on-a-Friday');
    await p.check('[name="what-is-true--i-am-calm"]');
    const text = (await paper(p, 'A4')).join('');
    hold('what is written', text.includes('one-by-hand') && text.includes('on-a-Friday'));
    hold('what is for the screen alone', !text.includes('Deletemyanswers') && !text.includes('menuofyourbrowser'));
  },
};

const focused = (p) => p.evaluate(() => ({ name: document.activeElement.name || '', type: document.activeElement.type || '' }));

/** The text of each page on paper, without spaces. */
async function paper(p, format) {
  await p.pdf({ path: file('out.pdf'), format });
  const text = execFileSync('pdftotext', ['-raw', file('out.pdf'), '-'], { encoding: 'utf8' });
  return text.split('\f').slice(0, -1).map((page) => page.replace(/[\s\u200b]/g, ''));
}

let failed = 0;
begin();
for (const place of Object.keys(places)) {
  base = places[place];
  for (const [name, part] of Object.entries(parts)) {
    if (words.length && !words.some((word) => name.includes(word) || place === word)) continue;
    noise = [];
    const since = Date.now();
    const problems = [];
    try { await part(); } catch (e) { problems.push(e.message); }
    problems.push(...new Set(noise));
    for (const c of browser.contexts()) await c.close();
    console.log(`${problems.length ? 'FAIL' : 'ok'} ${name}, by ${place} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
    for (const problem of problems) console.log(`     - ${problem}`);
    failed += problems.length;
  }
}
await browser.close();
server.close();
rmSync(root, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
