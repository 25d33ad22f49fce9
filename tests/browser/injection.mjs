// Hostile text, judged by what runs:  node injection.mjs PROGRAM [--self-test] [WORD...]   (WORD: only the stages whose name has it)
// Plants payloads in every place that a text of an author's can reach, builds and serves the sites, opens all their pages in
// headless Chromium, as shipped and without their policy, and looks what runs, what the pages are made of, and what the
// program says. `--self-test` shows that each judge finds a fault that was put in for it.
import { rmSync } from 'node:fs';
import { browser, program, root, words } from './play.mjs';
import { plantings } from './injection/plan.mjs';
import { stages } from './injection/stages.mjs';
import { selfTest } from './injection/self-test.mjs';
import { chromium, enter, lines, report } from './injection/tabs.mjs';

if (!program || program.startsWith('-')) {
  console.error('usage: injection.mjs PROGRAM [--self-test] [WORD...]');
  process.exit(2);
}
const isSelfTest = words.includes('--self-test');
const wanted = words.filter((word) => !word.startsWith('-'));
const since = Date.now();
let problems;
if (isSelfTest) problems = await selfTest();
else {
  for (const [name, stage] of Object.entries(stages)) {
    if (wanted.length && !wanted.some((word) => name.includes(word))) continue;
    const begun = Date.now();
    const before = report.faults.size;
    try {
      await stage();
    } catch (e) {
      enter(name, `the stage ends early: ${e.stack}`);
    }
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
  const different = (of) => count(new Set(plantings.map(of)).size);
  const counts = [
    `${different((one) => one.payload)} payloads in ${different((one) => one.place)} places`,
    `${count(plantings.length)} combinations`,
    `${count(report.opened)} pages opened`,
    `${count(report.executed)} executed`,
  ];
  console.log(`injection: ${counts.join(', ')} (${((Date.now() - since) / 1000).toFixed(0)} s)`);
}
process.exit(problems.length ? 1 : 0);
