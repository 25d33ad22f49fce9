// Runs checks over sites: a check says which pages it wants, and gets them one by one; two pages are looked at together.
//
// A check is a module with
//   name     what it is called in the report
//   wants    'site' (once a site), 'all' (each page) or 'sample' (one page of each kind)
//   check    a function of a `Look`: it says faults, and opens tabs
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isLoopback, launch, serve } from './lib.mjs';
import { BELOW, Site } from './site.mjs';

import * as axe from './checks/axe.mjs';
import * as budget from './checks/budget.mjs';
import * as css from './checks/css.mjs';
import * as direction from './checks/direction.mjs';
import * as disk from './checks/disk.mjs';
import * as html from './checks/html.mjs';
import * as js from './checks/js.mjs';
import * as keyboard from './checks/keyboard.mjs';
import * as links from './checks/links.mjs';
import * as markup from './checks/markup.mjs';
import * as motion from './checks/motion.mjs';
import * as noScript from './checks/no-script.mjs';
import * as paper from './checks/paper.mjs';
import * as reading from './checks/reading.mjs';
import * as reflow from './checks/reflow.mjs';

/** The one for the checker of HTML is first, since it is a process of its own and takes long. */
export const CHECKS = [html, css, js, markup, links, reading, budget, disk, noScript, motion, direction, axe, reflow, paper, keyboard];
const AT_ONCE = 2;
const WINDOW = { width: 1280, height: 800 };

/** A page (or a site as a whole) while checks look at it, one after the other: its tabs, and the one that they share. */
class Visit {
  constructor(suite, site, page) { Object.assign(this, { suite, site, page, contexts: [], tab: null }); }

  async context(options = {}) {
    const context = await this.suite.browser.newContext({ viewport: WINDOW, ...options });
    context.setDefaultTimeout(30000);
    this.contexts.push(context);
    return context;
  }
  async close() { for (const context of this.contexts) await context.close(); }
}

/** One check at one visit: what a check works with. */
class Look {
  constructor(visit, name) {
    const { suite, site, page } = visit;
    Object.assign(this, { visit, suite, name, site, page, faults: suite.faults, folder: suite.folder });
    this.say = this.say.bind(this);
  }
  get kind() { return this.site.kind(this.page); }

  /** A fault: in which setting, where on the page (a selector), and what is wrong. */
  say(setting, where, what, page = this.page || '') { this.faults.push({ check: this.name, site: this.site.name, page, setting, where, what }); }

  context(options) { return this.visit.context(options); }
  /** Opens the page in a tab of its own. Whatever the console says there, and whatever is asked of others, is a fault. */
  async open(options = {}, { address = this.site.url(this.page), setting = '' } = {}) {
    const tab = await (await this.context(options)).newPage();
    this.listen(tab, () => [setting]);
    await tab.goto(address, { waitUntil: 'load' });
    return tab;
  }
  /** The tab that checks share which leave a page as they found it; what a window and its media can be, is as it was at first. */
  async shared() {
    const { visit } = this;
    if (!visit.tab) visit.tab = await this.open();
    await visit.tab.emulateMedia({ media: null, colorScheme: null, forcedColors: null, reducedMotion: null });
    await visit.tab.setViewportSize(WINDOW);
    return visit.tab;
  }
  /** Hears what goes wrong in a tab; `at` gives the setting, and the page where it is not the one that is looked at. */
  listen(tab, at) {
    const say = (where, what) => { const [setting, page] = at(); this.say(setting, where, what, page); };
    tab.on('console', (message) => { if (['error', 'warning'].includes(message.type())) say('console', message.text()); });
    tab.on('pageerror', (error) => say('script', `throws: ${error.message}`));
    tab.on('request', (request) => { if (!isLoopback(request.url())) say('network', `asks for ${request.url()}`); });
    tab.on('websocket', (socket) => { if (!isLoopback(socket.url().replace(/^ws/, 'http'))) say('network', `asks for ${socket.url()}`); });
    tab.on('response', (response) => { if (response.status() >= 400) say('network', `${response.status()} for ${response.url()}`); });
  }
}

