// On paper there is nothing to navigate or press, and nothing is lost, on A4 and on Letter: no words, no empty sheet, no callout
// or field cut in two that would have fitted on one.
import path from 'node:path';
import { sheetsOf } from '../lib.mjs';

export const name = 'paper';
export const wants = 'sample';

const FORMATS = { A4: [210, 297], Letter: [215.9, 279.4] };
const MARGINS = [32, 30]; // those of the themes, both sides together, in mm
const px = (mm) => Math.floor((mm * 96) / 25.4);

/** What is on the page as it will be printed. */
const look = () => {
  const isSeen = (element) => {
    if (!element.getClientRects().length || getComputedStyle(element).visibility !== 'visible') return false;
    for (let one = element; one; one = one.parentElement) if (getComputedStyle(one).clip !== 'auto' || getComputedStyle(one).opacity === '0') return false;
    return true;
  };
  const short = (element) => element.localName + Array.from(element.classList, (name) => `.${name}`).join('');
  const textOf = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = '';
    while (walker.nextNode()) if (isSeen(walker.currentNode.parentElement) && walker.currentNode.data.trim()) text += `${walker.currentNode.data} `;
    return text;
  };
  const control = 'nav, button, [role=navigation], [role=search], .skip, input[type=button], input[type=submit], input[type=search], input[type=file], select';
  const wide = document.documentElement.clientWidth;
  return {
    controls: Array.from(document.querySelectorAll(control)).filter((one) => isSeen(one) && !one.closest('.on-page')).map(short),
    wide: Array.from(document.querySelectorAll('main *')).filter((one) => isSeen(one) && one.getBoundingClientRect().right > wide + 1 && one.getBoundingClientRect().width > 1).map(short),
    text: textOf(document.querySelector('main') || document.body),
    whole: Array.from(document.querySelectorAll('.callout, .panel, .field'))
      .filter((one) => isSeen(one) && getComputedStyle(one).breakInside === 'avoid' && one.getBoundingClientRect().height < 800)
      .map((one) => ({ where: short(one), text: textOf(one) })),
    loose: Array.from(document.querySelectorAll('.callout')).filter((one) => isSeen(one) && getComputedStyle(one).breakInside !== 'avoid').map(short),
    isLtr: document.documentElement.dir !== 'rtl',
  };
};
const bare = (text) => text.normalize('NFKC').replace(/[\s\u200b\u00ad]/g, '');

export async function check(one) {
  const { page, site, say } = one;
  if (one.kind === '404') return;
  const tab = await one.shared();
  await tab.emulateMedia({ media: 'print', colorScheme: 'dark' }) /* dark on the screen, black on white here */;
  const skip = tab.locator('a.skip, a[href^="#"]').first();
  if (await skip.count()) await skip.focus(); // who prints may have the focus anywhere
  for (const [format, sides] of Object.entries(FORMATS)) {
    await tab.setViewportSize({ width: px(sides[0] - MARGINS[0]), height: px(sides[1] - MARGINS[1]) });
    const seen = await tab.evaluate(look);
    for (const where of new Set(seen.controls)) say(format, where, 'is on paper');
    for (const where of new Set(seen.wide)) say(format, where, 'is wider than the paper');
    for (const where of new Set(seen.loose)) say(format, where, 'may be split over two sheets');
    const file = path.join(one.folder, `${site.name}-${page.replace(/\W/g, '_')}-${format}.pdf`);
    await tab.pdf({ path: file, format });
    const sheets = sheetsOf(file).map(bare);
    sheets.forEach((text, i) => { if (text.replace(/\d+\/\d+$/, '') === '') say(format, `sheet ${i + 1} of ${sheets.length}`, 'is empty'); });
    // The letters of scripts that are joined come out of a PDF in other shapes and orders.
    if (!seen.isLtr) continue;
    const all = sheets.join('');
    const words = Array.from(new Set(seen.text.split(/\s+/).map(bare).filter((word) => word.length > 3)));
    const lost = words.filter((word) => !all.includes(word));
    if (lost.length > words.length / 100) say(format, 'main', `loses ${lost.length} of ${words.length} words: ${lost.slice(0, 8).join(' ')}`);
    for (const { where, text } of seen.whole) {
      const [first, last] = [bare(text).slice(0, 40), bare(text).slice(-40)];
      const isOn = (part) => sheets.map((sheet, i) => (sheet.includes(part) ? i : -1)).filter((i) => i >= 0);
      const [from, to] = [isOn(first), isOn(last)];
      if (from.length && to.length && !from.some((i) => to.includes(i))) say(format, where, `“${text.trim().slice(0, 40)}…” is split over sheets ${from[0] + 1} and ${to[to.length - 1] + 1}`);
    }
  }
}
