// Sheets: filled in with keys alone, with large letters, without the script; on paper; with a store that others have used.
import { readFileSync } from 'node:fs';
import { need } from '../lib.mjs';
import { base, browser, context, hold, same, tab, until } from '../play.mjs';
import { SHEETS, fill, written, state, press, keep, saved, paper } from './site.mjs';

const axe = readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
const focused = (p) => p.evaluate(() => ({ name: document.activeElement.name || '', type: document.activeElement.type || '' }));

export const parts = {
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

  async 'a sheet is taken as PDF with keys alone, and what is written stays'() {
    for (const javaScriptEnabled of [true, false]) {
      const p = await tab(SHEETS[0], await context({ javaScriptEnabled }));
      await p.fill('[name="name"]', 'Ada');
      await p.focus('.pdf summary');
      await p.keyboard.press('Enter');
      const names = ['A4', 'A4, large print', 'US Letter', 'US Letter, large print'].map((edition) => `Download as PDF: ${edition}`);
      same('what a screen reader says', await p.locator('.pdf a').evaluateAll((all) => all.map((a) => a.textContent)), names);
      for (const edition of ['a4', 'a4-large', 'letter', 'letter-large']) {
        await p.keyboard.press('Tab');
        const file = `every-${edition}.pdf`;
        if (base.startsWith('file:')) {
          const [beside] = await Promise.all([p.waitForEvent('popup'), p.keyboard.press('Enter')]);
          await until('the file', () => beside.url().endsWith(`/${file}`));
          await beside.close();
        } else {
          const [download] = await Promise.all([p.waitForEvent('download'), p.keyboard.press('Enter')]);
          same('the file', download.suggestedFilename(), file);
          hold('a PDF', readFileSync(await download.path(), 'latin1').startsWith('%PDF-'));
        }
        await p.bringToFront();
      }
      hold(`still on the page: ${p.url()}`, p.url() === base + SHEETS[0]);
      same('what was written', await p.inputValue('[name="name"]'), 'Ada');
      await p.context().close();
    }
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
