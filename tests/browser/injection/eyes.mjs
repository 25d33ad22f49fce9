// What is looked at in one document, and done to it. `look` runs in the browser, so it needs nothing from outside.

/** Runs in every document before its own scripts: what runs, what fails, and what the policy stops is told to the top. */
export function sentinel() {
  const tell = (list, what) => {
    try {
      (window.top[list] = window.top[list] || []).push(what);
    } catch (e) {
      location.href = `http://canary.example/${encodeURIComponent(JSON.stringify([list, what]))}`;
    }
  };
  const here = () => {
    try {
      return document.baseURI;
    } catch (e) {
      return '?';
    }
  };
  // The channel by which `serve` tells of edits would keep connections that pages need; `live.mjs` has it.
  if (window.location.search !== '?live') delete window.EventSource;
  window.zhit = (n) => tell('zhits', [`zhit(${n})`, location.href]);
  ['alert', 'confirm', 'prompt'].forEach((name) => {
    window[name] = (n) => {
      tell('zhits', [`${name}(${n})`, location.href]);
    };
  });
  window.addEventListener(
    'error',
    (e) => {
      if (e.message) tell('zfails', [e.message, location.href]);
    },
    true,
  );
  window.addEventListener('unhandledrejection', (e) => tell('zfails', [String(e.reason), location.href]));
  document.addEventListener('securitypolicyviolation', (e) => tell('zstops', [`${e.effectiveDirective} ${e.blockedURI} ${e.sample}`, here()]));
}

/** Faults of a document, and the numbers that are in it. `rules`: `own`, where the site is; `kind`, `page`, `redirect`, `404`,
    `drawing` or `xml`; `expected`, texts that have to be there where their number is. */
