// Addresses in every spelling that could run, and others that only look as if.
const RUN = 'zhit(§)';

/** Spellings of addresses that could run, or that the program does not know: an error wherever an address stands. */
export const REFUSED_ADDRESSES = [
  `javascript:${RUN}`, `JaVaScRiPt:${RUN}`, ` javascript:${RUN}`, `\tjavascript:${RUN}`, `java\tscript:${RUN}`, `javascript\t:${RUN}`,
  `\u0001javascript:${RUN}`, `\u001f\u0002javascript:${RUN}`,
  `javascript&colon;${RUN}`, `javascript&#58;${RUN}`, `javascript&#x3A;${RUN}`, `javascript&#0000058;${RUN}`, `&#106;avascript:${RUN}`,
  `&#x6A;&#x61;vascript:${RUN}`, `java&Tab;script:${RUN}`, `java&NewLine;script:${RUN}`,
  `java&#9;script:${RUN}`, `java&#10;script:${RUN}`, `java&#x0D;script:${RUN}`, `&#1;javascript:${RUN}`, `&Tab;javascript:${RUN}`, `javascript:%0a${RUN}`,
  `javascript://a.example/%0a${RUN}`, `javascript:/*x*/${RUN}`,
  `javascript:"<script>${RUN}</script>"`, `javascript:'zhit',${RUN}`, `javascript:;${RUN}`, `javascript:parent.${RUN}`,
  `javascript:location='//canary.example/§'`, `javascript:\u2028${RUN}`, `view-source:javascript:${RUN}`, `feed:javascript:${RUN}`,
  `jar:javascript:${RUN}`, `vbscript:${RUN}`, `VBScript:msgbox(§)`, `livescript:${RUN}`, `mocha:${RUN}`, `data:text/html,<script>parent.${RUN}</script>`,
  `DATA:text/html,%3Cscript%3Eparent.${RUN}%3C/script%3E`,
  'data:text/html;base64,PHNjcmlwdD56aGl0KDEpPC9zY3JpcHQ+', `data&colon;text/html,${RUN}`,
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${RUN}'/>`, 'data:application/xhtml+xml,<x/>§', 'data:,§', `data:text/javascript,${RUN}`,
  'blob:https://a.example/§', 'filesystem:https://a.example/§', 'file:///etc/passwd#§', 'about:blank#§', 'chrome://settings/§',
  'intent://a.example/§#Intent;end', 'ftp://a.example/§', 'ws://a.example/§', 'ms-word:ofe|u|https://a.example/§', 'wsf:§',
  `javascript\u00ad:${RUN}`, `\ufeffjavascript:${RUN}`, `\uff4aavascript:${RUN}`, `java%73cript:${RUN}`, `%6aavascript:${RUN}`, `java%0ascript:${RUN}`,
  `x-javascript:${RUN}`, `h&Tab;ttps://a.example/"onclick="${RUN}`,
];

/** Addresses that are what they say, or files that are not there: whatever the program does with them, nothing runs. */
export const OTHER_ADDRESSES = [
  `https:javascript:${RUN}`, '//canary.example/§', `https://a.example/"onclick="${RUN}`, `https://a.example/'onclick='${RUN}`,
  `https://a.example/"><script>${RUN}</script>`, `https://javascript:${RUN}@a.example/`, `HTTPS://A.EXAMPLE/"onclick=${RUN}`,
  `http://a.example/javascript:${RUN}`, `https://a.example/\u2028${RUN}`, `https://a.example/\u202e§`, `https://a.example/?<svg onload=${RUN}>`,
  `mailto:a@a.example?subject="><script>${RUN}</script>`, `tel:"><script>${RUN}</script>`, `sms:'onclick='${RUN}`,
  `tel:1;javascript:${RUN}`, 'https://a.example/{{ 7 * 7 }}', 'https://a.example/\ue000contents\ue001',
];
/** As those, but no page or file of the site: told as broken. */
export const BROKEN_ADDRESSES = [
    `javascript`, `javascript%3A${RUN}`, `./javascript:${RUN}`, `x/javascript:${RUN}`, `?javascript:${RUN}`, `#javascript:${RUN}`, `#"onclick="${RUN}`,
    `x.md#"onclick="${RUN}`, `x.md?"><script>${RUN}</script>`, '../../../../etc/passwd#§', '%2e%2e/%2e%2e/%2e%2e/etc/passwd?§',
  `\\\\canary.example\\§`, `/\\canary.example/§`, `javascript&colon${RUN}`, `&#106avascript:${RUN}`, `javascript&#58${RUN}`, `\u2044javascript/${RUN}`,
  `"><script>${RUN}</script>.md`, `<svg onload=${RUN}>.svg`,
];
