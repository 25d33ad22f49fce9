// JavaScript off: all that a page says is there, and so are the ways to go on. Tools that only a script could carry out are
// marked with `data-part`, or made by it; they may be missing, and what stands in for them may be there.
export const name = 'no-script';
export const wants = 'sample';

const WITHOUT = 'without JavaScript';

/** The words that are seen outside of tools, and the links. */
const seen = (tab) => tab.evaluate(() => {
  const isSeen = (element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility === 'visible' && Number(getComputedStyle(element).opacity) > 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let text = '';
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest('[data-part], [data-do], .undo, .mirror, script, noscript') && isSeen(parent)) text += ` ${walker.currentNode.data}`;
  }
  const main = document.querySelector('main');
  const ways = Array.from(document.querySelectorAll('nav a[href], header a[href]')).filter(isSeen);
  return { words: text.split(/\s+/).filter(Boolean), hasMain: Boolean(main) && isSeen(main), ways: ways.map((link) => link.href), links: document.links.length };
});

export async function check(look) {
  const { kind, say } = look;
  const off = await seen(await look.open({ javaScriptEnabled: false }, { setting: WITHOUT }));
  if (!off.hasMain) say(WITHOUT, 'main', 'is not seen');
  if (kind === '404') return;
  if (!off.ways.length) say(WITHOUT, 'nav', 'has no link that is seen');
  const on = await seen(await look.shared());
  const left = new Map();
  for (const word of off.words) left.set(word, (left.get(word) || 0) + 1);
  const lost = on.words.filter((word) => {
    const count = left.get(word) || 0;
    left.set(word, count - 1);
    return count <= 0;
  });
  if (lost.length) say(WITHOUT, 'body', `lacks ${lost.length} of ${on.words.length} words: ${lost.slice(0, 12).join(' ')}`);
  for (const way of on.ways) if (!off.ways.includes(way)) say(WITHOUT, way, 'is not linked');
}
