// Faults for the judges of pages: a small site, what is put into its files, and what has to be said of it.
import { settings } from './guide.mjs';
import { Plan } from './plan.mjs';

export const PAYLOAD = '"><svg onload=zhit(§)>';
/** The site that faults are put into. */
export function small() {
  const plan = new Plan('small');
  plan.begin('content');
  plan.write('book.toml', settings({ html: 'smart-punctuation = false\n' }));
  plan.write('content/dot.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>\n');
  plan.page('content/index.md', { title: 'Small', updated: '2026-01-31' }, 'Words.');
  plan.page(
    'content/1-step.md',
    { title: plan.text(PAYLOAD, 'title'), authors: [plan.text(PAYLOAD, 'author')], aliases: ['old.html'], updated: '2026-01-31' },
    `qsmall ${plan.text(PAYLOAD, 'paragraph')}\n\n## Heading\n\n![A dot](dot.svg)`,
  );
  plan.write('content/worksheets/sheet.md', '# Sheet\n\nWhat?\n___\n');
  return plan;
}

/** What is put into the step's page, and what has to be said of it: with the policy, and without. */
export const PAGES = [
  [
    'an unescaped text',
    (html, n) => html.replace(`&quot;&gt;&lt;svg onload=zhit(${n})&gt;</p>`, `"><svg onload=zhit(${n})></p>`),
    /`onload` would run/,
    /RAN: zhit/,
  ],
  ['a script', add('<script>zhit(10000)</script>'), /the policy had to stop script-src/, /RAN: zhit\(10000\).*" as title/],
  ['an onclick', add('<p onclick="zhit(10000)">x</p>'), /`onclick` would run/, /RAN/],
  ['an onmouseover', add('<b onmouseover="zhit(10000)">x</b>'), /`onmouseover` would run/, /RAN/],
  ['an onanimationstart', add('<p onanimationstart="zhit(10000)">x</p>'), /would run/, /RAN/],
  ['a javascript: link', add('<a href="javascript:zhit(10000)">x</a>'), /leads to `javascript:`/, /RAN/],
  ['a javascript: link with a tab', add('<a href="java&#9;script:zhit(10000)">x</a>'), /leads to `javascript:`/, /RAN/],
  ['a link to data', add('<a href="data:text/html,x">x</a>'), /leads to `data:`/, /leads to `data:`/],
  ['a vbscript: link', add('<a href="vbscript:x">x</a>'), /leads to `vbscript:`/, /leads to/],
  ['a formaction', add('<button formaction="javascript:zhit(10000)">x</button>'), /asks for javascript:/, /asks for javascript:/],
  ['a picture of another host', add('<img src="http://canary.example/10000" alt="">'), /asks for http:\/\/canary/, /asks for http:\/\/canary/],
  ['a picture of data', add('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">'), /`src` asks for data:/, /asks for data:/],
  ['a base', add('<base href="http://canary.example/">'), /`base` is no element/, /`base` is no element/],
  ['a frame', add('<iframe srcdoc="<script>parent.zhit(10000)</script>"></iframe>'), /`iframe` is no element/, /RAN/],
  ['an object', add('<object data="javascript:zhit(10000)"></object>'), /`object` is no element/, /`object` is no element/],
  ['an embed', add('<embed src="x.svg">'), /`embed` is no element/, /`embed` is no element/],
  ['a form that sends', add('<form action="/x" method="post"></form>'), /a form that sends/, /a form that sends/],
  ['a refresh', add('<meta http-equiv="refresh" content="900; url=/x">'), /a `meta` that acts/, /a `meta` that acts/],
  ['a second policy', add('<meta http-equiv="Content-Security-Policy" content="script-src *">'), /a `meta` that acts/, /a `meta` that acts/],
  ['a style element', add('<style>p { color: red }</style>'), /a style sheet in the page|`style` is no element/, /style/],
  ['a style attribute', add('<p style="color: red">x</p>'), /`style` is no attribute/, /`style` is no attribute/],
  ['an element of another kind', add('<x-y>x</x-y>'), /`x-y` is no element/, /`x-y` is no element/],
  ['an element of SVG', add('<svg></svg>'), /`svg` is no element/, /`svg` is no element/],
  ['an attribute that loads', add('<details data-zhit="x">x</details>'), /`data-zhit` is no attribute/, /`data-zhit` is no attribute/],
  ['an id that is there twice', add('<p id="_main">x</p>'), /the id `_main` is there twice/, /there twice/],
  ['a dialog', add('<script>alert(10000)</script>'), /policy had to stop/, /RAN: alert\(10000\)/],
  ['a title that is changed', add('<script>document.title = "zhit10000"</script>'), /policy had to stop/, /title was changed/],
  ['a script that fails', add('<script>nothing.at.all()</script>'), /policy had to stop/, /a script fails/],
  [
    'a script that asks another host',
    add('<script>new Image().src = "http://canary.example/10000"</script>'),
    /policy had to stop/,
    /a script that is not the theme's/,
  ],
  ['JSON-LD that is none', (html) => html.replace('{"@context"', '{"@context'), /the JSON-LD is none/, /the JSON-LD is none/],
  ['JSON-LD that is left', (html) => html.replace('{"@context"', '</script><script>zhit(10000)</script>{"@context"'), /JSON-LD is none/, /RAN/],
  [
    'a text that is lost',
    (html, n) => html.replaceAll(`zq${n - 1}z &quot;&gt;&lt;svg onload=zhit(${n - 1})&gt;`, `zq${n - 1}z`),
    /its text is not shown/,
    /its text is not shown/,
  ],
  ['a page that leaves', add('<script>top.location = "/robots.txt?x"</script>'), /policy had to stop/, /leaves for elsewhere/],
];
/** Adds to the main part of a page. */
export function add(code) {
  return (html) => html.replace('</main>', `${code}</main>`);
}
const DRAWING = (inside, attributes = '') => `<svg xmlns="http://www.w3.org/2000/svg"${attributes}>${inside}</svg>`;
/** Files of other kinds: ending, kind, how it is made, and what has to be said. */
export const FILES = [
  ['a drawing with a script', 'svg', 'drawing', () => DRAWING('<script>zhit(10000)</script>'), /RAN/],
  ['a drawing with onload', 'svg', 'drawing', () => DRAWING('', ' onload="zhit(10000)"'), /RAN/],
  ['a drawing with a link', 'svg', 'drawing', () => DRAWING('<a href="javascript:zhit(10000)"><circle r="9"/></a>'), /RAN/],
  [
    'a drawing that asks another host',
    'svg',
    'drawing',
    () => DRAWING('<image href="http://canary.example/10000" width="9" height="9"/>'),
    /asks another host/,
  ],
  [
    'a redirect to javascript:',
    'html',
    'redirect',
    (read) => read('old.html').replace(/url=[^"]*/, 'url=javascript:zhit(10000)'),
    /`content` leads to `javascript:`/,
  ],
  [
    'a link of a redirect',
    'html',
    'redirect',
    (read) => read('old.html').replace(/<a href="[^"]*"/, '<a href="javascript:zhit(10000)"'),
    /RAN|leads to `javascript:`/,
  ],
  ['a feed that is not XML', 'xml', 'xml', (read) => read('feed.xml').replace('<entry>', '<entry><b>'), /`parsererror` is no element/],
  [
    'a feed with HTML',
    'xml',
    'xml',
    (read) => read('feed.xml').replace('<entry>', '<entry><script xmlns="http://www.w3.org/1999/xhtml">zhit(10000)</script>'),
    /RAN/,
  ],
  [
    'a map with an element',
    'xml',
    'xml',
    (read) => read('sitemap.xml').replace('<url>', '<url><x xmlns="urn:x"/>'),
    /`x` is no element of a feed or map/,
  ],
];
