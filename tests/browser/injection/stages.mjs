// The stages: each builds or serves sites and has them judged.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { told } from '../lib.mjs';
import { file, program, until } from '../play.mjs';
import { judgePdf } from './pdf.mjs';
import { book, names, paper, trust } from './odd-sites.mjs';
import { Plan, numbers, plantings, quoted } from './plan.mjs';
import { MODES, banner, fromDisk, kept, search, searchOpens } from './readers.mjs';
import { TEXTS, found, open, refused, settings as plain } from './sites.mjs';
import { enter, openAll, report } from './tabs.mjs';
import { judgeOutput, judgeTerminal, tellOutputs } from './terminal.mjs';
import { filesOf, judgeReach, judgeSearch, judgeTold, judgeTrust } from './texts.mjs';
import { host } from './host.mjs';
import { REFUSED_ADDRESSES, BROKEN_ADDRESSES, OTHER_ADDRESSES } from './words.mjs';

/** Builds a site; what is wrong with it is a finding, since nothing in it should be. */
export async function build(site) {
  const { out, code, err } = await told(program, ['build', '--format', 'json', file(site), '-d', file(`www/${site}`)]);
  const records = out.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  if (code) enter(site, `cannot be built: ${err.slice(0, 200)} ${records.filter((one) => one.level === 'error').slice(0, 3).map((one) => `${one.file}:${one.line}: ${one.message}`).join('; ').slice(0, 400)}`);
  return file(`www/${site}`);
}
const address = (base, name) => base + name.split('/').map(encodeURIComponent).join('/');
const kindOf = (name, isRedirect) => (name === '404.html' ? '404' : name.endsWith('.svg') ? 'drawing' : isRedirect(name) ? 'redirect' : 'page');
const REDIRECTS = /^(old|gone|away)[/.]/;
const XML = /\.xml$/;

/** Opens everything of a built site in both modes. */
export async function openSite(site, folder, expected = {}, isRedirect = (name) => REDIRECTS.test(name)) {
  const { base, close } = await host(folder);
  const files = filesOf(folder);
  const pages = files.filter((name) => /\.(html|svg)$/.test(name)).map((name) => ({ url: address(base, name), kind: kindOf(name, isRedirect) }));
  for (const mode of MODES) await openAll({ mode, base, site, pages, expected });
  await openAll({ mode: 'open', base, site, pages: files.filter((name) => XML.test(name)).map((name) => ({ url: address(base, name), kind: 'xml' })) });
  return { base, files, close };
}

/** Texts that are shown as they were written: those that are no Markdown. */
const VERBATIM = new Set(['author', 'author of a guide', 'name of help', 'hours of help', 'phone of help', 'code', 'code block', 'indented code', 'extra', 'author of the site', 'title of the site', 'topic']);
const verbatim = (site) => Object.fromEntries(plantings.filter((one) => one.site === site && VERBATIM.has(one.place)).map((one) => [one.n, `zq${one.n}z ${one.payload.replaceAll('§', one.n)}`]));

/** What the program leaves out, as it should. */
const DROPPED = new Set(['lang', 'dir', 'lang of div', 'title of a link', 'title of a link in HTML', 'fence info']);
/** A comment takes in what follows it, to the end of the page where it has none of its own. */
const isHidden = (one) => DROPPED.has(one.place) || (one.place === 'HTML block' && one.payload.startsWith('<!--')) || /^target of a redirect$|url|^old address$/.test(one.place);

/** Some pages of each kind, for what is played one by one. */
const sample = (files) => ['index.html', '404.html', 'search.html', 'drawings.html', ...[/guide-\d+\/index/, /step-\d+\.html/, /\/print\.html/, /worksheets\/sheet/, /tips\/index/, /topics\/./, /about/, /drawing-\d.*svg/].map((of) => files.find((name) => of.test(name)))].filter((name) => files.includes(name));

