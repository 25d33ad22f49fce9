// Documents in Chromium: many at once, each in a frame of a page that belongs to the same site, so that one look is enough for
// all of them; those of a disk, which may not look into each other, one by one.
import { browser, context, wait } from '../play.mjs';
import { isLoopback } from '../lib.mjs';
import { look, sentinel } from './eyes.mjs';
import { named } from './plan.mjs';

/** What has been found, and what was opened. */
export const report = { faults: new Map(), opened: 0, executed: 0, seen: new Map() };

/** Enters a fault; one that is found again, in the other mode for example, is not told again. */
export function enter(page, what, n, code = '') {
  const key = `${page}|${what}|${n || code.slice(0, 60)}`;
  if (!report.faults.has(key)) report.faults.set(key, { page, what, n, code });
}
const ran = (page, what) => {
  report.executed += 1;
  enter(page, `RAN: ${what}`, (/\d{5}/.exec(what) || [])[0]);
};

/** The lines of all faults: what, payload and place, page. */
export const lines = (faults = report.faults) => Array.from(faults.values(), ({ page, what, n, code }) =>
  `${what}${n ? `: ${named(n)}` : ''}, on ${page}${code ? `\n       ${code.replace(/\s+/g, ' ').slice(0, 200)}` : ''}`);

/** A context in one of two modes: `csp` as shipped, `open` without any policy. */
async function begin(mode, base) {
  const c = await context({ bypassCSP: mode === 'open', viewport: { width: 900, height: 600 } });
  await c.addInitScript(sentinel);
  c.on('request', (r) => {
    const url = r.url();
    if (!url.startsWith(base) && !/^(about:|data:,$|chrome-error:)/.test(url)) enter(frameOf(r), `asks for ${url.slice(0, 120)}`, (/\d{5}/.exec(url) || [])[0]);
    if (!isLoopback(url)) report.executed += 1;
  });
  c.on('dialog', (d) => { ran(d.page() ? d.page().url() : '?', `dialog ${d.message()}`); d.dismiss().catch(() => {}); });
  return c;
}
const frameOf = (request) => { try { return request.frame().url(); } catch { return '?'; } };

/** Takes in what documents told to the top. */
function hear({ zhits = [], zfails = [], zstops = [] }) {
  zhits.forEach(([what, page]) => ran(page, what));
  zfails.forEach(([what, page]) => enter(page, `a script fails: ${what}`));
  zstops.forEach(([what, page]) => enter(page, `the policy had to stop ${what}`, (/zhit\((\d{5})/.exec(what) || /(\d{5})/.exec(what) || [])[1]));
}
function take(page, site, result) {
  report.opened += 1;
  if (!result) return enter(page, 'is not there, or does not load');
  result.faults.forEach(({ what, code, n }) => enter(page, what, n, code));
  const seen = report.seen.get(site) || new Set();
  report.seen.set(site, seen);
  result.found.forEach((n) => seen.add(n));
  return undefined;
}

/** Runs in the page that holds the frames. */
async function openHere({ pages, settle }) {
  const lookAt = ({ url, kind }) => new Promise((done) => {
    const frame = document.createElement('iframe');
    Object.assign(frame, { width: 900, height: 600 });
    const timer = setTimeout(() => done(null), 15000);
    // Only the first document: a redirect goes on to a page that is opened anyway.
    frame.onload = () => {
      frame.onload = null;
      clearTimeout(timer);
      let result = null;
      try { result = window.zlook(frame.contentDocument, { ...window.zrules, kind }); } catch (e) { result = { faults: [{ what: `cannot be looked into: ${e.message}`, code: url }], found: [] }; }
      if (kind === 'redirect') frame.remove();
      done(result);
    };
    frame.src = url;
    document.body.append(frame);
  });
  const results = await Promise.all(pages.map(lookAt));
  await new Promise((done) => { setTimeout(done, settle); });
  document.body.textContent = '';
  const heard = { zhits: window.zhits, zfails: window.zfails, zstops: window.zstops };
  delete window.zhits;
  delete window.zfails;
  delete window.zstops;
  return { results, heard };
}

const TABS = 2;
const FRAMES = 12;

/** Opens pages (`{ url, kind }`) of a site below `base`, in a mode. `home` is a file of the site that is no page. */
export async function openAll({ mode, base, home = 'robots.txt', site, pages, expected = {} }) {
  const c = await begin(mode, base);
  const batches = [];
  for (let at = 0; at < pages.length; at += FRAMES) batches.push(pages.slice(at, at + FRAMES));
  const work = async () => {
    const holder = async () => {
      const p = await c.newPage();
      await p.goto(base + home);
      await p.evaluate(({ source, rules }) => { window.zlook = (0, eval)(`(${source})`); window.zrules = rules; document.body.textContent = ''; }, { source: String(look), rules: { own: base, expected } });
      return p;
    };
    let p = await holder();
    const one = async (some, settle) => {
      const { results, heard } = await p.evaluate(openHere, { pages: some, settle });
      hear(heard);
      some.forEach((page, n) => take(page.url, site, results[n]));
    };
    while (batches.length) {
      const batch = batches.shift();
      try { await one(batch, 40); } catch (e) {
        // One of them took the whole tab elsewhere: which?
        for (const page of batch) {
          await p.close().catch(() => {});
          p = await holder();
          try { await one([page], 100); } catch (again) { enter(page.url, `leaves for elsewhere: ${again.message.split('\n')[0]}`); }
        }
        await p.close().catch(() => {});
        p = await holder();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(TABS, batches.length) }, work));
  await c.close();
}

/** Opens pages one by one, as from a disk, and does `act` on each. */
export async function openEach({ mode, base, site, pages, expected = {}, act = async () => {} }) {
  const c = await begin(mode, base);
  for (const { url, kind } of pages) {
    const p = await c.newPage();
    p.setDefaultTimeout(8000);
    try {
      await p.goto(url);
      await act(p, url);
      if (kind !== 'redirect') take(url, site, await p.evaluate(`(${look})(document, ${JSON.stringify({ own: base, expected, kind })})`));
      await wait(30);
      hear(await p.evaluate(() => ({ zhits: window.zhits, zfails: window.zfails, zstops: window.zstops })));
    } catch (e) { enter(url, `does not stay open: ${e.message.split('\n')[0]}`); }
    await p.close();
  }
  await c.close();
}
export { begin, browser, hear, take };
