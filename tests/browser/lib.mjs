// What everything that looks at pages in a browser shares: where the tools are, Chromium without any outside traffic, and a
// web server for built sites.
import { execFile, execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const CACHE = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
export const TOOLS = process.env.BROWSER_TOOLS || path.join(CACHE, 'reconnect-gen-browser');
/** Takes a package from the folder of tools. */
export const need = createRequire(path.join(TOOLS, 'package.json'));

const onPath = (name) => (process.env.PATH || '').split(path.delimiter).map((folder) => path.join(folder, name)).find((file) => {
  try { accessSync(file, constants.X_OK); return statSync(file).isFile(); } catch { return false; }
});
export const CHROMIUM = process.env.CHROMIUM || ['chromium', 'chromium-browser', 'google-chrome'].map(onPath).find(Boolean);

/** A page that asks for anything but this computer gets no answer: no name but 127.0.0.1 is known. */
export const CHROMIUM_ARGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

/** Chromium without a window, with an empty profile of its own. */
export function launch(extra = []) {
  const { chromium } = need('playwright-core');
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: [...CHROMIUM_ARGS, ...extra], timeout: 120000 });
}

/** What is not here and has to be; nothing where all is. */
export function missing() {
  const out = [];
  if (parseInt(process.versions.node, 10) < 20) out.push('Node 20 or newer');
  if (!CHROMIUM || !existsSync(CHROMIUM)) out.push('Chromium');
  for (const program of ['java', 'pdftotext']) if (!onPath(program)) out.push(program);
  const wanted = JSON.parse(readFileSync(new URL('package.json', import.meta.url))).dependencies;
  for (const [name, version] of Object.entries(wanted)) {
    const file = path.join(TOOLS, 'node_modules', name, 'package.json');
    if (!existsSync(file) || JSON.parse(readFileSync(file)).version !== version) out.push(`${name} ${version}`);
  }
  return out;
}

/** Whether an address is of this computer, or of no computer at all. */
export function isLoopback(url) {
  if (/^(data|blob|about|file):/.test(url)) return true;
  try { return ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname); } catch { return false; }
}

const TYPES = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml',
  '.json': 'application/json', '.xml': 'application/xml', '.txt': 'text/plain; charset=utf-8', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp',
  '.pdf': 'application/pdf' };
const PACKED = ['.html', '.css', '.js', '.svg', '.json', '.xml', '.txt'];

/** Serves folders on 127.0.0.1, each below its own path: `{ '/sub/path/': folder }`. Texts are packed, as hosts do it. */
export async function serve(mounts) {
  const server = createServer((request, answer) => {
    const asked = decodeURIComponent(request.url.split(/[?#]/)[0]);
    const below = Object.keys(mounts).find((start) => asked.startsWith(start));
    try {
      if (!below) throw new Error('no site there');
      const name = asked.slice(below.length) + (asked.endsWith('/') ? 'index.html' : '');
      const bytes = readFileSync(path.join(mounts[below], path.normalize('/' + name)));
      const kind = path.extname(name);
      const isPacked = PACKED.includes(kind) && /\bgzip\b/.test(request.headers['accept-encoding'] || '');
      answer.writeHead(200, { 'content-type': TYPES[kind] || 'application/octet-stream', 'cache-control': 'no-store', ...(isPacked && { 'content-encoding': 'gzip' }) });
      answer.end(isPacked ? gzipSync(bytes) : bytes);
    } catch {
      answer.writeHead(404, { 'content-type': 'text/plain' });
      answer.end();
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, close: () => { server.closeAllConnections(); server.close(); } };
}

/** Adds rules to a page in spite of its policy: nothing is put into its HTML. */
export const addStyle = (tab, css) => tab.evaluate((css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}, css);

/** The text of each sheet of a PDF, without white space. */
export function sheetsOf(pdf) {
  const text = execFileSync('pdftotext', ['-raw', pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  return text.split('\f').slice(0, -1).map((sheet) => sheet.replace(/[\s\u200b\u00ad]/g, ''));
}

/** Runs a program and gives what it wrote to its error stream, whatever its exit code is. */
export const told = (program, args) => new Promise((done) => {
  execFile(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 }, (error, out, err) => done({ out, err, code: error ? error.code : 0 }));
});
