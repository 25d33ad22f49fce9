// Live reload, seen from real tabs:  node live.mjs PROGRAM [WORD...]   (WORD: only the parts whose name has it)
// Makes a small site in a temp folder, serves it, edits it, and looks what headless Chromium makes of it.
import { rmSync } from 'node:fs';
import { parts } from './live/parts.mjs';
import { after, again, browser, program, root, words } from './live/site.mjs';

if (!program) { console.error('usage: live.mjs PROGRAM [WORD...]'); process.exit(2); }
let failed = 0;
for (const base of ['/', '/sub/path/']) {
  for (const [name, part] of Object.entries(parts)) {
    if (words.length && !words.some((word) => name.includes(word) || base === word)) continue;
    const since = Date.now();
    const problems = [];
    try {
      await again(base);
      await part();
    } catch (e) { problems.push(e.message); }
    const heard = await after();
    problems.push(...new Set(heard.map((line) => `the console says: ${line}`)));
    console.log(`${problems.length ? 'FAIL' : 'ok'} ${name}, at ${base} (${((Date.now() - since) / 1000).toFixed(1)} s)`);
    for (const problem of problems) console.log(`     - ${problem}`);
    failed += problems.length;
  }
}
await browser.close();
rmSync(root, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