export const stages = {
  async 'what can be built'() {
    open();
    const folder = await build('open');
    const { base, files, close } = await openSite('open', folder, verbatim('open'));
    judgeReach('open', report.seen.get('open') || new Set(), files, isHidden);
    judgeSearch('open', folder, files);
    await Promise.all(MODES.map(async (mode) => {
      await kept(base, files.find((name) => /guide.*worksheets\/sheet/.test(name)), TEXTS.filter((_, n) => n % 4 === 0), mode);
      await fromDisk('open', folder, sample(files), mode);
    }));
    close();
  },

  async 'what is found'() {
    found();
    const folder = await build('found');
    judgeSearch('found', folder);
    const { base, close } = await host(folder);
    const wanted = ['title that is found', 'text that is found', 'text below a heading that is found'].map((place) => plantings.filter((one) => one.site === 'found' && one.place === place).map((one) => one.n));
    // Each page by its title, its text or its last passage.
    const some = wanted[0].map((n, at) => wanted[at % 3][at]);
    await Promise.all(MODES.map((mode) => search('found', base, mode === 'open' ? some : some.slice(0, 80), mode)));
    close();
  },

  async 'book.toml, and the words of the program'() {
    book();
    const folder = await build('book');
    const { files, close } = await openSite('book', folder, verbatim('book'));
    judgeReach('book', report.seen.get('book') || new Set(), files, (one) => isHidden(one) || one.place === 'word of the program');
    judgeSearch('book', folder, files);
    close();
  },

  async 'names of files, and ids'() {
    names();
    const folder = await build('names');
    const { base, files, close } = await openSite('names', folder);
    judgeSearch('names', folder, files);
    for (const name of ['ids.html', 'worksheets/ids.html']) await searchOpens(base + name, base, 'open');
    close();
  },

  async 'HTML that is trusted'() {
    trust();
    const folder = await build('trust');
    judgeTrust(folder);
    const { base, close } = await host(folder);
    const wanted = plantings.filter((one) => one.site === 'trust' && one.place === 'trusted text').map((one) => one.n);
    await searchTrusted(base, wanted);
    close();
    filesOf(folder).filter((name) => name.endsWith('.pdf')).forEach((name) => paperFaults('trust', `${folder}/${name}`));
  },

  async paper() {
    paper();
    const folder = await build('paper');
    const seen = new Set();
    filesOf(folder).filter((name) => name.endsWith('.pdf')).forEach((name) => paperFaults('paper', `${folder}/${name}`).forEach((n) => seen.add(n)));
    if (seen.size < 500) enter('paper', `only ${seen.size} payloads are in the PDF files`);
  },

  async 'what is refused'() {
    refused();
    const { out, code } = await told(program, ['build', '--format', 'json', file('refused'), '-d', file('www/refused')]);
    if (!code || existsSync(file('www/refused'))) enter('refused', 'is built all the same');
    const count = judgeTold(out.split('\n').filter(Boolean).map((line) => JSON.parse(line)));
    if (count < 1000) enter('refused', `only ${count} refusals were looked for`);
    await served();
  },

  async 'what is edited'() { await edited(); },


  async 'addresses of book.toml'() { await settings(); },

  async 'the terminal'() {
    const count = await judgeTerminal();
    if (count < 500) enter('the terminal', `only ${count} diagnostics were said`);
  },
};

