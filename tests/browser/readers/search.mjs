// Search: known answers in several scripts, by keys alone, without a trace, and within what a phone can load.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { asked, base, context, hold, same, tab, until } from '../play.mjs';
import { inRoot } from './sites.mjs';

/** Twenty and more questions: what is typed, and the address of the page that has to be found among the first `within`. */
const QUESTIONS = [
  ['friend', 'reflect', 'look-at-what-happened/reflect.html'],
  ['friend', 'assume', 'look-at-what-happened/assume-less.html'],
  ['friend', 'apology', 'worksheets/the-apology-planned.html'],
  ['friend', 'appology', 'worksheets/the-apology-planned.html'],
  ['friend', 'aplogy', 'worksheets/the-apology-planned.html'],
  ['friend', 'apoolgy', 'worksheets/the-apology-planned.html'],
  ['friend', 'write a leter', 'get-in-touch/write-a-letter.html'],
  ['friend', 'LETTER', 'get-in-touch/write-a-letter.html'],
  ['friend', 'patien', 'move-on/be-patient.html'],
  ['friend', 'how long should I wait', 'talk/give-them-time.html'],
  ['friend', 'phone call', 'get-in-touch/call-and-arrange-to-meet.html'],
  ['friend', 'honset', 'talk/be-honest.html'],
  ['friend', 'listening notes', 'worksheets/listening-notes.html'],
  ['friend', 'let go', 'letting-go.html'],
  ['friend', 'am I in danger', 'safety.html'],
  ['friend', 'step 8', 'talk/hear-their-side.html'],
  ['scripts', 'cancion', 'cancion.html'],
  ['scripts', 'CORAZÓN', 'cancion.html'],
  ['scripts', 'avila', 'cancion.html'],
  ['scripts', 'strasse', 'strasse.html'],
  ['scripts', 'freundshaft', 'strasse.html'],
  ['scripts', "don't", 'strasse.html'],
  ['scripts', '友達', 'nihongo.html'],
  ['scripts', '電話', 'nihongo.html'],
  ['scripts', '友', 'nihongo.html'],
  ['scripts', '手紙を書', 'nihongo.html'],
  ['scripts', 'اعتذار', 'arabic.html'],
  ['scripts', 'الاعتذار', 'arabic.html'],
  ['scripts', 'رسالة', 'arabic.html'],
  ['scripts', 'صديق', 'arabic.html'],
  ['scripts', '편지', 'korean.html'],
  ['scripts', '친구', 'korean.html'],
];

