// What every reader can do, as readers do it:  node readers.mjs PROGRAM [WORD...]   (WORD: only the parts whose name has it)
// Searches, ticks off, copies, sets a reminder and leaves, in headless Chromium, from a server and from disk.
import { play, program } from './play.mjs';
import { parts as care } from './readers/care.mjs';
import { parts as search } from './readers/search.mjs';
import { begin } from './readers/sites.mjs';
import { parts as ticks } from './readers/ticks.mjs';

if (!program) { console.error('usage: readers.mjs PROGRAM [WORD...]'); process.exit(2); }
begin();
await play({ ...search, ...ticks, ...care });
