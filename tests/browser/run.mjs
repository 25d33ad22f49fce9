// The browser suite:  node run.mjs [--only CHECK,...] SITE...    looks at built sites, each a folder
//                     node run.mjs --self-test [WORD...]         shows that every check can fail
// Exit codes: 0 nothing found, 1 faults, 2 usage, 77 something that it needs is missing (said in one line).
import { missing } from './lib.mjs';

const words = process.argv.slice(2);
const isSelfTest = words[0] === '--self-test';
const only = words[0] === '--only' ? words[1].split(',') : [];
const rest = words.slice(isSelfTest ? 1 : only.length ? 2 : 0);
if (!isSelfTest && !rest.length) {
  console.error('usage: run.mjs [--only CHECK,...] SITE... | run.mjs --self-test [WORD...]');
  process.exit(2);
}
const lacking = missing();
if (lacking.length) {
  console.error(`missing: ${lacking.join(', ')}`);
  process.exit(77);
}
const { selfTest } = await import('./self-test.mjs');
const { lookAt } = await import('./suite.mjs');
const fine = isSelfTest ? await selfTest(rest) : await lookAt(rest, only);
process.exit(fine ? 0 : 1);
