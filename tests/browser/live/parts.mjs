// What live reload has to do, part by part.
import { readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { openWindow } from '../tabs.mjs';
import {
  CSS, LONG, MEND, afterAnotherEdit, banner, browser, change, colour, file, hold, isBannerSeen, isMarked, listens, mark, noise, quiet, served, sheets, shows, start, stop, tab, text, until, url, wait, write,
} from './site.mjs';

export const parts = {
  async 'an edit reloads its page, and no other'() {
    const p = await tab('short.html');
    await mark(p);
    await afterAnotherEdit('Elsewhere.');
    hold('a page that has not changed was loaded again', await isMarked(p));
    change('content/1-short.md', 'First text.', 'Second text.');
    await shows(p, 'Second text.');
    hold('the page changed without being loaded', !(await isMarked(p)));
    await listens(p);
    change('content/1-short.md', 'Second text.', 'Third text.');
    await shows(p, 'Third text.');
  },

  async 'style sheets are exchanged'() {
    const p = await tab('short.html');
    await mark(p);
    await p.evaluate(() => {
      window.bare = 0;
      (function look() {
        if (getComputedStyle(document.querySelector('.brand')).borderTopStyle !== 'solid') window.bare++;
        if (!document.querySelector('head link[rel=stylesheet]')) window.bare++;
        requestAnimationFrame(look);
      })();
      new MutationObserver(() => { if (!document.querySelector('head link[rel=stylesheet]')) window.bare++; })
        .observe(document.head, { childList: true });
    });
    const exchanged = async (rgb) => {
      await until(`the colour is ${rgb}`, async () => (await colour(p)) === rgb, () => colour(p));
      await until('one style sheet is left', async () => (await sheets(p)).length === 1, () => sheets(p).then(String));
      hold('the page was loaded again for CSS', await isMarked(p));
      hold('the page was bare for a moment', (await p.evaluate(() => window.bare)) === 0);
    };
    write('themes/mine/assets/mine.css', CSS('rgb(9, 9, 9)'));
    await exchanged('rgb(9, 9, 9)');
    // A sheet that is already replaced is not there any more when the tab asks for it.
    quiet.push(/404.*assets\/mine-/);
    for (const gap of [0, 20, 60, 120, 250]) {
      for (let i = 1; i <= 5; i++) {
        write('themes/mine/assets/mine.css', CSS(`rgb(${gap}, ${i}, 7)`));
        await wait(gap);
      }
      await exchanged(`rgb(${gap}, 5, 7)`);
    }
    await wait(500);
    await exchanged('rgb(250, 5, 7)');
    // The tab knows the new sheet's name: an edit of the page reloads it once, and then no more.
    change('content/1-short.md', 'First text.', 'After CSS.');
    await shows(p, 'After CSS.');
    await mark(p);
    await wait(700);
    hold('the page is loaded again and again', await isMarked(p));
  },

  async 'style sheets that come late or out of order'() {
    const p = await tab('short.html');
    await mark(p);
    let n = 0;
    // The first that is asked for comes last, the third is lost.
    await p.route(/assets\/mine-/, async (route) => {
      n += 1;
      if (n === 1) await wait(1500);
      if (n === 3) return route.abort();
      await route.continue().catch(() => {});
    });
    quiet.push(/ERR_FAILED/, /404.*assets\/mine-/);
    const has = [];
    const watch = (async () => { for (let i = 0; i < 80; i++) { has.push(await p.evaluate(() => getComputedStyle(document.querySelector('.brand')).borderTopStyle)); await wait(25); } })();
    write('themes/mine/assets/mine.css', CSS('rgb(1, 1, 1)'));
    await until('the first is asked for', () => n === 1);
    write('themes/mine/assets/mine.css', CSS('rgb(2, 2, 2)'));
    await until('the second is there', async () => (await colour(p)) === 'rgb(2, 2, 2)');
    write('themes/mine/assets/mine.css', CSS('rgb(3, 3, 3)'));
    await until('the third is asked for', () => n === 3);
    await watch;
    hold('the page was bare for a moment', has.every((style) => style === 'solid'));
    write('themes/mine/assets/mine.css', CSS('rgb(4, 4, 4)'));
    await until('the fourth is there', async () => (await colour(p)) === 'rgb(4, 4, 4)');
    await until('one style sheet is left', async () => (await sheets(p)).length === 1, () => sheets(p).then(String));
    hold('the page was loaded again for CSS', await isMarked(p));
  },

  async 'the place that is read stays'() {
    const p = await tab('long.html');
    const top = (n) => p.evaluate((n) => Array.from(document.querySelectorAll('main p'))
      .find((x) => x.textContent.startsWith(`Paragraph ${n}:`)).getBoundingClientRect().top, n);
    const same = async (n, before, what) => {
      await listens(p);
      const after = await top(n);
      hold(`${what}: paragraph ${n} was at ${before}, is at ${after}`, Math.abs(after - before) <= 3);
    };
    await p.evaluate(() => window.scrollTo({ top: 3000, behavior: 'instant' }));
    const n = await p.evaluate(() => Number(/\d+/.exec(Array.from(document.querySelectorAll('main p'))
      .find((x) => x.getBoundingClientRect().top > 200).textContent)[0]));
    let before = await top(n);
    change('content/3-long.md', 'Paragraph 3:', `${'Above, new. '.repeat(200)}\n\nParagraph 3:`);
    await shows(p, 'Above, new.');
    await same(n, before, 'text above');
    change('content/3-long.md', 'Paragraph 70:', `${'Below, new. '.repeat(200)}\n\nParagraph 70:`);
    await shows(p, 'Below, new.');
    await same(n, before, 'text below');
    change('content/3-long.md', `Paragraph ${n - 1}:`, `Edited line: Paragraph ${n - 1}:`);
    await shows(p, 'Edited line');
    await same(n, before, 'the line before edited');
    // The banner comes and goes without moving what is read.
    change('content/2-other.md', 'Other text.', 'Other text. [gone](nowhere.md)');
    await until('the banner comes', () => isBannerSeen(p));
    await wait(300);
    await same(n, before, 'the banner has come');
    change('content/2-other.md', ' [gone](nowhere.md)', '');
    await until('the banner goes', async () => !(await isBannerSeen(p)));
    await wait(300);
    await same(n, before, 'the banner has gone');
    await p.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
    change('content/3-long.md', '# Long\n', '# Long\n\nQuite at the top.\n');
    await shows(p, 'Quite at the top.');
    await listens(p);
    hold('at the top it does not stay at the top', (await p.evaluate(() => window.scrollY)) === 0);
    // A reader's own reload afterwards is the browser's business again.
    await p.evaluate(() => window.scrollTo({ top: 2000, behavior: 'instant' }));
    await wait(300);
    await p.reload();
    await until('the browser keeps the place itself', () => p.evaluate(() => Math.abs(window.scrollY - 2000) < 3));
    hold('something is left on the root element', !(await p.evaluate(() => document.documentElement.getAttribute('style'))));
  },

  async 'what was typed stays'() {
    const p = await tab('worksheets/form.html');
    await p.fill('#name', 'Ann "B" <i>');
    await p.fill('[name=age]', '42');
    await p.check('[name=bag][value=a]');
    await p.uncheck('[name=bag][value=b]');
    await p.check('[name=way][value=y]');
    await p.selectOption('[name=one]', '3');
    await p.selectOption('[name=some]', ['1', '3']);
    await p.click('#d1 summary');
    await p.click('#d2 summary');
    await p.fill('[name=told]', 'one\ntwo\nthree');
    await p.evaluate(() => { const t = document.querySelector('[name=told]'); t.focus(); t.setSelectionRange(5, 9); });
    const look = () => p.evaluate(() => {
      const f = document.forms[0];
      const t = f.told;
      return JSON.stringify([f.name.value, f.elements.name.value, f.age.value, Array.from(f.bag, (b) => b.checked), f.way.value, f.one.value,
        Array.from(f.some.selectedOptions, (o) => o.value), t.value, d1.open, d2.open, document.activeElement === t, t.selectionStart, t.selectionEnd]);
    });
    const before = await look();
    for (const word of ['Once.', 'Twice.']) {
      change('content/worksheets/form.md', '# Form\n', `# Form\n\n${word}\n`);
      await shows(p, word);
      await listens(p);
      hold(`it was ${before}, is ${await look()}`, (await look()) === before);
    }
    // Also where a banner with a part of its own to open comes in between.
    change('content/worksheets/form.md', 'Twice.', 'Thrice. [gone](nowhere.md)');
    await shows(p, 'Thrice.');
    await listens(p);
    hold(`with a banner it was ${before}, is ${await look()}`, (await look()) === before);
    await p.click('#reconnect-gen-banner summary');
    change('content/worksheets/form.md', 'Thrice.', 'Four times.');
    await shows(p, 'Four times.');
    await listens(p);
    hold('a banner that was closed is open again', !(await p.evaluate(() => document.querySelector('#reconnect-gen-banner details').open)));
    hold('nothing is kept once it is back', (await p.evaluate(() => sessionStorage.length)) === 0);
  },

  async 'an error is shown, and goes'() {
    const p = await tab('short.html');
    const trace = () => p.evaluate(() => document.documentElement.outerHTML.replace(/data-page="\w+"/, ''));
    const clean = await trace();
    change('content/1-short.md', 'First text.', 'First "text" [leads](no"such.md) `<script>alert(1)</script><b>` ![a picture](gone.png)');
    await until('the banner comes', () => isBannerSeen(p));
    await listens(p);
    const said = await banner(p);
    hold(`the banner does not say what is wrong: ${said}`, said.includes('broken-link') && said.includes('<script>') && said.includes('"'));
    hold('what is in the file became an element', await p.evaluate(() => !document.querySelector('#reconnect-gen-banner script, #reconnect-gen-banner b, main script')));
    hold('the broken link is not marked', await p.evaluate(() => {
      const mark = document.querySelector('.broken-link');
      return mark && getComputedStyle(mark).outlineStyle === 'dashed';
    }));
    await p.emulateMedia({ media: 'print' });
    hold('the banner is on paper', !(await isBannerSeen(p)));
    hold('the mark is on paper', await p.evaluate(() => getComputedStyle(document.querySelector('.broken-link')).outlineStyle === 'none'
      && getComputedStyle(document.querySelector('.broken-link'), '::after').content === 'none'));
    await p.emulateMedia({ media: 'screen' });
    write('content/1-short.md', MEND['content/1-short.md']);
    await until('the banner goes', async () => !(await isBannerSeen(p)));
    await shows(p, 'First text.');
    await listens(p);
    hold('something is left of the banner', (await trace()) === clean);

    await mark(p);
    change('content/2-other.md', 'Other text.', '[gone](nowhere.md)');
    await until('the banner comes for a fault elsewhere', () => isBannerSeen(p));
    hold('a fault elsewhere loads the page again', await isMarked(p));
    write('content/2-other.md', MEND['content/2-other.md']);
    await until('the banner goes', async () => !(await isBannerSeen(p)));
    hold('something is left of the banner', (await trace()) === clean && (await isMarked(p)));

    write('book.toml', 'title = [');
    await until('the banner comes for a fatal fault', () => isBannerSeen(p));
    await wait(300);
    hold('a fatal fault loads the page again', await isMarked(p));
    hold('the page is gone', (await text(p)).includes('First text.'));
    const before = await p.evaluate(() => document.querySelector('#reconnect-gen-banner pre').textContent);
    write('book.toml', 'title = [[\n\n');
    await until('the banner follows', async () => (await p.evaluate(() => document.querySelector('#reconnect-gen-banner pre').textContent)) !== before);
    write('book.toml', MEND['book.toml']);
    await until('the banner goes', async () => !(await isBannerSeen(p)));
    await wait(300);
    hold('a fault that is mended loads the page again', await isMarked(p));
    hold('something is left of the banner', (await trace()) === clean);
  },

  async 'a server that is killed and comes back'() {
    const p = await tab('short.html');
    quiet.push(/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|status of 403/);
    await mark(p);
    for (const pause of [0, 2500]) {
      await stop('SIGKILL');
      await wait(pause);
      await start();
      await wait(3500);
      hold('nothing changed, and the page was loaded again', await isMarked(p));
      write('themes/mine/assets/mine.css', CSS(`rgb(5, 5, ${pause / 100})`));
      await until('the tab follows the new server', async () => (await colour(p)) === `rgb(5, 5, ${pause / 100})`);
      hold('nothing changed but CSS, and the page was loaded again', await isMarked(p));
    }
    await stop('SIGKILL');
    change('content/1-short.md', 'First text.', 'While it was away.');
    await start();
    await shows(p, 'While it was away.');
  },

  async 'ten tabs, one in front'() {
    const real = await openWindow();
    try {
      const tabs = [];
      for (let i = 0; i < 10; i++) {
        tabs.push(await real.open(url('short.html'), (what) => noise.push(`thrown: ${what}`)));
      }
      const states = await Promise.all(tabs.map((p) => p.evaluate(() => document.visibilityState)));
      hold(`only the last tab should be in sight: ${states}`, states.join().replace(/hidden,/g, '') === 'visible');
      change('content/1-short.md', 'First text.', 'Second text.');
      await shows(tabs[9], 'Second text.');
      hold('a tab behind was loaded', (await text(tabs[2])).includes('First text.'));
      await tabs[2].bringToFront();
      await shows(tabs[2], 'Second text.');
      await tabs[9].bringToFront();
      change('content/1-short.md', 'Second text.', 'Third text.');
      await shows(tabs[9], 'Third text.');
    } finally { await real.close(); }
  },

  async 'ten windows, all in sight'() {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const tabs = [];
    for (let i = 0; i < 10; i++) {
      const p = await context.newPage();
      p.on('pageerror', (e) => noise.push(`thrown: ${e.message}`));
      p.setDefaultTimeout(LONG);
      await p.goto(url('short.html'), { timeout: LONG });
      tabs.push(p);
    }
    change('content/1-short.md', 'First text.', 'Second text.');
    for (const p of tabs) await shows(p, 'Second text.');
    await context.close();
  },

  async 'a page removed and made again'() {
    const p = await tab('short.html');
    await mark(p);
    const before = readFileSync(file('content/1-short.md'));
    unlinkSync(file('content/1-short.md'));
    await wait(500);
    writeFileSync(file('content/1-short.md'), before);
    await wait(2000);
    hold('the page is not there again', (await text(p)).includes('First text.'));
    quiet.push(/status of 404/);
    unlinkSync(file('content/1-short.md'));
    await until('the tab says that the page is gone', async () => (await text(p)).includes('This page is not here'));
    await listens(p);
    writeFileSync(file('content/1-short.md'), before);
    await shows(p, 'First text.');
  },

  async 'a name with other letters'() {
    const home = await served('index.html');
    const name = /href="([^"]*k[^"]*(?:brot|br)[^"]*\.html)"/i.exec(home)[1];
    const p = await tab(name);
    await mark(p);
    await afterAnotherEdit('Elsewhere.');
    hold('a page that has not changed was loaded again', await isMarked(p));
    change('content/4-käse & brot.md', 'Cheese.', 'Käse.');
    await shows(p, 'Käse.');
    quiet.push(/status of 404/);
    const gone = await tab('gibt%20es%20nicht%3F%26x=%23-%C3%BC.html');
    await mark(gone);
    await afterAnotherEdit('Once more.');
    hold('a page that is not there was loaded again', await isMarked(gone));
  },

  async 'links with a fragment, and back'() {
    const p = await tab('short.html#x');
    await p.goto(url('other.html'));
    await p.goBack();
    await listens(p);
    change('content/1-short.md', 'First text.', 'Second text.');
    await shows(p, 'Second text.');
    hold('the fragment is lost', p.url().endsWith('short.html#x'));
  },
};
