// The weight of a step page, by what it really asks for: each file packed with gzip as well as can be; 1 kB is 1000 bytes.
import { gzipSync } from 'node:zlib';

export const name = 'budget';
export const wants = 'site';

/** What a step page may weigh, in bytes after packing, and how many files it may ask for, itself among them. */
const MOST = { document: 12000, stylesheet: 10000, script: 6000 };
const REQUESTS = 6;

export async function check(look) {
  const { site, say } = look;
  const tab = await (await look.context()).newPage();
  let asked = [];
  tab.on('request', (request) => { if (!request.url().startsWith('data:')) asked.push({ url: request.url(), kind: request.resourceType() }); });
  const packed = (file) => gzipSync(site.bytes(file), { level: 9 }).length;
  for (const page of site.pages.filter((one) => site.kind(one) === 'step')) {
    asked = [];
    await tab.goto(site.url(page), { waitUntil: 'load' });
    // A picture far below is asked for when a reader comes there.
    const pictures = await tab.evaluate(() => Array.from(document.images, (image) => image.currentSrc || image.src));
    const kinds = new Map(pictures.filter((url) => !url.startsWith('data:')).map((url) => [url, 'image']).concat(asked.map(({ url, kind }) => [url, kind])));
    const parts = Array.from(kinds, ([url, kind]) => ({ kind, file: site.fileOf(url) || url }));
    if (parts.length > REQUESTS) say('', 'requests', `${parts.length} and not ${REQUESTS}: ${parts.map(({ file }) => file).join(', ')}`, page);
    for (const { kind, file } of parts) if (kind === 'font') say('', file, 'is a web font', page);
    for (const [kind, most] of Object.entries(MOST)) {
      const files = parts.filter((one) => one.kind === kind && site.files.includes(one.file)).map(({ file }) => ({ file, size: packed(file) }));
      const sum = files.reduce((total, { size }) => total + size, 0);
      if (sum > most) say('', kind, `${sum} bytes and not ${most}: ${files.map(({ file, size }) => `${file} ${size}`).join(', ')}`, page);
    }
  }
}