/** What a PDF may not have; gives the numbers of the payloads in it. */
function paperFaults(site, name) {
  const { faults, texts } = judgePdf(readFileSync(name));
  faults.forEach((fault) => enter(`${site}: ${name.replace(/^.*\/www\//, '')}`, `the PDF has ${fault}`, (/\((\d{5})/.exec(fault) || [])[1]));
  // Strings that are not ASCII are UTF-16.
  return numbers(texts.map((text) => (text.startsWith('\u00fe\u00ff') ? Buffer.from(text.slice(2), 'latin1').swap16().toString('utf16le') : text)).join('\n'));
}

async function searchTrusted(base, wanted) {
  const before = new Map(report.faults);
  const executed = report.executed;
  await search('trust', base, wanted, 'open');
  // The page itself shows summaries, which may run; only what the search has made counts.
  report.executed = executed;
  report.faults.forEach((fault, key) => { if (!before.has(key) && !/search result|found by the search|cannot be played/.test(fault.what)) report.faults.delete(key); });
}

const freePort = () => new Promise((done) => {
  const s = createServer().listen(0, '127.0.0.1', () => { const { port } = s.address(); s.close(() => done(port)); });
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
  } finally { child.kill(); }
  judgeOutput(`serve ${site}`, Buffer.concat(said), 'human');
  tellOutputs();
}

/** The refused site as it is shown to its author, with every address that it has. */
const served = () => serving('refused', async (base) => {
  const map = await (await fetch(`${base}sitemap.xml`)).text();
  const listed = Array.from(map.matchAll(/<loc>https:\/\/site\.example\/guide\/(.*?)<\/loc>/g), (one) => one[1]);
  const pages = [...listed, '404.html', 'search.html', 'not/there.html', 'guide-0/worksheets/print.html'].map((name) => ({ url: base + name, kind: /404|not\/there/.test(name) ? '404' : 'page' }));
  if (pages.length < 100) enter('serve', `only ${pages.length} pages are served`);
  for (const mode of MODES) await openAll({ mode, base, site: 'refused', pages });
  judgeReach('refused', report.seen.get('refused') || new Set(), [], (one) => isHidden(one) || one.file.includes('/address-') || one.place === 'old address');
  const sheet = listed.find((name) => /worksheets\/sheet/.test(name));
  const pdf = await fetch(base + sheet.replace('.html', '-a4.pdf'));
  judgePdf(Buffer.from(await pdf.arrayBuffer())).faults.forEach((fault) => enter(`serve: ${sheet}`, `the PDF has ${fault}`));
});

/** A page that is open while others are edited; files with odd names come and go meanwhile. */
async function edited() {
  const plan = new Plan('edited');
  plan.write('book.toml', plain({}));
  plan.write('content/index.md', '# Guide\n');
  plan.write('content/1-step.md', '# Step\n\nWords.\n');
  plan.write('content/2-other.md', '# Other\n\n[x](gone.md)\n');
  await serving('edited', async (base, said) => {
    for (const mode of MODES) await banner(base, 'edited', ['<svg onload=zhit(§)>', '</pre><script>zhit(§)</script>', '"><img src=x onerror=zhit(§)>', '&lt;script&gt;zhit(§)&lt;/script&gt;'], mode);
    for (const [n, sign] of ['\u001b[31m', '\u202e', '\u009b31m', '\n::error::x'].entries()) {
      const before = said();
      plan.write(`content/${n + 5}-odd${sign}.md`, `# Odd ${n}\n`);
      await until('the program tells of the edit', () => said() !== before);
    }
  });
}

/** Every address as a setting: told, or harmless on a page. */
async function settings() {
  const KEYS = ['site-url', 'git-repository-url', 'edit-url-template', 'exit-url'];
  const all = [...REFUSED_ADDRESSES, ...BROKEN_ADDRESSES, ...OTHER_ADDRESSES];
  const one = async (payload, n) => {
    const plan = new Plan(`setting-${n}`);
    plan.begin('book.toml');
    const code = Object.fromEntries(KEYS.map((key) => [key, quoted(plan.bare(payload, `setting ${key}`).code + (key === 'edit-url-template' ? '/{path}' : ''))]));
    plan.write('book.toml', `[book]\ntitle = "T"\n[output.html]\nsite-url = ${code['site-url']}\ngit-repository-url = ${code['git-repository-url']}\nedit-url-template = ${code['edit-url-template']}\n[safety]\nexit-url = ${code['exit-url']}\n`);
    plan.write('content/index.md', '---\ntitle: T\nupdated: 2026-01-31\n---\n\nWords.\n');
    plan.write('content/1-step.md', '---\ntitle: S\naliases: [old/x.html]\n---\n\nWords.\n');
    const { out, code: ended } = await told(program, ['build', '--format', 'json', file(plan.site), '-d', file(`www/${plan.site}`)]);
    const errors = out.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((record) => record.level === 'error').length;
    if (REFUSED_ADDRESSES.includes(payload) && (errors < KEYS.length || !ended)) enter('book.toml', `${errors} of ${KEYS.length} settings are told`, String(plantings.at(-1).n));
    return ended ? null : plan.site;
  };
  const accepted = [];
  for (let at = 0; at < all.length; at += 6) accepted.push(...await Promise.all(all.slice(at, at + 6).map((payload, i) => one(payload, at + i))));
  for (const site of accepted.filter(Boolean)) (await openSite(site, file(`www/${site}`))).close();
}
