// One reader reads every page of the site in one tab. Nothing is heard on the console, nothing is missing, nothing is asked of
// other hosts; and afterwards there is no cookie, and every store of the browser is empty.
export const name = 'reading';
export const wants = 'site';

const broken = () => ({
  'is a style sheet without a rule': Array.from(document.querySelectorAll('link[rel=stylesheet]')).filter((link) => !link.sheet || !link.sheet.cssRules.length).map((link) => link.href),
  'is a picture that cannot be shown': Array.from(document.images).filter((image) => image.complete && !image.naturalWidth).map((image) => image.src),
});
const kept = async () => ({
  localStorage: Object.keys(localStorage),
  sessionStorage: Object.keys(sessionStorage),
  indexedDB: (await indexedDB.databases()).map((one) => one.name),
  caches: await caches.keys(),
  'service workers': (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
  'the name of the window': [window.name].filter(Boolean),
});

export async function check(look) {
  const { site, say } = look;
  const context = await look.context();
  const tab = await context.newPage();
  let page = '';
  look.listen(tab, () => ['', page]);
  for (page of site.pages) {
    await tab.goto(site.url(page), { waitUntil: 'load' });
    for (const [what, found] of Object.entries(await tab.evaluate(broken))) for (const where of found) say('', where, what, page);
  }
  const setting = `after ${site.pages.length} pages`;
  for (const { name } of await context.cookies()) say(setting, 'cookies', `has ${name}`);
  for (const [where, names] of Object.entries(await tab.evaluate(kept))) for (const name of names) say(setting, where, `has ${name}`);
}
