// Worksheets, as a reader meets them:  node sheets.mjs PROGRAM [WORD...]   (WORD: only the parts whose name has it)
// Builds a site with a sheet that has every kind of field, and the shipped guide; fills in, keeps, deletes and prints their
// sheets in headless Chromium, from a server and from disk.
import { play, program } from './play.mjs';
import { parts as kept } from './sheets/kept.mjs';
import { begin } from './sheets/site.mjs';
import { parts as used } from './sheets/used.mjs';

if (!program) { console.error('usage: sheets.mjs PROGRAM [WORD...]'); process.exit(2); }
begin();
await play({ ...kept, ...used });
