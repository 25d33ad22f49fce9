// What `serve` shows its author: sites with errors, page by page, and the banner of a page while another one is edited.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { file, program } from '../play.mjs';
import { until } from './host.mjs';
import { judgePdf } from './pdf.mjs';
import { Plan } from './plan.mjs';
import { MODES, banner } from './readers.mjs';
import { settings } from './guide.mjs';
import { enter, openAll } from './tabs.mjs';
import { judgeOutput, tellOutputs } from './outputs.mjs';

const freePort = () =>
  new Promise((done) => {
    const s = createServer().listen(0, '127.0.0.1', () => {
      const { port } = s.address();
      s.close(() => done(port));
    });
  });

/** Serves a site while `play` does something with it, and judges what the program said meanwhile. */
async function serving(site, play) {
  const port = await freePort();
  const child = spawn(program, ['serve', file(site), '-p', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  child.stdout.on('data', (d) => said.push(d));
  child.stderr.on('data', (d) => said.push(d));
  try {
    await until('the program serves', () => Buffer.concat(said).includes('serving '));
    await play(`http://127.0.0.1:${port}/`, () => Buffer.concat(said).toString());
  } finally {
    child.kill();
  }
  judgeOutput(`serve ${site}`, Buffer.concat(said), 'human');
  tellOutputs();
}

/** The refused site as it is shown to its author, with every address that it has. */
export const served = () =>
  serving('refused', async (base) => {
    const map = await (await fetch(`${base}sitemap.xml`)).text();
    const listed = Array.from(map.matchAll(/<loc>https:\/\/site\.example\/guide\/(.*?)<\/loc>/g), (one) => one[1]);
    const pages = [...listed, '404.html', 'search.html', 'not/there.html', 'guide-0/worksheets/print.html'].map((name) => ({
      url: base + name,
      kind: /404|not\/there/.test(name) ? '404' : 'page',
    }));
    if (pages.length < 100) enter('serve', `only ${pages.length} pages are served`);
    // The cover of a guide for one address has nothing but its help, which is on the guide's step, too.
    const isCover = ({ url }) => /address-\d+\/$/.test(url);
    for (const mode of MODES) await openAll({ mode, base, site: 'refused', pages: mode === 'open' ? pages : pages.filter((one) => !isCover(one)) });
    const sheet = listed.find((name) => /worksheets\/sheet/.test(name));
    const pdf = await fetch(base + sheet.replace('.html', '-a4.pdf'));
    judgePdf(Buffer.from(await pdf.arrayBuffer())).faults.forEach((fault) => enter(`serve: ${sheet}`, `the PDF has ${fault}`));
  });

/** A page that is open while others are edited; files with odd names come and go meanwhile. */
export async function edited() {
  const plan = new Plan('edited');
  plan.write('book.toml', settings({}));
  plan.write('content/index.md', '# Guide\n');
  plan.write('content/1-step.md', '# Step\n\nWords.\n');
  plan.write('content/2-other.md', '# Other\n\n[x](gone.md)\n');
  await serving('edited', async (base, said) => {
    for (const mode of MODES)
      await banner(
        base,
        'edited',
        ['<svg onload=zhit(§)>', '</pre><script>zhit(§)</script>', '"><img src=x onerror=zhit(§)>', '&lt;script&gt;zhit(§)&lt;/script&gt;'],
        mode,
      );
    for (const [n, sign] of ['\u001b[31m', '\u202e', '\u009b31m', '\n::error::x'].entries()) {
      const before = said();
      plan.write(`content/${n + 5}-odd${sign}.md`, `# Odd ${n}\n`);
      await until('the program tells of the edit', () => said() !== before);
    }
  });
}
