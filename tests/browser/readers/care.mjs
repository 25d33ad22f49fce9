// Words to copy, reminders, paper without pictures, and leaving at once.
import { readFileSync } from 'node:fs';
import { base, context, hold, places, same, tab, until } from '../play.mjs';

const WAIT = 'friend/talk/give-them-time.html';
const pages = (p) => p.evaluate(() => window.history.length);

async function reminder(p, from, entry) {
  await p.fill('#_from', from);
  await p.fill('#_entry', entry);
  const [download] = await Promise.all([p.waitForEvent('download'), p.click('.calendar button')]);
  same('the name of the file', download.suggestedFilename(), 'reminder.ics');
  return readFileSync(await download.path(), 'utf8');
}

export const parts = {
  async 'words are copied, and nothing besides'() {
    for (const isOld of [false, true]) {
      const c = await context({ permissions: isOld ? [] : ['clipboard-read', 'clipboard-write'] });
      if (isOld) await c.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
      const p = await tab('friend/get-in-touch/plan-what-you-will-say.html', c);
      const said = p.locator('.callout-say').first();
      const words = await said.locator('> p:not(.callout-label):not(.copy)').first().innerText();
      await p.evaluate(() => document.addEventListener('copy', () => { window.copied = document.activeElement.value; }));
      await said.locator('.copy button').click();
      await until('it says so', async () => /Copied/.test(await said.locator('.copy').innerText()));
      const copied = isOld ? await p.evaluate(() => window.copied) : await p.evaluate(() => navigator.clipboard.readText());
      same('copied', copied, words);
      hold('the focus is lost', await p.evaluate(() => document.activeElement.closest('.copy') !== null));
    }
  },

  async 'a reminder is a calendar file that tells nothing'() {
    const p = await tab(WAIT, await context({ timezoneId: 'Pacific/Kiritimati' }));
    await p.click('.calendar summary');
    await until('today is chosen', async () => Boolean(await p.inputValue('#_from')));
    const text = await reminder(p, '2027-02-20', 'Reminder');
    const lines = text.split('\r\n');
    same('no other line ends', text.replace(/\r\n/g, '').includes('\n'), false);
    for (const line of ['BEGIN:VCALENDAR', 'VERSION:2.0', 'BEGIN:VEVENT', 'SUMMARY:Reminder', 'DTSTART;VALUE=DATE:20270306', 'END:VEVENT', 'END:VCALENDAR']) {
      hold(`${line} is not in\n${text}`, lines.includes(line));
    }
    hold(`it tells: ${text}`, !/friend|127\.0\.0\.1|html|guide/i.test(text));
    const odd = await reminder(p, '2027-12-25', 'Tea; then, \\ talk ünd 茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶茶');
    for (const line of odd.split('\r\n')) hold(`too long: ${line}`, Buffer.byteLength(line) <= 75);
    hold('the title is lost', odd.replace(/\r\n /g, '').includes('SUMMARY:Tea\\; then\\, \\\\ talk ünd 茶'));
    hold('over the year', odd.includes('DTSTART;VALUE=DATE:20280108'));
    await p.fill('#_from', '');
    await p.click('.calendar button');
    await until('asks for a day', async () => /Choose a day/.test(await p.textContent('.calendar [role=status]')));
  },

  async 'a page for paper can go without pictures'() {
    for (const javaScriptEnabled of [true, false]) {
      const p = await tab('friend/talk/print.html', await context({ javaScriptEnabled }));
      const seen = () => p.locator('main img:visible').count();
      hold('no pictures to leave out', await seen() > 2);
      await p.check('#_plain');
      same('pictures that are left', await seen(), 0);
      hold('no number of pages', /About \d+ pages? of paper/.test(await p.locator('main').innerText()));
    }
  },

  async 'leaving covers the page, forgets, and goes'() {
    if (base === places.file) return; // from disk there is no address to come back to
    for (const how of ['click', 'shift']) {
      const c = await context();
      await c.route('**/weather', (route) => route.fulfill({ body: '<title>Weather</title>', contentType: 'text/html' }));
      const p = await tab('watched/talk/be-honest.html', c);
      await p.check('#_tick');
      await p.evaluate(() => { localStorage.setItem('friend:sheet:x', 'x'); localStorage.setItem('other', 'stays'); });
      const before = await pages(p);
      if (how === 'click') await p.click('[data-exit]');
      else for (const key of ['ArrowDown', 'Shift', 'Shift', 'Shift']) await p.keyboard.press(key);
      await p.waitForURL(/weather/);
      same('places in the history', await pages(p), before);
      const back = await tab('watched/index.html', c);
      same('what is kept', await back.evaluate(() => Object.keys(localStorage)), ['other']);
    }
  },

  async 'who types does not leave'() {
    const p = await tab('watched/talk/be-honest.html');
    for (const key of ['A', 'B', 'C', 'D']) await p.keyboard.press(`Shift+${key}`);
    await p.keyboard.press('Shift');
    await p.keyboard.press('Shift');
    await p.click('h1', { modifiers: ['Shift'] });
    await p.click('h1', { modifiers: ['Shift'] });
    await p.click('h1', { modifiers: ['Shift'] });
    hold('it left', p.url().includes('be-honest'));
    hold('it is covered', await p.locator('h1').isVisible());
  },

  async 'without JavaScript the exit is a link, and the page says what it can do'() {
    const p = await tab('watched/talk/be-honest.html', await context({ javaScriptEnabled: false }));
    same('where to', await p.getAttribute('[data-exit]', 'href'), 'http://127.0.0.1:9/weather');
    await p.click('.exit a:not([data-exit])');
    await p.waitForURL(/leave-quickly/);
    hold('no word on the history', /list of visited pages/.test(await p.locator('main').innerText()));
  },

  async 'links that are shared do not tell'() {
    const p = await tab('watched/talk/be-honest.html');
    const told = await p.evaluate(() => Array.from(document.querySelectorAll('meta[property^="og:"], meta[name^="twitter:"]'), (one) => one.content).join(' '));
    hold(`it tells: ${told}`, !/honest|friend/i.test(told) && /A page to read/.test(told));
    same('the referrer', await p.getAttribute('meta[name=referrer]', 'content'), 'no-referrer');
  },
};
