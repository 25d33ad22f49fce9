// A small site in which there is no fault; each entry of list.mjs puts one into it.
const POLICY = "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'";

const page = (kind, title, text) => `<!DOCTYPE html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="style.css">
<script defer src="app.js"></script>
</head>
<body class="kind-${kind}">
<a class="skip" href="#_main">Skip to the content</a>
<header><nav aria-label="Site"><a href="index.html">The guide</a> <a href="step.html">The step</a></nav></header>
<div class="sheet">
<main id="_main" tabindex="-1">
<h1>${title}</h1>
${text}
</main>
<nav class="contents" aria-label="Contents"><a href="step.html">The step, again</a></nav>
</div>
</body>
</html>
`;
const STYLE = `* { box-sizing: border-box; }
body { margin: 0; background: #ffffff; color: #1a1a1a; font: 18px/1.6 sans-serif; }
a { color: #0b4f8a; }
nav a { display: inline-block; padding: 8px; }
:focus { outline: 3px solid #1b4fc4; }
.skip { position: absolute; width: 1px; height: 1px; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap; }
.skip:focus { position: static; display: block; width: auto; height: auto; overflow: visible; clip: auto; white-space: normal; }
.callout { padding: 16px; background: #f0f0f0; }
img { max-width: 100%; height: auto; }
@media (min-width: 900px) { .sheet { display: grid; grid-template-columns: 2fr 1fr; } }
@media (prefers-color-scheme: dark) { body { background: #1a1a1a; color: #f0f0f0; } a { color: #9dbdff; } .callout { background: #333333; } }
@media print {
  body { background: #ffffff; color: #000000; }
  nav, .skip, .skip:focus { display: none; }
  .sheet { display: block; }
  .callout { background: none; border: 1pt solid #000000; break-inside: avoid; }
}
`;
const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="36"><path d="M0 0h64v36H0z"/></svg>\n';
const WORDS = '<p>Words that somebody reads, a few of them in a row, so that there is a line to look at, and another one below it.</p>\n';

export const GOOD = {
  'index.html': page('guide', 'A guide', WORDS),
  'step.html': page('step', 'A step', `${WORDS}<p><img src="picture.svg" alt="A dark field" width="64" height="36"></p>\n<div class="callout"><p>A word of advice: begin.</p></div>\n`),
  'style.css': STYLE,
  'app.js': '(() => { "use strict"; document.documentElement.classList.add("has-script"); })();\n',
  'picture.svg': PICTURE,
};
