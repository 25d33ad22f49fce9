// Which way a page runs: what its language asks for, mirrored as a whole. The contents stand after the text, on the right of a
// page that is read from the left and on the left of one that is read from the right.
export const name = 'direction';
export const wants = 'sample';

const RTL = /^(ar|dv|fa|he|ku|ps|sd|ug|ur|yi)\b/;

export async function check(look) {
  const tab = await look.shared();
  const found = await tab.evaluate(() => {
    const box = (selector) => {
      const element = document.querySelector(selector);
      const { left, right, width, height } = element ? element.getBoundingClientRect() : { width: 0 };
      return width && height ? { left, right, middle: (left + right) / 2 } : null;
    };
    const main = document.querySelector('main');
    const paragraph = Array.from(main.querySelectorAll('p, li, h1')).find((one) => one.getClientRects().length && !one.closest('[dir]:not(html), pre'));
    const range = document.createRange();
    if (paragraph) range.selectNodeContents(paragraph);
    const lines = paragraph ? Array.from(range.getClientRects()) : [];
    const edges = paragraph ? paragraph.getBoundingClientRect() : null;
    return {
      lang: document.documentElement.lang,
      dir: document.documentElement.getAttribute('dir'),
      computed: getComputedStyle(document.body).direction,
      main: box('main'),
      contents: box('.contents'),
      lines: lines.length ? { left: Math.min(...lines.map((line) => line.left)) - edges.left, right: edges.right - Math.max(...lines.map((line) => line.right)) } : null,
      align: paragraph ? getComputedStyle(paragraph).textAlign : 'start',
      // `text-align: left`, a float or a margin may turn one block against the page.
      turned: Array.from(main.querySelectorAll('p, li, h1, h2, h3, h4, dt, dd, th, td, figcaption, label, summary'))
        .filter((one) => ['left', 'right'].includes(getComputedStyle(one).textAlign) && !one.closest('[dir]:not(html)'))
        .map((one) => one.localName + (one.className ? `.${one.className}` : '')),
    };
  });
  const wanted = RTL.test(found.lang) ? 'rtl' : 'ltr';
  const { say } = look;
  if (found.dir !== wanted) say('1280', 'html', `has dir ${found.dir} and lang ${found.lang}`);
  if (found.computed !== wanted) say('1280', 'body', `runs ${found.computed}`);
  for (const one of new Set(found.turned)) say('1280', one, 'is set to one side, whichever way the page runs');
  if (found.contents && found.main) {
    const isLeft = found.contents.middle < found.main.middle;
    if (isLeft !== (wanted === 'rtl')) say('1280', '.contents', `stand on the ${isLeft ? 'left' : 'right'} of a page that runs ${wanted}`);
  }
  if (found.lines && ['start', 'left', 'right'].includes(found.align)) {
    const isRight = found.lines.right < found.lines.left;
    if (Math.abs(found.lines.right - found.lines.left) > 8 && isRight !== (wanted === 'rtl')) say('1280', 'main', `begins its lines on the ${isRight ? 'right' : 'left'}`);
  }
}
