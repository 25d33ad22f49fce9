// Shows that every check can fail: each fault of faults/list.mjs is put into a site that has none, and has to be found.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FAULTS } from './faults/list.mjs';
import { GOOD } from './faults/good.mjs';
import { Site } from './site.mjs';
import { CHECKS, lines, Suite } from './suite.mjs';

/** The good site with a change: text that is put in, or added. */
function changed(change) {
  const files = { ...GOOD };
  for (const [file, what] of Object.entries(change)) {
    const next = typeof what === 'string' ? `${files[file]}${what}\n` : files[file].replace(what[0], () => what[1]);
    if (next === files[file]) throw new Error(`${file} is the same after ${what}`);
    files[file] = next;
  }
  return files;
}

function write(folder, files) {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return new Site(folder);
}

/** Runs all, or those of which a word is part of the check's name; says what goes wrong, and whether that is nothing. */
export async function selfTest(words) {
  const suite = await Suite.begin();
  const problems = [];
  const wanted = (name) => !words.length || words.some((word) => name.includes(word));
  const checks = CHECKS.filter(({ name }) => wanted(name));
  const { faults } = await suite.look(write(path.join(suite.folder, 'good'), GOOD), checks);
  problems.push(...lines(faults).map((line) => `found where nothing is wrong: ${line}`));
  for (const { name } of checks) if (!FAULTS.some(([check]) => check === name)) problems.push(`no fault is listed for ${name}`);
  for (const [i, [name, change, says]] of FAULTS.entries()) {
    if (!wanted(name)) continue;
    const site = write(path.join(suite.folder, `fault-${i}`), changed(change));
    const { faults: found } = await suite.look(site, CHECKS.filter((check) => check.name === name));
    const said = lines(found);
    if (!said.some((line) => says.test(line))) problems.push(`${name} does not say ${says} of ${JSON.stringify(change).slice(0, 160)}, but: ${said.join('; ') || 'nothing'}`);
  }
  await suite.end();
  for (const problem of problems) console.log(`FAULT ${problem}`);
  if (!problems.length) console.log(`every check can fail: ${FAULTS.length} faults found`);
  return problems.length === 0;
}
