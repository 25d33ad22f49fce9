import { readdirSync } from 'node:fs';
import { browser, program, file, root, places } from './play.mjs';
import { told } from './lib.mjs';
import { host } from './injection/host.mjs';
import { open, refused, COUNT } from './injection/sites.mjs';
import { plantings, named } from './injection/plan.mjs';
import { openAll, report, lines } from './injection/tabs.mjs';
import { readFileSync } from 'node:fs';
const p = open();
console.log(root, COUNT, plantings.length, new Set(plantings.map(p=>p.place)).size);
let t=Date.now();
let r = await told(program, ['build', '--format','json', file('open'), '-d', file('www/open')]);
console.log(r.code, r.err.slice(0,500), Date.now()-t);
const d = r.out.split('\n').filter(Boolean).map(l=>JSON.parse(l));
for (const x of d.filter(x=>x.level==='error').slice(0,20)) { const line=readFileSync(file('open/'+x.file),'utf8').split('\n')[x.line-1]; console.log(x.file,x.line,x.message,line.slice(0,300)); }
const {base} = await host(file('www/open'));
const files = readdirSync(file('www/open'),{recursive:true}).map(String);
const pages = files.filter(f=>f.endsWith('.html')).map(f=>({url: base+f.split('/').map(encodeURIComponent).join('/'), kind: f==='404.html'?'404': /^(old|gone|away)\//.test(f)?'redirect':'page'}));
const svgs = files.filter(f=>f.endsWith('.svg')).map(f=>({url: base+f, kind:'drawing'}));
console.log(pages.length, pages.filter(p=>p.kind==='redirect').length, svgs.length);
for (const mode of ['csp','open']) { t=Date.now();
await openAll({mode, base, site:'open', pages});
console.log(mode, 'pages', Date.now()-t);
t=Date.now();
await openAll({mode, base, site:'open', pages: svgs});
console.log('svgs', Date.now()-t); }
const seen = report.seen.get('open');
const lost = plantings.filter(x=>!seen.has(x.n));
console.log('opened', report.opened, 'executed', report.executed, 'not seen', lost.length);
const c={}; for (const l of lost) (c[l.place]=c[l.place]||[]).push(l.payload); for (const k in c) console.log(k, c[k].length, c[k].slice(0,40).map(x=>x.slice(0,70)).join('  ¦  ').slice(0,900));
const L=lines(); console.log(L.length); 
const g={}; for (const f of report.faults.values()) { if (/drawing-/.test(f.page)) continue; const k=f.what.slice(0,70); (g[k]=g[k]||[]).push(f);} 
for (const k in g) console.log(g[k].length, k, '|', g[k][0].page, g[k][0].code, g[k][0].n?named(g[k][0].n):'');
console.log("cpu", process.cpuUsage());await (await import("./injection/tabs.mjs")).chromium.close(); await browser.close(); process.exit(0);
