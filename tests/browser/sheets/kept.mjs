// Answers: kept when asked, and only then; shown again, moved, taken along, deleted.
import { readFileSync, rmSync } from 'node:fs';
import { asked, base, browser, build, context, file, hold, same, tab, until, wait, write } from '../play.mjs';
import {
  EVERY, begin, SHEETS, fill, written, isEmpty, stored, state, said, press, sure, keep, saved, earlier, paper,
} from './site.mjs';

export const parts = {
  async 'nothing is kept unasked'() {
    for (const sheet of SHEETS) {
      const p = await tab(sheet);
      same(`${sheet}: kept before anything`, await stored(p), []);
      asked.length = 0;
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
      await until('they go with what is deleted', async () => await earlier(p) === '');
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
};