export function look(doc, rules) {
  const ELEMENTS = new Set(
    (
      'a abbr aside bdi blockquote body br button code dd del details div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hr html img ' +
      'input kbd label legend li link main mark meta nav ol p pre progress script section small span strong sub summary sup table tbody td textarea th thead time title tr ul'
    ).split(' '),
  );
  const ATTRIBUTES = new Set(
    'accept alt autocomplete charset checked class content datetime defer dir disabled download for height hidden href http-equiv id lang loading max method name open property rel role rows scope src start tabindex target title type value width'.split(
      ' ',
    ),
  );
  const DATA = new Set(
    (
      'address all bad base date days do done current earlier exit failed gone home hours href kept key minutes missing no off on other page part progress script search sheet step steps styles sure ' +
      'text title token undo wait yes'
    ).split(' '),
  );
  const ADDRESSES = new Set(
    'href src action formaction xlink:href poster background data srcset cite ping longdesc codebase manifest to from values'.split(' '),
  );
  // A file that begins another file, a style sheet of XSL for example, may leave nothing.
  if (!doc.documentElement) return { faults: [{ what: 'is not shown at all', code: doc.URL }], found: [] };
  const faults = [];
  const hostile = new Set();
  const fault = (what, element) => {
    const code = element ? element.outerHTML.slice(0, 160) : '';
    const found = element && /zq(\d{5})z|zhit\(?(\d{5})|canary\.example\/(\d{5})/.exec(element.outerHTML.slice(0, 2000));
    faults.push({ what, code, n: found ? found[1] || found[2] || found[3] : null });
    if (element) hostile.add(element);
  };
  const isOwn = (url) => url.href.startsWith(rules.own);
  const is = (element, name) => element.localName === name;
  const ids = new Set();
  const isDrawing = rules.kind === 'drawing';
  const address = (element, name, value) => {
    let url;
    try {
      url = new URL(value, element.baseURI);
    } catch (e) {
      if (!is(element, 'a')) fault(`\`${name}\` is no address`, element);
      return;
    }
    if (is(element, 'link') && element.rel === 'icon' && value === 'data:,') return;
    if (is(element, 'a') || is(element, 'meta') || rules.kind === 'xml' || (is(element, 'link') && /^(canonical|alternate)$/.test(element.rel))) {
      if (!isOwn(url) && !/^(https?|mailto|tel|sms):$/.test(url.protocol)) fault(`\`${name}\` leads to \`${url.protocol}\``, element);
    } else if (!isOwn(url) && !(isDrawing && value.startsWith('#'))) fault(`\`${name}\` asks for ${url.href.slice(0, 80)}`, element);
  };
  const attribute = (element, { name, value }) => {
    const plain = name.toLowerCase();
    if (plain.startsWith('on')) return fault(`\`${name}\` would run`, element);
    if (ADDRESSES.has(plain) && !(is(element, 'meta') && plain === 'content')) address(element, name, value);
    if (plain === 'id') {
      if (ids.has(value)) fault(`the id \`${value}\` is there twice`, element);
      ids.add(value);
    }
    if (isDrawing || rules.kind === 'xml') return undefined;
    // Only the page of a form has styles of its own: its script sets the size of the places to write.
    const isKnown = plain.startsWith('data-')
      ? DATA.has(plain.slice(5))
      : plain.startsWith('aria-') || ATTRIBUTES.has(plain) || (plain === 'style' && element.className === 'mirror');
    if (!isKnown) fault(`\`${name}\` is no attribute of the theme's`, element);
    else if (/zhit\(/.test(value)) hostile.add(element);
    return undefined;
  };
  const REFRESH = /^0; url=/;
  const special = (element) => {
    if (is(element, 'script')) {
      const isData = element.type === 'application/ld+json';
      if (isData) {
        try {
          JSON.parse(element.textContent);
        } catch (e) {
          fault(`the JSON-LD is none: ${e.message}`, element);
        }
      } else if (
        isDrawing ||
        element.textContent.trim() ||
        !/\/(assets\/[^/]+-[0-9a-f]{8}\.js|search-index(-[wt]\d+)?\.js|\.reconnect-gen\/live\.js)$/.test(
          new URL(element.src || 'x:', element.baseURI).pathname,
        )
      )
        fault("a script that is not the theme's", element);
    }
    if (is(element, 'style') && rules.kind !== '404' && !isDrawing) fault('a style sheet in the page', element);
    if (is(element, 'form') && (element.getAttribute('method') !== 'dialog' || element.hasAttribute('action'))) fault('a form that sends', element);
    if (is(element, 'meta') && element.hasAttribute('http-equiv')) {
      const kind = element.getAttribute('http-equiv').toLowerCase();
      const isPolicy = kind === 'content-security-policy' && /^default-src '(self|none)'/.test(element.content);
      if (!isPolicy && !(kind === 'refresh' && rules.kind === 'redirect' && REFRESH.test(element.content))) fault('a `meta` that acts', element);
      if (kind === 'refresh') address(element, 'content', element.content.replace(REFRESH, ''));
    }
  };
  const every = Array.from(doc.querySelectorAll('*'));
  every.forEach((element) => {
    const space = element.namespaceURI;
    if (rules.kind === 'xml') {
      if (!/^http:\/\/www\.(w3\.org\/2005\/Atom|sitemaps\.org\/schemas\/sitemap\/0\.9)$/.test(space))
        fault(`\`${element.localName}\` is no element of a feed or map`, element);
    } else if (
      !isDrawing &&
      (space !== 'http://www.w3.org/1999/xhtml' || !ELEMENTS.has(element.localName)) &&
      !(rules.kind === '404' && is(element, 'style'))
    )
      fault(`\`${element.localName}\` is no element of the theme's`, element);
    Array.from(element.attributes, (one) => attribute(element, one));
    special(element);
  });
  if (isDrawing) every.forEach((element) => hostile.add(element));

  // What waits for its reader: events on all that looks as if somebody had written it, and a click on every link.
  const view = doc.defaultView;
  view.addEventListener(
    'click',
    (event) => {
      const link = event.target.closest && event.target.closest('a');
      if (link && link.matches('[data-exit], [data-search]')) event.stopImmediatePropagation();
      const url = link && (link.protocol || (link.href && link.href.baseVal) || '');
      // `:` is of an address that is none, and leads nowhere.
      if (link && /^((https?|mailto|tel|sms|file)?:.*|)$/.test(url)) event.preventDefault();
    },
    true,
  );
  const EVENTS = [
    'mouseover',
    'mouseenter',
    'mousemove',
    'mousedown',
    'mouseup',
    'pointerenter',
    'pointerover',
    'pointerdown',
    'focus',
    'focusin',
    'blur',
    'error',
    'load',
    'toggle',
    'beforetoggle',
    'animationstart',
    'animationend',
    'transitionend',
    'keydown',
    'keyup',
    'input',
    'change',
    'begin',
    'start',
    'scroll',
    'wheel',
    'copy',
    'paste',
    'dragstart',
    'pageshow',
    'cancel',
    'slotchange',
    'contentvisibilityautostatechange',
    'click',
  ];
  hostile.forEach((element) => {
    EVENTS.forEach((name) => element.dispatchEvent(new view.Event(name, { bubbles: false, cancelable: true })));
    if (element.focus && !element.disabled) {
      try {
        element.focus({ preventScroll: true });
      } catch (e) {
        /* it went away */
      }
    }
  });
  doc.querySelectorAll('a, area, [href], [formaction], form[action] button').forEach((link) => {
    if (link.localName !== 'link') link.dispatchEvent(new view.MouseEvent('click', { bubbles: true, cancelable: true, view }));
  });

  const text = doc.documentElement.outerHTML;
  const found = Array.from(new Set(Array.from(text.matchAll(/zq(\d{5})z/g), (m) => Number(m[1]))));
  // Control characters are left out of pages.
  const bare = (t) => t.replace(/[\s\u0000-\u001f\u007f-\u009f\u2060]+/g, '');
  const shown = bare(doc.documentElement.textContent);
  const expected = rules.expected || {};
  found
    .filter((n) => expected[n] && text.includes(`zq${n}z`) && !shown.includes(bare(expected[n])))
    .forEach((n) => faults.push({ what: 'its text is not shown as it was written', code: expected[n], n }));
  if (/^zhit\d+$/.test(doc.title)) faults.push({ what: 'the title was changed by a script', code: doc.title, n: doc.title.slice(4) });
  return { faults, found };
}