export class Suite {
  static async begin() {
    const suite = new Suite();
    suite.browser = await launch();
    suite.folder = mkdtempSync(path.join(tmpdir(), 'browser-suite-'));
    suite.faults = [];
    return suite;
  }
  async end() {
    await this.browser.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What a function makes of a text of HTML as a `document` of which no script runs and nothing is loaded. */
  async parsed(html, of) {
    this.reader = this.reader || this.browser.newPage();
    return (await this.reader).evaluate(([html, of]) => {
      const parsed = new DOMParser().parseFromString(html, 'text/html');
      return new Function('document', `return (${of})();`)(parsed);
    }, [html, of.toString()]);
  }

  /** Carries out checks over a site; gives the faults, and for each check how much it looked at and how long that took. */
  async look(site, checks) {
    const server = await serve({ [BELOW]: site.folder });
    site.origin = server.origin;
    this.faults = [];
    const counts = new Map(checks.map(({ name }) => [name, { looks: 0, seconds: 0 }]));
    const pages = { site: [undefined], sample: site.sample, all: site.pages };
    const visits = ['site', 'sample', 'all'].flatMap((wants) => {
      const wanted = checks.filter((check) => check.wants === wants);
      if (wants !== 'site') return pages[wants].map((page) => ({ visit: new Visit(this, site, page), wanted }));
      return wanted.map((check) => ({ visit: new Visit(this, site), wanted: [check] }));
    });
    const worker = async () => {
      for (let next = visits.shift(); next; next = visits.shift()) {
        for (const { name, check } of next.wanted) {
          const since = Date.now();
          const look = new Look(next.visit, name);
          try { await check(look); } catch (error) { look.say('', 'the check itself', error.stack); }
          const count = counts.get(name);
          count.looks += 1;
          count.seconds += (Date.now() - since) / 1000;
        }
        await next.visit.close();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    server.close();
    return { faults: this.faults, counts };
  }
}

/** One line a fault: page, setting, selector, what. The same fault of many pages is told once, with the others counted. */
export function lines(faults) {
  const groups = new Map();
  for (const fault of faults) {
    const key = [fault.check, fault.setting, fault.where, fault.what].join('\n');
    groups.set(key, (groups.get(key) || []).concat(fault));
  }
  return Array.from(groups.values(), ([fault, ...more]) => [`${fault.check}: ${fault.site}/${fault.page}`, fault.setting && `[${fault.setting}]`, fault.where, `— ${fault.what}`,
    more.length ? `(and ${more.length} more)` : ''].filter(Boolean).join(' '));
}

/** Looks at sites with all checks, or some; says what it found, and whether that is nothing. */
export async function lookAt(folders, only) {
  const unknown = only.filter((name) => !CHECKS.some((check) => check.name === name));
  if (unknown.length) throw new Error(`no such check: ${unknown}; there are ${CHECKS.map((check) => check.name).join(', ')}`);
  const checks = CHECKS.filter((check) => !only.length || only.includes(check.name));
  const suite = await Suite.begin();
  const all = [];
  for (const folder of folders) {
    const site = new Site(folder);
    const since = Date.now();
    const { faults, counts } = await suite.look(site, checks);
    all.push(...faults);
    console.log(`${site.name}: ${site.pages.length} pages of ${site.sample.length} kinds, ${faults.length} faults, ${((Date.now() - since) / 1000).toFixed(1)} s`);
    for (const [name, { looks, seconds }] of counts) console.log(`  ${name}: ${looks} looks, ${seconds.toFixed(1)} s`);
  }
  await suite.end();
  for (const line of lines(all)) console.log(`FAULT ${line}`);
  return all.length === 0;
}
