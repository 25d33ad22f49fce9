// The sites: the shipped guide; the same for readers who may be watched; a guide with four scripts in it; and a large one.
import { rmSync } from 'node:fs';
import { build, file, root, shippedGuide, write } from '../play.mjs';

const SAFETY = '\n[reader]\nid = "friend"\nsave = true\nprogress = true\n\n[safety]\nsensitive = true\nexit-url = "about:blank"\n';

/** Pages whose words are known. */
const SCRIPTS = {
  'index.md': '# Cuatro escrituras\n',
  '1-cancion.md': '---\nsummary: Una canción para un amigo.\n---\n\n# La canción del río\n\n## El corazón\n\nCanta con el corazón abierto, aunque llueva en Ávila.\n',
  '2-nihongo.md': '# 友達に謝る\n\nまず深呼吸をして、落ち着いて電話をかけます。\n\n## 手紙\n\n東京の友人に手紙を書きましょう。\n',
  '3-arabic.md': '# الاعتذار لصديق\n\nابدأ بكلمة طيبة وبالصبر، ثم اكتب رسالةً قصيرةً.\n',
  '4-korean.md': '# 친구와 화해하기\n\n편지를 쓰고 기다립니다.\n',
  '5-strasse.md': '# Auf der Straße\n\nDie Freundschaft wächst langsam. Don’t hurry.\n',
};

export const LARGE = 640;
/** A guide in which every step has a word of its own, and shares others with all. */
function large() {
  write('large/content/index.md', '# Large\n');
  const parts = 10;
  for (let p = 1; p <= parts; p += 1) {
    write(`large/content/${p}-part-${p}/index.md`, `# Part ${p}\n`);
    for (let s = 1; s <= LARGE / parts; s += 1) {
      const n = (p - 1) * (LARGE / parts) + s;
      const filler = Array.from({ length: 120 }, (_, k) => `word${(n * 7 + k * 13) % 900}`).join(' ');
      write(`large/content/${p}-part-${p}/${s}-s.md`, `---\nslug: s-${n}\n---\n# Step called needle${n}x\n\nThe thread goes on. ${filler}.\n`);
    }
  }
}

export function begin() {
  rmSync(root, { recursive: true, force: true });
  shippedGuide('friend', '\n[reader]\nid = "friend"\n');
  build('friend', 'www/friend');
  shippedGuide('watched', SAFETY.replace('about:blank', 'http://127.0.0.1:9/weather'));
  build('watched', 'www/watched');
  write('scripts/book.toml', '[book]\nlanguage = "es"\n');
  for (const [name, text] of Object.entries(SCRIPTS)) write(`scripts/content/${name}`, text);
  build('scripts', 'www/scripts');
  large();
  build('large', 'www/large');
}
export const inRoot = file;
