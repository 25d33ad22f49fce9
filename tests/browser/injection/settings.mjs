// Addresses as settings of book.toml: each is told, or does no harm on a page.
import { told } from '../lib.mjs';
import { file, program } from '../play.mjs';
import { Plan, plantings, quoted } from './plan.mjs';
import { enter } from './tabs.mjs';
import { BROKEN_ADDRESSES, OTHER_ADDRESSES, REFUSED_ADDRESSES } from './addresses.mjs';

/** Every address as a setting: told, or harmless on a page. */
export async function settings(openSite) {
  const KEYS = ['site-url', 'git-repository-url', 'edit-url-template', 'exit-url'];
  const all = [...REFUSED_ADDRESSES, ...BROKEN_ADDRESSES, ...OTHER_ADDRESSES];
  const one = async (payload, n) => {
    const plan = new Plan(`setting-${n}`);
    plan.begin('book.toml');
    const code = Object.fromEntries(
      KEYS.map((key) => [key, quoted(plan.bare(payload, `setting ${key}`).code + (key === 'edit-url-template' ? '/{path}' : ''))]),
    );
    plan.write(
      'book.toml',
      `[book]
title = "T"
[output.html]
site-url = ${code['site-url']}
git-repository-url = ${code['git-repository-url']}
edit-url-template = ${code['edit-url-template']}
[safety]
exit-url = ${code['exit-url']}
`,
    );
    plan.write('content/index.md', '---\ntitle: T\nupdated: 2026-01-31\n---\n\nWords.\n');
    plan.write('content/1-step.md', '---\ntitle: S\naliases: [old/x.html]\n---\n\nWords.\n');
    const { out, code: ended } = await told(program, ['build', '--format', 'json', file(plan.site), '-d', file(`www/${plan.site}`)]);
    const errors = out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
      .filter((record) => record.level === 'error').length;
    if (REFUSED_ADDRESSES.includes(payload) && (errors < KEYS.length || !ended))
      enter('book.toml', `${errors} of ${KEYS.length} settings are told`, String(plantings.at(-1).n));
    return ended ? null : plan.site;
  };
  const accepted = [];
  for (let at = 0; at < all.length; at += 6) accepted.push(...(await Promise.all(all.slice(at, at + 6).map((payload, i) => one(payload, at + i)))));
  for (const site of accepted.filter(Boolean)) (await openSite(site, file(`www/${site}`))).close();
}