/** Types into the field, waits until the answer is there, and gives its pages. */
async function find(p, text) {
  await p.evaluate(() => { document.querySelector('.find [role=status]').textContent = 'waiting'; });
  await p.fill('#_find', text);
  await until(`an answer to ${text}`, () => p.evaluate(() => document.querySelector('.find [role=status]').textContent !== 'waiting'));
  return p.evaluate(() => Array.from(document.querySelectorAll('#_found [role=option]'), (one) => ({
    href: one.dataset.href, title: one.querySelector('.found-title').textContent, text: one.innerText, marks: one.querySelectorAll('mark').length,
  })));
}
const fileOf = (href, site) => decodeURIComponent(href.slice((base + site).length + 1)).replace(/#.*/, '');
/** What has been asked for, as it travels: bytes of the files, compressed. */
function weight(site) {
  const names = new Set(asked.filter((url) => url.includes('search')).map((url) => fileOf(url, site)));
  names.delete('search.html');
  const sizes = Array.from(names, (name) => gzipSync(readFileSync(path.join(inRoot('www'), site, name)), { level: 9 }).length);
  return { files: names.size, bytes: sizes.reduce((sum, one) => sum + one, 0) };
}
async function opened(site, c) {
  const p = await tab(`${site}/search.html`, c);
  await p.waitForSelector('#_find');
  return p;
}

export const parts = {
  async 'twenty questions find their page'() {
    const wrong = [];
    let site = '';
    let p;
    for (const [where, text, wanted, within = 3] of QUESTIONS) {
      if (where !== site) p = await opened(where);
      site = where;
      const found = (await find(p, text)).map((one) => fileOf(one.href, site));
      if (!found.slice(0, within).includes(wanted)) wrong.push(`${text}: ${found.slice(0, 3).join(', ')} and not ${wanted}`);
    }
    hold(wrong.join('; '), !wrong.length);
  },

  async 'a passage is shown, and led to'() {
    const p = await opened('friend');
    const [first] = await find(p, 'two weeks');
    hold(`no passage with the words: ${first.text}`, /two weeks/i.test(first.text) && first.marks > 0);
    const all = await find(p, 'weeks');
    const led = all.find((one) => one.href.includes('#'));
    await p.goto(led.href);
    hold(`${led.href}: no such place`, await p.evaluate(() => Boolean(document.getElementById(decodeURIComponent(window.location.hash.slice(1))))));
  },

  async 'nothing fits, and says so'() {
    const p = await opened('friend');
    same('pages for nonsense', (await find(p, 'xyzzyq')).length, 0);
    hold('nothing is said', /No page/.test(await p.textContent('.find [role=status]')));
    await p.fill('#_find', '');
    await until('nothing is said when nothing is asked', async () => !await p.textContent('.find [role=status]'));
    for (const odd of ['<b>x</b>', '"', '\\', '%', '🙂', 'a'.repeat(3000), '__proto__ constructor', '(', '\u0000']) {
      const found = await find(p, `${odd} letter`);
      hold(`${odd}: no page`, found.length > 0);
    }
    same('elements made of what was typed', await p.locator('.find b').count(), 0);
  },

  async 'a keyboard is enough'() {
    const p = await tab('friend/talk/be-honest.html');
    await p.focus('[data-search]');
    await p.keyboard.press('Enter');
    await p.waitForSelector('#_find');
    same('where the focus is', await p.evaluate(() => document.activeElement.id), '_find');
    await p.keyboard.type('letter', { delay: 20 });
    await until('pages', async () => await p.locator('#_found [role=option]').count() > 2);
    const state = () => p.evaluate(() => {
      const field = document.querySelector('#_find');
      const id = field.getAttribute('aria-activedescendant');
      return [field.getAttribute('aria-expanded'), id, Array.from(document.querySelectorAll('[aria-selected=true]'), (one) => one.id).join()];
    });
    same('before any choice', await state(), ['true', null, '']);
    await p.keyboard.press('ArrowDown');
    same('the first', await state(), ['true', '_found-0', '_found-0']);
    await p.keyboard.press('ArrowDown');
    await p.keyboard.press('ArrowUp');
    await p.keyboard.press('ArrowUp');
    const last = await p.locator('#_found [role=option]').count() - 1;
    same('round to the last', await state(), ['true', `_found-${last}`, `_found-${last}`]);
    await p.keyboard.press('ArrowDown');
    same('round to the first', await state(), ['true', '_found-0', '_found-0']);
    await p.keyboard.press('Escape');
    same('emptied', await p.inputValue('#_find'), '');
    same('closed list', await state(), ['false', null, '']);
    await p.keyboard.press('Escape');
    hold('the panel is still there', await p.locator('.find-panel').isHidden());
    hold('the focus is lost', await p.evaluate(() => document.activeElement.hasAttribute('data-search')));
    await p.keyboard.press('Control+k');
    await p.keyboard.type('listening notes', { delay: 20 });
    await until('pages', async () => await p.locator('#_found [role=option]').count() > 0);
    await p.keyboard.press('Enter');
    await p.waitForURL(/listening-notes/);
  },

  async 'it leaves no trace'() {
    const c = await context();
    const p = await opened('friend', c);
    await find(p, 'secretword letter');
    hold(`in the address: ${p.url()}`, !/secret/.test(p.url()));
    const kept = await p.evaluate(async () => [Object.keys(localStorage).length, Object.keys(sessionStorage).length, document.cookie, (await indexedDB.databases()).length]);
    same('kept', kept, [0, 0, '', 0]);
    hold('what was typed was sent', !asked.some((url) => /secret|letter\b(?!\.html)/.test(url.replace(/write-a-letter|a-letter/g, ''))));
    await p.reload();
    await p.waitForSelector('#_find');
    same('after a reload', await p.inputValue('#_find'), '');
  },

  async 'it weighs little'() {
    asked.length = 0;
    const p = await opened('friend');
    await find(p, 'letter');
    const small = weight('friend');
    hold(`the guide: ${JSON.stringify(small)}`, small.files >= 4 && small.bytes <= 30000);
    const script = asked.find((url) => /assets\/search-\w+\.js$/.test(url));
    const own = gzipSync(readFileSync(path.join(inRoot('www/friend'), fileOf(script, 'friend'))), { level: 9 }).length;
    hold(`the script: ${own}`, own <= 4000);
    asked.length = 0;
    const big = await opened('large');
    const found = await find(big, 'needle412x');
    same('the step with the word', found[0].title, 'Step called needle412x');
    await find(big, 'thread');
    const all = weight('large');
    hold(`640 steps: ${JSON.stringify(all)}`, all.bytes <= 100000);
    const before = asked.length;
    await p.goto(`${base}friend/index.html`);
    hold('a page loads the index unasked', !asked.slice(before).some((url) => /search-/.test(url)));
  },

  async 'without JavaScript there is the list'() {
    const p = await tab('friend/index.html', await context({ javaScriptEnabled: false }));
    await p.click('a[data-search]');
    hold(`not the list: ${p.url()}`, p.url().endsWith('search.html'));
    hold('few titles', await p.locator('.page-list a').count() > 20);
  },
};
