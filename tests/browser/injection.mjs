// Hostile text, judged by what runs:  node injection.mjs PROGRAM [--self-test]
// Plants payloads in every place that a text of an author's can reach, builds and serves the sites, opens all their pages in
// headless Chromium, as shipped and without their policy, and looks what runs, what the pages are made of, and what the
// program says. `--self-test` shows that each judge finds a fault that was put in for it.
import { rmSync } from 'node:fs';
import { browser, program, root, words } from './play.mjs';
import { plantings } from './injection/plan.mjs';
import { stages } from './injection/stages.mjs';
import { COUNT } from './injection/sites.mjs';
import { selfTest } from './injection/self-test.mjs';
import { chromium, lines, report } from './injection/tabs.mjs';

if (!program || program.startsWith('-')) { console.error('usage: injection.mjs PROGRAM [--self-test]'); process.exit(2); }
const isSelfTest = words.includes('--self-test');
const since = Date.now();
let problems;
if (isSelfTest) problems = await selfTest();
else {
  for (const [name, stage] of Object.entries(stages)) {
    const begun = Date.now();
    const before = report.faults.size;
    await stage();
    const found = report.faults.size - before;
    console.log(`${found ? 'FAIL' : 'ok'} ${name} (${((Date.now() - begun) / 1000).toFixed(1)} s)${found ? `: ${found} findings` : ''}`);
  }
  problems = lines();
}
await chromium.close();
await browser.close();
rmSync(root, { recursive: true, force: true });
for (const problem of problems) console.log(`     - ${problem}`);
if (!isSelfTest) {
  const count = (n) => n.toLocaleString('en');
  console.log(`injection: ${COUNT} payloads in ${new Set(plantings.map((one) => one.place)).size} places, ${count(plantings.length)} combinations, ${count(report.opened)} pages opened, ${count(report.executed)} executed (${((Date.now() - since) / 1000).toFixed(0)} s)`);
}
process.exit(problems.length ? 1 : 0);
