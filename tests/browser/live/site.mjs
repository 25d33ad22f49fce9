// The site that live reload is tried on, the program that serves it, and tabs that show it.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { launch } from '../lib.mjs';

export const [program, ...words] = process.argv.slice(2);
export const LONG = 10000;
export const root = mkdtempSync(path.join(tmpdir(), 'live-'));
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export const file = (name) => path.join(root, name);
export const write = (name, text) => { mkdirSync(path.dirname(file(name)), { recursive: true }); writeFileSync(file(name) + '~', text); renameSync(file(name) + '~', file(name)); };
export const change = (name, from, to) => {
  const before = readFileSync(file(name), 'utf8');
  if (!before.includes(from)) throw new Error(`${name} has no ${from}`);
  write(name, before.replace(from, to));
};

// The site: `short` and `other` are pages, `long` one to scroll in, `form` a worksheet whose template has fields.
const paragraphs = Array.from({ length: 80 }, (_, i) => `Paragraph ${i}: ${'some words to read '.repeat(12)}.`);
const FORM = `{% extends "base.html" %}
{% block before %}<form>
<p><label>Name <input name="name" id="name"></label> <label>Age <input type="number" name="age"></label></p>
<p><label><input type="checkbox" name="bag" value="a"> a</label> <label><input type="checkbox" name="bag" value="b" checked> b</label></p>
<p><label><input type="radio" name="way" value="x" checked> x</label> <label><input type="radio" name="way" value="y"> y</label></p>
<p><label>One <select name="one"><option>1</option><option>2</option><option>3</option></select></label>
<label>Some <select name="some" multiple><option>1</option><option>2</option><option>3</option></select></label></p>
<p><label>Told <textarea name="told" rows="3"></textarea></label></p>
<details id="d1"><summary>First</summary>one</details><details id="d2" open><summary>Second</summary>two</details>
</form>{% endblock before %}`;
export const CSS = (colour) => `.brand { border-top: 3px solid ${colour} }\n`;
export const MEND = {
  'book.toml': '[book]\ntitle = "Live"\nlanguage = "en"\n\n[output.html]\ntheme = "mine"\n',
  'themes/mine/theme.toml': 'name = "Mine"\nextends = "booklet"\n',
  'themes/mine/assets/mine.css': CSS('rgb(1, 2, 3)'),
  'themes/mine/templates/worksheet.html': FORM,
  'content/index.md': '---\nsummary: A guide.\n---\n\n# Live\n\nHello.\n',
  'content/1-short.md': '# Short\n\nFirst text.\n',
  'content/2-other.md': '# Other\n\nOther text.\n',
  'content/3-long.md': `# Long\n\n${paragraphs.join('\n\n')}\n`,
  'content/4-käse & brot.md': '# Käse\n\nCheese.\n',
  'content/worksheets/form.md': '# Form\n\nWhat?\n___\n',
};
const begin = () => { for (const name of Object.keys(MEND)) write(name, MEND[name]); };

// The program.
let port = 0;
let base = '/';
let server = null;
const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const p = s.address().port; s.close(() => done(p)); });
});
export async function start() {
  let said = '';
  const child = spawn(program, ['serve', root, '-p', String(port), '--base', base], { stdio: ['ignore', 'pipe', 'pipe'] });
  server = child;
  const take = (d) => { said += d; };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  await until('the program serves', () => said.includes('serving '), () => said);
}
export const stop = (signal) => new Promise((done) => { server.on('exit', done); server.kill(signal); });
export const url = (page) => `http://127.0.0.1:${port}${base}${page}`;
export const served = async (page) => (await fetch(url(page), { redirect: 'manual' })).text();

export async function until(what, test, more = () => '') {
  const end = Date.now() + LONG;
  for (let last = ''; ;) {
    try { if (await test()) return; } catch (e) { last = e.message; }
    if (Date.now() > end) throw new Error(`${what}: not within ${LONG / 1000} s ${last} ${await more()}`);
    await wait(25);
  }
}
export function hold(what, is) { if (!is) throw new Error(what); }

// Tabs. Whatever a console says is a fault, unless it is of a time when it has to be.
export const browser = await launch();
export const quiet = [];
export const noise = [];
export async function tab(page, options = {}) {
  const context = options.context || await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const p = await context.newPage();
  p.on('console', (m) => { if (['error', 'warning'].includes(m.type())) noise.push(`${m.text()} (${m.location().url})`); });
  p.on('pageerror', (e) => noise.push(`thrown: ${e.message}`));
  await p.goto(url(page));
  await listens(p);
  return p;
}
// The tab follows when its stream is open; nothing on the page tells, but the request does.
export const listens = (p) => until('the tab opens its stream', () => p.evaluate(() =>
  performance.getEntriesByType('navigation')[0].loadEventEnd > 0)).then(() => wait(150));
export const mark = (p) => p.evaluate(() => { window.mark = true; });
export const isMarked = (p) => p.evaluate(() => window.mark === true);
export const text = (p) => p.evaluate(() => document.querySelector('main').textContent);
export const shows = (p, what) => until(`the tab shows ${what}`, async () => (await text(p)).includes(what), () => text(p).catch(String));
export const sheets = (p) => p.evaluate(() => Array.from(document.querySelectorAll('head link[rel=stylesheet]'), (l) => l.href));
export const colour = (p) => p.evaluate(() => getComputedStyle(document.querySelector('.brand')).borderTopColor);
export const banner = (p) => p.evaluate(() => document.getElementById('reconnect-gen-banner').innerText);
export const isBannerSeen = (p) => p.evaluate(() => document.getElementById('reconnect-gen-banner').offsetHeight > 0);
/** An edit of another page is served, and has had time to reach this tab. */
export async function afterAnotherEdit(word) {
  change('content/2-other.md', 'Other text.', `Other text. ${word}`);
  await until('the other page is served', async () => (await served('other.html')).includes(word));
  await wait(500);
}

/** Begins anew below `path`: the site as it was at first, a server, and no word heard. */
export async function again(path) {
  base = path;
  quiet.length = 0;
  noise.length = 0;
  rmSync(root, { recursive: true, force: true });
  begin();
  port = await freePort();
  await start();
}
/** Closes all tabs and ends the program; gives what a console said that was not to be expected. */
export async function after() {
  for (const context of browser.contexts()) await context.close();
  if (server && server.exitCode === null && server.signalCode === null) await stop('SIGTERM');
  return noise.filter((line) => !quiet.some((known) => known.test(line)));
}
