// Narrow and wide windows, 400 % zoom, wide text spacing (WCAG 1.4.12), text twice as large (1.4.4): nothing scrolls sideways,
// and no text is cut off.
import { addStyle } from '../lib.mjs';

export const name = 'reflow';
export const wants = 'sample';

const SPACING = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';
const WIDTHS = [[1280, 800], [768, 1024], [360, 740], [320, 640]];

/** What is wider than the window, and what hides text. */
const look = () => {
  const out = [];
  const root = document.documentElement;
  const short = (element) => element.localName + (element.id ? `#${element.id}` : '') + Array.from(element.classList, (name) => `.${name}`).join('');
  const scrolls = (element) => {
    for (let one = element; one && one !== document.body; one = one.parentElement) if (getComputedStyle(one).overflowX !== 'visible') return true;
    return false;
  };
  const isUnseen = (element) => {
    if (element.closest('[hidden], [aria-hidden="true"], option')) return true;
    for (let one = element; one; one = one.parentElement) if (getComputedStyle(one).clip !== 'auto' || getComputedStyle(one).visibility !== 'visible') return true;
    return false;
  };
  const wide = Array.from(document.querySelectorAll('body *')).filter((element) => {
    const { left, right, width } = element.getBoundingClientRect();
    return width > 1 && (right > root.clientWidth + 1 || left < -1) && !scrolls(element) && getComputedStyle(element).position !== 'fixed';
  });
  const sideways = Math.max(root.scrollWidth, document.body.scrollWidth);
  if (sideways > root.clientWidth + 1) out.push([wide.length ? short(wide[wide.length - 1]) : 'html', `makes the page ${sideways} px wide in ${root.clientWidth}`]);
  for (const element of document.querySelectorAll('body *')) {
    const style = getComputedStyle(element);
    if (!element.clientWidth || !element.textContent.trim() || style.display === 'inline' || isUnseen(element)) continue;
    if (element.clientWidth <= 1 || element.clientHeight <= 1) continue;
    if (/hidden|clip/.test(style.overflowX) && element.scrollWidth > element.clientWidth + 1) out.push([short(element), `cuts off text: ${element.scrollWidth} px in ${element.clientWidth}`]);
    if (/hidden|clip/.test(style.overflowY) && element.scrollHeight > element.clientHeight + 2) out.push([short(element), `cuts off text: ${element.scrollHeight} px high in ${element.clientHeight}`]);
    if (element.localName === 'textarea' || element.localName === 'input') continue;
    if (style.textOverflow === 'ellipsis' && element.scrollWidth > element.clientWidth) out.push([short(element), 'ends in an ellipsis']);
  }
  return out;
};

export async function check(one) {
  const tab = await one.shared();
  const at = async (setting) => { for (const [where, what] of await tab.evaluate(look)) one.say(setting, where, what); };
  for (const [width, height] of WIDTHS) {
    await tab.setViewportSize({ width, height });
    await at(`${width}`);
  }
  await tab.setViewportSize({ width: 320, height: 256 });
  await at('1280 at 400 %');
  const skip = tab.locator('a.skip, a[href^="#"]').first();
  if (await skip.count()) await skip.focus(); // the skip link is seen only then
  const closed = await tab.locator('details:not([open])').elementHandles();
  for (const details of closed) await details.evaluate((one) => { one.open = true; });
  await tab.setViewportSize({ width: 320, height: 640 });
  await at('320, all opened');
  await addStyle(tab, SPACING);
  await at('320 with text spacing');
  await tab.setViewportSize({ width: 1280, height: 800 });
  await at('1280 with text spacing');
  await tab.evaluate(() => { document.adoptedStyleSheets = []; });
  // The reader's own size of text, as it is set in the browser: what is measured in `rem` and `em` knows it everywhere.
  const devtools = await tab.context().newCDPSession(tab);
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  for (const width of [1280, 320]) {
    await tab.setViewportSize({ width, height: 800 });
    await at(`${width} with text of 200 %`);
  }
  await devtools.send('Page.setFontSizes', { fontSizes: { standard: 16, fixed: 13 } });
  for (const details of closed) await details.evaluate((one) => { one.open = false; });
  await tab.evaluate(() => document.activeElement.blur());
}
