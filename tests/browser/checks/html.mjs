// The W3C's checker, once for all files. Errors count; warnings are for people. The checker takes `'self'` in a policy for an
// address that a file has not: that is a warning of it, and no more.
import path from 'node:path';
import { need, told } from '../lib.mjs';

export const name = 'html';
export const wants = 'site';

export async function check({ site, say }) {
  const jar = path.join(path.dirname(need.resolve('vnu-jar/package.json')), 'build/dist/vnu.jar');
  const files = site.documents.map((page) => path.join(site.folder, page));
  const { out, err } = await told('java', ['-Xss8m', '-XX:TieredStopAtLevel=1', '-jar', jar, '--format', 'json', '--exit-zero-always', ...files]);
  for (const { type, url, lastLine, message } of JSON.parse(out || err).messages) {
    if (type === 'info') continue;
    const page = url ? path.relative(site.folder, decodeURIComponent(new URL(url).pathname)) : '';
    say('', `${page}:${lastLine || 0}`, message);
  }
}
