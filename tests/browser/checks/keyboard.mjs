// A keyboard alone: the skip link comes first and works; each place that takes the focus is reached, in the order of the page,
// shows that it has it (WCAG 2.4.7) and is not hidden by a bar (2.4.11); and the keyboard leads out again (2.1.2).
export const name = 'keyboard';
export const wants = 'sample';

/** Where the sticky bars are, and where they are not. */
const WINDOWS = [['1280', { width: 1280, height: 800 }], ['360', { width: 360, height: 640 }]];
const LONGEST = 400;

/** Notes each place that should take the focus, and how it looks without. */
const begin = () => {
  const style = (element) => [undefined, '::before', '::after'].map((part) => {
    const s = getComputedStyle(element, part);
    return [s.outlineStyle === 'none' ? '' : s.outlineStyle + s.outlineWidth + s.outlineColor, s.boxShadow, s.borderColor, s.borderWidth, s.backgroundColor, s.color,
      s.textDecorationLine + s.textDecorationThickness + s.textDecorationColor, s.clip].join('|');
  }).join('||');
  const near = (element) => [element, element.nextElementSibling, element.closest('label'), element.parentElement].filter(Boolean);
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true });
  const wanted = Array.from(document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]'))
    .filter((element) => element.tabIndex >= 0 && !element.disabled && isSeen(element))
    // Of radio buttons with one name, Tab goes to one: the chosen, or the first.
    .filter((element, i, all) => element.type !== 'radio' || element === (document.querySelector(`input[type=radio][name="${CSS.escape(element.name)}"]:checked`)
      || all.find((other) => other.type === 'radio' && other.name === element.name && other.form === element.form)));
  const short = (element) => {
    const text = (element.getAttribute('aria-label') || element.innerText || element.name || '').trim().slice(0, 40);
    return `${element.localName}${element.className ? `.${String(element.className).split(' ')[0]}` : ''} “${text}”`;
  };
  window.keyboard = { wanted, style, near, short, looks: wanted.map((element) => near(element).map(style)) };
  return wanted.map(short);
};

/** What has the focus: its number among those that should, and what is wrong with how it is seen. */
const stop = () => {
  const { wanted, near, short, style, looks } = window.keyboard;
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return null;
  const number = wanted.indexOf(element);
  const wrong = [];
  const boxes = Array.from(element.getClientRects());
  const label = element.closest('label') || (element.labels && element.labels[0]);
  const at = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top && (element === top || element.contains(top) || top.contains(element) && top !== document.documentElement && top !== document.body && top.localName !== 'main'
      || (label && (label.contains(top) || top.contains(label))));
  };
  const isIn = ({ left, right, top, bottom }) => right > 0 && left < innerWidth && bottom > 0 && top < innerHeight;
  if (!boxes.some(isIn)) wrong.push('has the focus outside of the window');
  else if (!boxes.some(({ left, top, width, height }) => [0.1, 0.5, 0.9].some((x) => [0.2, 0.5, 0.8].some((y) => at(left + width * x, top + height * y))))) wrong.push('has the focus and is covered');
  if (element.tabIndex > 0) wrong.push(`has tabindex ${element.tabIndex}`);
  if (number >= 0 && near(element).every((one, i) => style(one) === looks[number][i])) wrong.push('looks the same with the focus and without');
  const parts = /^(date|time|month|week)/.test(element.type || '') ? 8 : 1; // a date has a stop for the day, the month and so on
  return { number, what: short(element), wrong, parts };
};

async function walk(look, tab, setting) {
  const { say } = look;
  const wanted = await tab.evaluate(begin);
  const reached = [];
  let again = 0;
  for (let i = 0; i < LONGEST; i += 1) {
    await tab.keyboard.press('Tab');
    const here = await tab.evaluate(stop);
    if (!here || here.number === 0 && reached.length) break;
    if (reached.length && here.number === reached[reached.length - 1] && here.number >= 0) {
      again += 1;
      if (again < here.parts) continue;
      say(setting, here.what, 'does not let the focus go');
      return;
    }
    again = 0;
    for (const what of here.wrong) say(setting, here.what, what);
    if (here.number < 0) continue;
    const before = reached[reached.length - 1];
    if (before !== undefined && here.number < before) say(setting, here.what, `comes after ${wanted[before]}, which it precedes on the page`);
    reached.push(here.number);
  }
  wanted.forEach((what, i) => { if (!reached.includes(i)) say(setting, what, 'is not reached by Tab'); });
}

/** The skip link is the first stop, is seen there, and the next stop after it is in the text. */
async function skip(look, tab, setting) {
  const { say } = look;
  await tab.keyboard.press('Tab');
  const first = await tab.evaluate(() => {
    const link = document.activeElement;
    const { width, height, top, left } = link.getBoundingClientRect();
    const target = link.hash && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return { isLink: Boolean(link.hash), isSeen: width > 20 && height > 15 && top >= 0 && left >= 0, isMain: Boolean(target) && (target.localName === 'main' || Boolean(target.closest('main'))) };
  });
  if (!first.isLink || !first.isMain) {
    say(setting, 'the first stop', 'is no link to the content');
    return;
  }
  if (!first.isSeen) say(setting, 'the skip link', 'is not seen when it has the focus');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Tab');
  const next = await tab.evaluate(() => {
    const main = document.querySelector('main');
    const element = document.activeElement;
    return element === document.body || main.contains(element) || Boolean(main.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  if (!next) say(setting, 'the skip link', 'does not move the focus');
}

export async function check(look) {
  if (look.kind === '404') return;
  const tab = await look.open({ reducedMotion: 'reduce' });
  await skip(look, tab, '1280');
  for (const [setting, viewport] of WINDOWS) {
    await tab.setViewportSize(viewport);
    await tab.goto('about:blank'); // so that the focus begins anew
    await tab.goto(look.site.url(look.page));
    await walk(look, tab, setting);
  }
}
