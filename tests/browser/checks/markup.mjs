// What stands in the HTML itself: the policy, and that nothing is there which a stricter one would forbid.
export const name = 'markup';
export const wants = 'all';

/** The directives of a policy, by name. */
const directives = (policy) => Object.fromEntries(policy.split(';').map((part) => part.trim().split(/\s+/)).map(([name, ...values]) => [name, values]));

export async function check({ site, page, kind, say, suite }) {
  const found = await suite.parsed(site.text(page), () => {
    const loads = Array.from(document.querySelectorAll('script[src], link[rel~=stylesheet], link[rel~=icon], link[rel~=preload], img, source, iframe, object, embed, audio, video, use'),
      (element) => [element.localName, ['src', 'srcset', 'href', 'data', 'poster'].map((name) => element.getAttribute(name)).filter(Boolean)]);
    const policies = Array.from(document.querySelectorAll('meta[http-equiv="Content-Security-Policy" i]'));
    const isData = (script) => ['application/ld+json', 'application/json'].includes(script.type);
    const short = (element) => element.cloneNode().outerHTML.slice(0, 120);
    return {
      loads,
      policies: policies.map((meta) => meta.content),
      late: policies.some((meta) => Array.from(document.querySelectorAll('script, link, style')).some((one) => one.compareDocumentPosition(meta) & 4)),
      scripts: Array.from(document.scripts).filter((script) => !script.src && !isData(script)).map(short),
      modules: Array.from(document.scripts).filter((script) => script.type === 'module').map(short),
      styles: Array.from(document.querySelectorAll('style, [style]'), short),
      handlers: Array.from(document.querySelectorAll('*')).filter((element) => element.getAttributeNames().some((name) => name.startsWith('on'))).map(short),
      javascript: Array.from(document.querySelectorAll('[href], [action], [formaction]')).filter((element) => element.getAttributeNames()
        .some((name) => /^\s*javascript:/i.test(element.getAttribute(name)))).map(short),
    };
  });
  for (const one of found.scripts) say('', one, 'is a script in the HTML');
  for (const one of found.modules) say('', one, 'is a module, which does not work from disk');
  for (const one of found.handlers) say('', one, 'has an event handler in the HTML');
  for (const one of found.javascript) say('', one, 'leads to a script');
  for (const [element, addresses] of found.loads) {
    for (const address of addresses) if (/^(?!data:)([a-z][a-z0-9+.-]*:|\/)/i.test(address)) say('', element, `loads ${address}, which is not relative`);
  }
  // The page for what is not found may be shown at any depth, so its one style is within; it has no policy and no script.
  if (kind === '404') return;
  for (const one of found.styles) say('', one, 'is a style in the HTML');
  if (found.policies.length !== 1) {
    say('', 'head', `has ${found.policies.length} content security policies`);
    return;
  }
  if (found.late) say('', 'head', 'has the policy after something that it is for');
  const policy = directives(found.policies[0]);
  const must = { 'default-src': "'self'", 'object-src': "'none'", 'base-uri': "'none'", 'form-action': "'none'" };
  for (const [name, value] of Object.entries(must)) if ((policy[name] || []).join(' ') !== value) say('', 'policy', `${name} is ${policy[name] || 'not there'} and not ${value}`);
  for (const [name, values] of Object.entries(policy)) {
    if (/^script-src/.test(name) && values.join(' ') !== "'self'") say('', 'policy', `${name} ${values.join(' ')} is an exception for scripts`);
    for (const value of values) if (!/^'(self|none)'$/.test(value) && value !== 'data:' && !(name === 'style-src' && value === "'unsafe-inline'")) say('', 'policy', `${name} allows ${value}`);
  }
  if ((policy['default-src'] || []).length !== 1) say('', 'policy', 'default-src has exceptions');
}
