// Plays readers: the folder that sites are built in, where they are opened from, and what every part asks.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isLoopback, launch, serve } from './lib.mjs';

const [named, ...others] = process.argv.slice(2);
// Parts of the tests run it in other folders.
export const program = named && !named.startsWith('-') ? path.resolve(named) : named;
export const words = others;
const repository = fileURLToPath(new URL('../../', import.meta.url));
export const root = mkdtempSync(path.join(tmpdir(), 'readers-'));
export const file = (name) => path.join(root, name);
export const write = (name, text) => { mkdirSync(path.dirname(file(name)), { recursive: true }); writeFileSync(file(name), text); };
export const wait = (ms) => new Promise((done) => setTimeout(done, ms));
export function hold(what, is) { if (!is) throw new Error(what); }
export const same = (what, is, wanted) => hold(`${what}: ${JSON.stringify(is)} and not ${JSON.stringify(wanted)}`, JSON.stringify(is) === JSON.stringify(wanted));
export async function until(what, test) {
  const end = Date.now() + 5000;
  while (!await test()) { hold(`${what}: not within 5 s`, Date.now() < end); await wait(25); }
}

export function build(site, folder) {
  execFileSync(program, ['build', file(site), '-d', file(folder)], { stdio: ['ignore', 'pipe', 'pipe'] });
}
/** A copy of the shipped guide, with more settings. */
export function shippedGuide(name, settings = '') {
  cpSync(path.join(repository, 'content'), file(`${name}/content`), { recursive: true });
  cpSync(path.join(repository, 'book.toml'), file(`${name}/book.toml`));
  writeFileSync(file(`${name}/book.toml`), settings, { flag: 'a' });
}

// Served from this computer, or opened from disk.
mkdirSync(file('www'), { recursive: true });
const server = await serve({ '/': file('www') });
export const places = { http: `${server.origin}/`, file: pathToFileURL(file('www/')).href };
export let base = places.http;

export const browser = await launch();
export const noise = [];
export const asked = [];
export const context = (options = {}) => browser.newContext({ viewport: { width: 1280, height: 800 }, acceptDownloads: true, ...options });
export async function tab(page, c) {
  const p = await (c || await context()).newPage();
  p.setDefaultTimeout(5000);
  p.on('console', (m) => { if (['error', 'warning'].includes(m.type())) noise.push(`${m.text()} (${m.location().url})`); });
  p.on('pageerror', (e) => noise.push(`thrown: ${e.message}`));
  p.on('request', (r) => { asked.push(r.url()); if (!r.url().startsWith('file:') && !isLoopback(r.url())) noise.push(`asks for ${r.url()}`); });
  await p.goto(base + page);
  return p;
}

/** Begins anew at one of the places: no word heard. */
export function again(place) {
  base = places[place];
  noise.length = 0;
}

/** Plays all parts at all places, but for those that `words` leave out, and ends. */
export async function play(parts) {
  let failed = 0;
  for (const place of Object.keys(places)) {
    for (const [name, part] of Object.entries(parts)) {
      if (words.length && !words.some((word) => name.includes(word) || place === word)) continue;
      again(place);
      const since = Date.now();
      const problems = [];
      try { await part(); } catch (e) { problems.push(e.message); }
      problems.push(...new Set(noise));
      for (const c of browser.contexts()) await c.close();
      console.log(`${problems.length ? 'FAIL' : 'ok'} ${name}, by ${place} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
      for (const problem of problems) console.log(`     - ${problem}`);
      failed += problems.length;
    }
  }
  await browser.close();
  server.close();
  rmSync(root, { recursive: true, force: true });
  process.exit(failed ? 1 : 0);
}
