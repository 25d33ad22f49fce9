// A built site: its files, its pages and their kinds.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where each site is served: below a path of its own, as the pages of a project are. */
export const BELOW = '/sub/path/';

export class Site {
  constructor(folder) {
    this.folder = path.resolve(folder);
    this.name = path.basename(this.folder);
    this.files = readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(this.folder, path.join(entry.parentPath || entry.path, entry.name)).split(path.sep).join('/'))
      .sort();
    this.documents = this.files.filter((file) => file.endsWith('.html'));
    this.redirects = this.documents.filter((page) => /<meta[^>]+http-equiv="?refresh/i.test(this.text(page)));
    this.pages = this.documents.filter((page) => !this.redirects.includes(page));
    this.origin = '';
  }

  text(file) { return readFileSync(path.join(this.folder, file), 'utf8'); }
  bytes(file) { return readFileSync(path.join(this.folder, file)); }
  /** The word after `kind-` in the class of the body; `404` has none, since it has no style sheet to share. */
  kind(page) {
    if (page === '404.html') return '404';
    const found = /<body[^>]*\bclass="[^"]*\bkind-([\w-]+)/.exec(this.text(page));
    return found ? found[1] : 'none';
  }
  /** The largest page of each kind: the one with the most in it. */
  get sample() {
    const largest = new Map();
    for (const page of this.pages) {
      const kind = this.kind(page);
      const size = this.text(page).length;
      if (!largest.has(kind) || largest.get(kind).size < size) largest.set(kind, { page, size });
    }
    return Array.from(largest.values(), ({ page }) => page);
  }

  url(page) { return this.origin + BELOW + page.split('/').map(encodeURIComponent).join('/'); }
  fileUrl(page) { return pathToFileURL(path.join(this.folder, page)).href; }
  /** The file that an address of this site stands for, or nothing. */
  fileOf(url) {
    const at = new URL(url);
    if (at.origin !== this.origin || !at.pathname.startsWith(BELOW)) return undefined;
    const name = decodeURIComponent(at.pathname.slice(BELOW.length));
    return name === '' || name.endsWith('/') ? `${name}index.html` : name;
  }
}
