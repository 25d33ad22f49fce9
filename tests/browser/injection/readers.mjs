// What only shows when somebody does something: results of the search, answers that are kept, pages from a disk, and the banner
// of a page that is being edited. Played with Playwright, in both modes.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { browser } from '../play.mjs';
import { look, sentinel } from './eyes.mjs';
import { until } from './host.mjs';
import { Plan, plantings } from './plan.mjs';
import { enter, hear, report, take } from './tabs.mjs';

export const MODES = ['csp', 'open'];

/** A tab that tells what runs in it, and what it asks for. */
async function tab(mode, url, own) {
  const c = await browser.newContext({ bypassCSP: mode === 'open', viewport: { width: 900, height: 700 } });
  await c.addInitScript(sentinel);
  const p = await c.newPage();
  p.setDefaultTimeout(20000);
  p.on('request', (r) => {
    if (!r.url().startsWith(own) && !/^(data:,$|about:|blob:)/.test(r.url())) enter(url, `asks for ${r.url().slice(0, 120)}`);
  });
  p.on('dialog', (d) => {
    report.executed += 1;
    enter(url, `RAN: dialog ${d.message()}`);
    d.dismiss().catch(() => {});
  });
  await p.goto(url);
  return p;
}
async function judge(p, site, own, kind = 'page', expected = {}) {
  take(p.url(), site, await p.evaluate(`(${look})(document, ${JSON.stringify({ own, kind, expected })})`));
  await p.waitForTimeout(30);
  hear(await p.evaluate(() => ({ zhits: window.zhits, zfails: window.zfails, zstops: window.zstops })));
}
/** Does something, and enters it where it cannot be done. */
async function act(what, of) {
  try {
    await of();
  } catch (e) {
    enter(what, `cannot be played: ${e.message.split('\n')[0]}`);
  }
}

/** Searches for words (`{ word, shown }`), and looks at what is found: the payloads that have to be `shown`, and nothing that the
    search has not made. */
export async function search(site, base, words, mode) {
  await act(`${site}: search.html, ${mode}`, async () => {
    const p = await tab(mode, `${base}search.html`, base);
    await p.waitForSelector('#_find');
    for (const { word, shown } of words) {
      await p.fill('#_find', word);
      // The list is made anew for each answer, with the word marked in it.
      await until(`the search finds ${word}`, () =>
        p.evaluate((w) => Array.from(document.querySelectorAll('#_found mark')).some((mark) => mark.textContent === w), word),
      );
      const found = await p.evaluate(() => {
        const list = document.querySelector('#_found');
        const isOdd = (one) =>
          !['LI', 'SPAN', 'MARK'].includes(one.tagName) ||
          Array.from(one.attributes).some(({ name }) => !['id', 'role', 'class', 'data-href', 'aria-selected'].includes(name));
        return {
          text: list.textContent,
          odd: Array.from(list.querySelectorAll('*'))
            .filter(isOdd)
            .map((one) => one.outerHTML.slice(0, 160)),
          to: Array.from(list.children, (one) => one.dataset.href),
        };
      });
      found.odd.forEach((code) =>
        enter(p.url(), 'an element of a search result that the search has not made', (/(\d{5})/.exec(code) || [])[1], code),
      );
      found.to.filter((href) => !href.startsWith(base)).forEach((href) => enter(p.url(), 'a search result leads elsewhere', undefined, href));
      shown.filter((n) => !found.text.includes(n)).forEach((n) => enter(p.url(), 'is not shown by the search', String(n)));
    }
    await judge(p, site, base);
    await p.context().close();
  });
}

/** The search opens on a page, whatever ids it has. */
export async function searchOpens(page, base, mode) {
  await act(page, async () => {
    const p = await tab(mode, page, base);
    await p.click('a[data-search]');
    try {
      const isOpen = () => document.activeElement.id === '_find' && document.activeElement.tagName === 'INPUT';
      await until('the search opens', () => p.evaluate(isOpen), 4);
    } catch {
      enter(page, 'the search does not open');
    }
    hear(await p.evaluate(() => ({ zhits: window.zhits, zfails: window.zfails })));
    await p.context().close();
  });
}

/** Answers that lie in the reader's store under names that no sheet has: their words are shown to the reader. */
export async function kept(base, sheet, payloads, mode) {
  await act(`${sheet}, ${mode}`, async () => {
    const plan = new Plan('kept');
    plan.begin('answers');
    const t = (payload, place) => plan.text(payload, place);
    const answers = payloads.map((payload) => [
      t(payload, 'name of a kept answer'),
      { value: t(payload, 'kept answer'), question: t(payload, 'kept question'), part: t(payload, 'part of a kept question') },
    ]);
    const title = plan.texts(payloads, 'title of kept answers');
    const p = await tab(mode, `${base}${sheet}`, base);
    const value = { v: 1, title, changed: Date.now(), answers: Object.fromEntries(answers) };
    await p.evaluate((v) => {
      const { key } = document.querySelector('[data-key]').dataset;
      localStorage.setItem(key, JSON.stringify(v));
      localStorage.setItem(`${key.replace(/[^/:]*$/, '')}"><svg onload=zhit(1)>`, JSON.stringify(v));
      localStorage.setItem(
        key.replace(':sheet:', ':done:').replace(/worksheets.*$/, ''),
        JSON.stringify({ v: 1, changed: Date.now(), done: ['"><svg onload=zhit(1)>'] }),
      );
    }, value);
    await p.reload();
    await p.waitForSelector('[data-part=earlier] dd', { state: 'attached' });
    await judge(p, 'kept', base);
    await p.goto(base + sheet.replace(/[^/]*$/, 'index.html'));
    await p.waitForSelector('[data-part=list] li:not([data-key])', { state: 'attached' });
    await judge(p, 'kept', base);
    await p.context().close();
  });
}

/** Opens pages from the disk. */
export async function fromDisk(site, folder, names, mode) {
  const own = pathToFileURL(`${folder}/`).href;
  for (const name of names) {
    await act(`${name}, from disk, ${mode}`, async () => {
      const p = await tab(mode, pathToFileURL(path.join(folder, name)).href, own);
      await judge(p, site, own, name === '404.html' ? '404' : name.endsWith('.svg') ? 'drawing' : 'page');
      await p.context().close();
    });
  }
}

/** Edits another page while one is open: what the banner says then comes by the channel, and is put in by a script. */
export async function banner(base, site, payloads, mode) {
  await act(`the banner, ${mode}`, async () => {
    const plan = new Plan(site);
    const edit = (place) => {
      plan.begin('content/2-other.md');
      plan.write(
        plan.file,
        `# Other\n\n${payloads.map((payload) => `[x](<gone/${plan.text(payload, place).replace(/[<>]/g, '\\$&')}.md>)`).join('\n\n')}\n`,
      );
      return `zq${plantings.at(-payloads.length).n}z`;
    };
    const p = await tab(mode, `${base}step.html?live`, base);
    await p.evaluate(() => {
      window.isSame = true;
    });
    const tells = (word) =>
      until('the banner tells of the edit', () => p.evaluate((w) => document.querySelector('#reconnect-gen-banner').textContent.includes(w), word));
    await tells(edit('message of an edit'));
    await tells(edit('message of the next edit'));
    if (!(await p.evaluate(() => window.isSame))) enter(p.url(), 'the page was loaded again, so the banner was not put in by the script');
    await judge(p, site, base, 'page');
    await p.context().close();
  });
}
