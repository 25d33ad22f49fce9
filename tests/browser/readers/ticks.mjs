// Ticks: kept on this device and not before the first one; how to go on; and how to forget.
import { base, context, hold, same, tab, until } from '../play.mjs';

const KEY = 'friend:done:';
const stored = (p) => p.evaluate(() => Object.fromEntries(Object.keys(localStorage).map((key) => [key, localStorage.getItem(key)])));
const done = async (p) => JSON.parse((await stored(p))[KEY] || '{"done":[]}').done;
const left = (p) => p.textContent('[data-part=left]');

export const parts = {
  async 'nothing is kept before the first tick'() {
    const c = await context();
    for (const page of ['index.html', 'talk/index.html', 'talk/be-honest.html', 'search.html', 'print.html']) {
      const p = await tab(`friend/${page}`, c);
      same(`${page}: kept`, await stored(p), {});
      same(`${page}: cookies`, await p.evaluate(() => document.cookie), '');
    }
    const p = await tab('friend/index.html', c);
    hold('the cover speaks of ticks', await p.locator('[data-part=go-on]').isHidden());
  },

  async 'a tick is kept, shown everywhere, and forgotten'() {
    const c = await context();
    const p = await tab('friend/look-at-what-happened/reflect.html', c);
    const other = await tab('friend/index.html', c);
    await p.check('#_tick');
    same('kept', await done(p), ['look-at-what-happened/reflect']);
    hold(`time left: ${await left(p)}`, /^About \d+ (minutes|hours?) left\.$/.test(await left(p)));
    await until('the other window shows it', async () => other.locator('[data-part=go-on]').isVisible());
    same('how to go on', (await other.textContent('[data-part=go-on] a')).trim(), 'Continue at step 2: Assume less');
    await other.click('[data-part=go-on] a');
    await other.waitForURL(/assume-less/);
    const marked = await other.evaluate(() => Array.from(document.querySelectorAll('.toc .is-done'), (one) => one.textContent.replace(/\s+/g, ' ').trim()));
    same('marked in the contents', marked, ['1 Reflect on what happened (done)']);
    await other.reload();
    same('marked after a reload', await other.locator('.toc .is-done').count(), 1);
    await other.check('#_tick');
    same('two are kept', (await done(other)).length, 2);
    await other.uncheck('#_tick');
    same('one is kept', await done(other), ['look-at-what-happened/reflect']);
    await other.click('[data-do=forget]');
    hold('forgotten without a question', (await done(other)).length === 1);
    await other.click('.keep-sure button');
    same('kept after forgetting', await stored(other), {});
    await until('the first window shows it', async () => !await p.isChecked('#_tick'));
  },

  async 'all steps done'() {
    const c = await context();
    const p = await tab('friend/look-at-what-happened/reflect.html', c);
    const all = await p.evaluate(() => Array.from(document.querySelectorAll('[data-step]'), (link) => link.href));
    for (const href of all) {
      await p.goto(href);
      await p.check('#_tick');
    }
    same('what is said', await left(p), 'You have done all steps.');
    same('kept', (await done(p)).length, 12);
    await p.goto(`${base}friend/index.html`);
    hold('the cover goes on to nowhere', await p.locator('[data-part=go-on] .start').isHidden());
  },

  async 'ticks expire, and odd stores do no harm'() {
    const c = await context();
    const p = await tab('friend/index.html', c);
    const put = (value) => p.evaluate(([key, value]) => localStorage.setItem(key, value), [KEY, value]);
    const DAY = 864e5;
    for (const [what, value, isShown] of [
      ['29 days', JSON.stringify({ v: 1, changed: Date.now() - 29 * DAY, done: ['talk/be-honest'] }), true],
      ['31 days', JSON.stringify({ v: 1, changed: Date.now() - 31 * DAY, done: ['talk/be-honest'] }), false],
      ['no JSON', '{', false], ['null', 'null', false], ['a number', '7', false], ['another kind', '{"v":1,"changed":1e99,"done":{"a":1}}', false],
      ['odd paths', JSON.stringify({ v: 1, changed: Date.now(), done: [1, null, {}, '<b>', '../../x'] }), false],
    ]) {
      await put(value);
      await p.reload();
      same(what, await p.locator('[data-part=go-on]').isVisible(), isShown);
      if (what === '31 days') same('deleted', await stored(p), {});
    }
  },

  async 'a browser that keeps nothing says so'() {
    const c = await context();
    await c.addInitScript(() => { Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }); });
    const p = await tab('friend/talk/be-honest.html', c);
    await p.click('#_tick');
    await until('it says so', async () => /keeps nothing/.test(await left(p)));
    hold('the tick stays', !await p.isChecked('#_tick'));
  },
};
