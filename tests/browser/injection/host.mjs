// A host for the sites that are looked at, and patience. Unlike the one that all suites share, it lets browsers keep what has a hash in its name,
// since two thousand documents ask for the same style sheet, and answers whatever it is asked.
import { readFile } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { hold, wait } from '../play.mjs';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
  '.txt': 'text/plain; charset=utf-8',
};

/** Serves a folder on 127.0.0.1; gives its address, with a closing `/`, and what ends it. */
export async function host(folder) {
  const server = createServer((request, answer) => {
    let name = request.url.split(/[?#]/)[0];
    try {
      name = decodeURIComponent(name);
    } catch {
      /* as it is, then */
    }
    if (name.endsWith('/')) name += 'index.html';
    readFile(path.join(folder, path.normalize(`/${name}`)), (error, bytes) => {
      if (error) return answer.writeHead(404, { 'content-type': 'text/plain' }).end('nothing here');
      const kind = path.extname(name);
      return answer
        .writeHead(200, {
          'content-type': TYPES[kind] || 'application/octet-stream',
          'cache-control': /\/assets\/|\.svg$/.test(name) ? 'max-age=600' : 'no-store',
        })
        .end(bytes);
    });
  });
  await new Promise((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return {
    base: `http://127.0.0.1:${server.address().port}/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Waits until something is so: longer than other suites do, since this one keeps all cores busy. */
export async function until(what, test, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (!(await test())) {
    hold(`${what}: not within ${seconds} s`, Date.now() < end);
    await wait(20);
  }
}
