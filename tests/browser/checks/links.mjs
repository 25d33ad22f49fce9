// Every address in a page leads to a file of the site, and every fragment to something on that page. Without JavaScript and
// without a server: it is the HTML that is read.
import { BELOW } from '../site.mjs';

export const name = 'links';
export const wants = 'all';

/** What a page names and what can be named in it. */
async function read(suite, site, page) {
  suite.read = suite.read || new Map();
  const key = `${site.folder}/${page}`;
  if (!suite.read.has(key)) {
    suite.read.set(key, suite.parsed(site.text(page), () => ({
      ids: Array.from(document.querySelectorAll('[id], a[name]'), (element) => element.id || element.name),
      addresses: Array.from(document.querySelectorAll('a[href], area[href], link[href], script[src], img[src], source[srcset]'),
        (element) => element.getAttribute('href') || element.getAttribute('src') || element.getAttribute('srcset')),
      next: (document.querySelector('meta[http-equiv=refresh i]') || { content: '' }).content.replace(/^[^=]*=\s*/, ''),
    })));
  }
  return suite.read.get(key);
}

export async function check({ site, page, say, suite }) {
  const { ids, addresses, next } = await read(suite, site, page);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  for (const id of new Set(twice)) say('', `#${id}`, 'is there more than once');
  for (const address of new Set(addresses.concat(next || []))) {
    if (/^(?!https?:)[a-z][a-z0-9+.-]*:/i.test(address)) continue;
    const url = new URL(address, site.url(page));
    const file = site.fileOf(url);
    if (file === undefined) {
      if (url.origin === site.origin) say('', address, `leaves the site, which is at ${BELOW}`);
      continue;
    }
    if (!site.files.includes(file)) say('', address, 'leads to no file');
    else if (url.hash.length > 1 && file.endsWith('.html')) {
      const there = await read(suite, site, file);
      if (!there.ids.includes(decodeURIComponent(url.hash.slice(1)))) say('', address, 'leads to nothing on its page');
    }
  }
}
