// axe-core: WCAG 2.2 A and AA and its good practice, target sizes (2.5.8) among them; light, dark, narrow, in forced colours and
// as printed. One tab a page: the settings change under it.
import { readFileSync } from 'node:fs';
import { need } from '../lib.mjs';

export const name = 'axe';
export const wants = 'sample';

const SOURCE = () => readFileSync(need.resolve('axe-core/axe.min.js'), 'utf8');
let source = '';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const SETTINGS = [
  ['light, 1280', 1280, { colorScheme: 'light' }],
  ['dark, 1280', 1280, { colorScheme: 'dark' }],
  ['dark, 360', 360, { colorScheme: 'dark' }],
  ['light, 360', 360, { colorScheme: 'light' }],
  ['forced colours, 1280', 1280, { colorScheme: 'light', forcedColors: 'active' }],
  ['on paper', 1280, { media: 'print', colorScheme: 'light' }], // without good practice, which is for what is heard
];
const HIGHEST = 16000;
const NONE = { media: null, colorScheme: null, forcedColors: null };

export async function check(look) {
  source = source || SOURCE();
  const tab = await look.shared();
  await tab.evaluate(source);
  for (const [setting, width, media] of SETTINGS) {
    await tab.emulateMedia({ ...NONE, ...media });
    await tab.setViewportSize({ width, height: 800 });
    // As high as the page, so that no link lies below a bar only because nobody has scrolled.
    const height = await tab.evaluate(() => document.documentElement.scrollHeight);
    await tab.setViewportSize({ width, height: Math.min(height, HIGHEST) });
    const found = await tab.evaluate(async (tags) => {
      const { violations } = await window.axe.run(document, { preload: false, resultTypes: ['violations'], runOnly: { type: 'tag', values: tags }, rules: { 'target-size': { enabled: true } } });
      return violations.map(({ id, help, nodes }) => ({ id, help, where: nodes.map(({ target }) => target.join(' ')) }));
    }, media.media ? TAGS.slice(0, -1) : TAGS);
    for (const { id, help, where } of found) look.say(setting, where.slice(0, 3).join(' and '), `${id}: ${help} (${where.length})`);
  }
}
