// Documents in Chromium: many at once, each in a frame of a page that belongs to the same site, so that one look is enough for
// all of them; those of a disk, which may not look into each other, one by one.
import { look, sentinel } from './eyes.mjs';
import { named } from './plan.mjs';
import { openChromium } from './wire.mjs';

/** What has been found, and what was opened. */
export const report = { faults: new Map(), opened: 0, executed: 0, seen: new Map() };

/** Enters a fault; one that is found again, in the other mode for example, is not told again. */
export function enter(page, what, n, code = '') {
  const key = `${page}|${what}|${n || code.slice(0, 60)}`;
  if (!report.faults.has(key)) report.faults.set(key, { page, what, n, code });
}
const number = (text) => (/zhit\((\d{5})/.exec(text) || /(\d{5})/.exec(text) || [])[1];
const ran = (page, what) => {
  report.executed += 1;
  enter(page, `RAN: ${what}`, number(what));
};

/** The lines of all faults: what, payload and place, page. What is wrong with one payload on one page is one line. */
export function lines(faults = report.faults) {
  const groups = new Map();
  for (const { page, what, n, code } of faults.values()) {
    const key = `${page}|${n || what}`;
    const group = groups.get(key) || { page, n, code, all: [] };
    groups.set(key, group);
    group.all.push(what);
  }
  return Array.from(
    groups.values(),
    ({ page, n, code, all }) =>
      `${all.join('; ')}${n ? `: ${named(n)}` : ''}, on ${page}${code ? `\n       ${code.replace(/\s+/g, ' ').slice(0, 200)}` : ''}`,
  );
}

/** Takes in what documents told to the top. */
export function hear({ zhits, zfails, zstops } = {}) {
  (zhits || []).forEach(([what, page]) => ran(page, what));
  (zfails || []).forEach(([what, page]) => enter(page, `a script fails: ${what}`));
  (zstops || []).forEach(([what, page]) => enter(page, `the policy had to stop ${what}`, number(what)));
}
/** Takes in what was seen of a page. */
export function take(page, site, result) {
  report.opened += 1;
  if (!result) return enter(page, 'is not there, or does not load');
  result.faults.forEach(({ what, code, n }) => enter(page, what, n, code));
  const seen = report.seen.get(site) || new Set();
  report.seen.set(site, seen);
  result.found.forEach((n) => seen.add(n));
  return undefined;
}

/** Runs in the page that holds the frames. */
async function openHere({ pages, settle, isShown }) {
  const lookAt = ({ url, kind, isStill }) =>
    new Promise((done) => {
      const frame = document.createElement('iframe');
      Object.assign(frame, { width: 900, height: 600 });
      const timer = setTimeout(() => done(null), 30000);
      // Only the first document: a redirect goes on to a page that is opened anyway.
      frame.onload = () => {
        frame.onload = null;
        clearTimeout(timer);
        let result = null;
        try {
          result = window.zlook(frame.contentDocument, { ...window.zrules, kind });
        } catch (e) {
          result = { faults: [{ what: `cannot be looked into: ${e.message}`, code: url }], found: [] };
        }
        if (kind === 'redirect') frame.remove();
        done(result);
      };
      // What leads to another site must not go there meanwhile.
      if (isStill) frame.setAttribute('sandbox', 'allow-same-origin');
      // One of the two looks is at what has a size; the other is quicker.
      frame.hidden = !isShown;
      frame.src = url;
      document.body.append(frame);
    });
  const results = await Promise.all(pages.map(lookAt));
  await new Promise((done) => {
    setTimeout(done, settle);
  });
  document.body.textContent = '';
  const heard = { zhits: window.zhits, zfails: window.zfails, zstops: window.zstops };
  delete window.zhits;
  delete window.zfails;
  delete window.zstops;
  return { results, heard };
}

const TABS = 3;
const FRAMES = 16;
// Which page asked is told by the number in what it asked for.
export const chromium = await openChromium((url) => {
  report.executed += 1;
  enter(`a page that asks for ${url.slice(0, 120)}`, 'asks another host', number(url));
});

/** Opens pages (`{ url, kind }`) of a site below `base`, in a mode: `csp` as shipped, `open` without its policy. `home` is a file
    of the site that is no page. */
export async function openAll({ mode, base, home = 'robots.txt', site, pages, expected = {} }) {
  const batches = [];
  for (let at = 0; at < pages.length; at += FRAMES) batches.push(pages.slice(at, at + FRAMES));
  const begin = async () => {
    const p = await chromium.tab({
      url: base + home,
      script: `(${sentinel})()`,
      isBypassed: mode === 'open',
      onEvent: (method, { message, url }) => ran(url, `dialog ${message}`),
    });
    await p.run(`(rules) => { window.zlook = ${look}; window.zrules = rules; document.body.textContent = ''; }`, { own: base, expected });
    return p;
  };
  const work = async () => {
    let p = await begin();
    const one = async (some, settle) => {
      const { results, heard } = await p.run(openHere, { pages: some, settle, isShown: mode === 'open' });
      hear(heard);
      some.forEach((page, n) => take(page.url, site, results[n]));
    };
    while (batches.length) {
      const batch = batches.shift();
      try {
        await one(batch, 40);
      } catch (e) {
        // One of them took the whole tab elsewhere: which?
        for (const page of batch) {
          await p.close();
          p = await begin();
          try {
            await one([page], 100);
          } catch (again) {
            enter(page.url, `leaves for elsewhere: ${again.message.split('\n')[0]}`);
          }
        }
        await p.close();
        p = await begin();
      }
    }
    await p.close();
  };
  await Promise.all(Array.from({ length: Math.min(TABS, batches.length) }, work));
}
