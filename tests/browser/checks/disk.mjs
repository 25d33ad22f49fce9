// The site as it is opened with a double click: the styles are there, scripts run, and links lead from page to page.
export const name = 'disk';
export const wants = 'sample';

export async function check(look) {
  const { site, page, say } = look;
  const setting = 'from disk';
  const tab = await look.open({}, { address: site.fileUrl(page), setting });
  if (look.kind === '404') return;
  const { isStyled, scripts } = await tab.evaluate(() => ({
    isStyled: getComputedStyle(document.body).margin === '0px' && document.styleSheets.length > 0,
    scripts: Array.from(document.scripts).filter((script) => script.src).map((script) => script.getAttribute('src')),
  }));
  if (!isStyled) say(setting, 'body', 'has no styles');
  for (const src of scripts) if (/^(https?:|\/)/.test(src)) say(setting, src, 'is not relative');
  // The search opens in the page.
  const links = tab.locator('nav a[href]:not([data-search]):visible, main a[href]:visible');
  const pages = await links.evaluateAll((all) => all.map((link) => link.href).filter((href) => href.startsWith('file:') && !href.includes('#')));
  const other = pages.find((href) => href !== site.fileUrl(page));
  if (!other) return;
  await links.locator(`xpath=self::*`).and(tab.locator(`a[href]`)).evaluateAll((all, other) => all.find((link) => link.href === other).click(), other);
  await tab.waitForURL(other, { timeout: 5000 }).catch(() => {});
  if (tab.url() !== other) say(setting, other, 'was not reached by its link');
  else if (!await tab.locator('main, [http-equiv=refresh]').count()) say(setting, other, 'is no page');
}
