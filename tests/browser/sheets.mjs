// Worksheets, as a reader meets them:  node sheets.mjs PROGRAM [WORD...]   (WORD: only the parts whose name has it)
// Builds a site with a sheet that has every kind of field, and the shipped guide; fills in, keeps, deletes and prints their
// sheets in headless Chromium, from a server and from disk.
import { rmSync } from 'node:fs';
import { parts as kept } from './sheets/kept.mjs';
import { again, begin, browser, closeServer, noise, places, program, root, words } from './sheets/site.mjs';
import { parts as used } from './sheets/used.mjs';

if (!program) { console.error('usage: sheets.mjs PROGRAM [WORD...]'); process.exit(2); }
let failed = 0;
begin();
for (const place of Object.keys(places)) {
  for (const [name, part] of Object.entries({ ...kept, ...used })) {
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
closeServer();
rmSync(root, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
