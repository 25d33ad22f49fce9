/* Search without a server: the files of the index are scripts, so that this works from disk, too. Nothing that is typed is
   sent, kept or put in the address. Nothing in it is newer than Safari 13 and Chrome 95. */
(() => {
  "use strict";

  const { counted, make, part } = window.guideReader;
  const opener = document.querySelector("a[data-search]");
  const base = opener.href.replace(/[^/]*$/, "");
  const MOST = 8;

  /* The files of the index, by name: each calls `guideSearch` with its name and content. */
  const files = new Map();
  const arrived = {};
  const get = (name) => {
    if (!files.has(name)) {
      files.set(name, new Promise((resolve, reject) => {
        const script = make("script", "");
        arrived[name] = resolve;
        script.onerror = () => { files.delete(name); reject(new Error(name)); };
        script.src = `${base}search-index${name && "-"}${name}.js`;
        document.head.append(script);
      }));
    }
    return files.get(name);
  };
  const guideSearch = (name, content) => arrived[name](content);

  /* Words as the index has them: see src/output/search/words.rs. */
  const DENSE = "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\u{20000}-\u{3ffff}";
  const dense = new RegExp(`[${DENSE}]`, "u");
  const run = new RegExp(`[${DENSE}]+|[^${DENSE}]+`, "gu");
  const WORD = "[\\p{Alphabetic}\\p{N}\\p{M}]";
  const words = new RegExp(`${WORD}+`, "gu");
  const SPELLED = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ", "ة": "ه", "ى": "ي" };
  const fold = (text) => text.normalize("NFKD").toLowerCase()
    .replace(/[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670'\u2019\u02bc]/g, "")
    .replace(/./g, (c) => SPELLED[c] || c).normalize("NFC");
  /* An Arabic word may be written together with what stands before it. */
  const bare = (word) => word.replace(/^(?:[وفبك]?ال|لل)(?=.{3})/, "");
  const cut = (text) => [].concat(...(fold(text).match(words) || []).map((word) => word.match(run)));
  const wanted = (text) => {
    const found = [];
    cut(text).forEach((piece) => {
      const letters = Array.from(piece);
      if (!dense.test(piece)) {
        if (letters.length > 1 || /\p{N}/u.test(piece)) found.push(bare(piece));
      } else if (letters.length === 1) found.push(piece);
      else letters.slice(1).forEach((letter, n) => found.push(letters[n] + letter));
    });
    return Array.from(new Set(found));
  };

  /* How well a word of the index fits: the same, its beginning, or with one mistake behind the second letter. */
  const fits = (word, has, isLast) => {
    if (has === word) return 1;
    if (has.startsWith(word) && (isLast || word.length > 2)) return 0.7;
    let at = 0;
    while (at < word.length && word[at] === has[at]) at += 1;
    if (at < 2 || word.length < 5 || dense.test(word)) return 0;
    const rest = word.slice(at);
    const other = has.slice(at);
    const begins = (one, two) => two.startsWith(one) && (one.length > 0 || two.length < 3);
    const swapped = rest.length > 1 && rest[0] === other[1] && rest[1] === other[0] && begins(rest.slice(2), other.slice(2));
    return swapped || begins(rest.slice(1), other.slice(1)) || begins(rest.slice(1), other) || begins(rest, other.slice(1)) ? 0.35 : 0;
  };
  const bucket = (word, count) => {
    const start = Array.from(word).slice(0, dense.test(word[0]) || dense.test(word) ? 1 : 2).join("");
    let hash = 0;
    for (let n = 0; n < start.length; n += 1) hash = (hash * 31 + start.charCodeAt(n)) & 0xffff;
    return hash % count;
  };

  const DIGITS = "0123456789abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZwxyz-_";
  const SAYS = [1, 1.6, 3.5, 8];
  const pages = (text, each) => {
    let page = 0;
    let number = 0;
    let shift = 0;
    for (const sign of text) {
      const digit = DIGITS.indexOf(sign);
      number += (digit & 31) << shift;
      shift += 5;
      if (digit < 32) {
        page += number >> 2;
        each(page, SAYS[number & 3]);
        number = shift = 0;
      }
    }
  };

  /* The best pages for words: those with all of them first. */
  const rank = (head, list, texts) => {
    const scores = new Map();
    list.forEach((word, n) => {
      const best = new Map();
      texts[n].split("\n").forEach((line) => {
        const [has, on] = line.split(" ");
        const fit = fits(word, has, n === list.length - 1);
        if (!fit) return;
        const rare = Math.log(1 + head.pages / (on.length / 2));
        pages(on, (page, says) => best.set(page, Math.max(best.get(page) || 0, fit * says * rare)));
      });
      best.forEach((score, page) => {
        const [found, sum] = scores.get(page) || [0, 0];
        scores.set(page, [found + 1, sum + score]);
      });
    });
    return Array.from(scores).sort((a, b) => b[1][0] - a[1][0] || b[1][1] - a[1][1] || a[0] - b[0]);
  };

  /* The places in a text where the words stand, as [from, to]. */
  const token = new RegExp(`(?:${WORD}|['\u2019\u02bc])+`, "gu");
  const places = (text, list) => {
    const found = [];
    text.replace(token, (raw, at) => {
      list.forEach((word, n) => {
        if (dense.test(word)) {
          const inside = raw.indexOf(word);
          if (inside >= 0) found.push([at + inside, at + inside + word.length, n]);
        } else if (cut(raw).some((piece) => fits(word, bare(piece)) || fits(word, piece.replace(/^[وفبكل](?=.{3})/, "")))) found.push([at, at + raw.length, n]);
      });
      return raw;
    });
    return found.sort((a, b) => a[0] - b[0]);
  };
  /* The piece of a page that has most of the words, and about so much of it as a reader takes in at once. */
  const passage = (passages, list) => {
    let best = { found: [], score: -1 };
    passages.forEach(([anchor, text]) => {
      const found = places(text, list);
      const score = new Set(found.map((place) => place[2])).size;
      if (score > best.score) best = { anchor, text, found, score };
    });
    const first = best.found.length ? best.found[0][0] : 0;
    const from = first < 60 ? 0 : best.text.indexOf(" ", first - 60) + 1 || first;
    const end = best.text.indexOf(" ", from + 170);
    const to = end < 0 || end > from + 200 ? Math.min(best.text.length, from + 190) : end;
    return Object.assign(best, { from: Math.min(from, first), to });
  };

  const marked = (into, text, found, from, to) => {
    let at = from;
    found.forEach(([start, end]) => {
      if (start < at || end > to) return;
      into.append(text.slice(at, start), make("mark", text.slice(start, end)));
      at = end;
    });
    into.append(text.slice(at, to));
  };

  /* A combobox (ARIA Authoring Practices: the focus stays in the field) above its list. */
  class Search {
    constructor(head, place) {
      this.head = head;
      this.box = place || make("div", "");
      this.isPanel = !place;
      this.turn = 0;
      const { box } = this;
      const form = make("form", "");
      form.setAttribute("role", "search");
      form.method = "dialog";
      form.onsubmit = (event) => event.preventDefault();
      const label = make("label", head.words.label);
      label.htmlFor = "_find";
      this.field = make("input", "", "search");
      Object.entries({ id: "_find", role: "combobox", autocomplete: "off", "aria-expanded": "false",
        "aria-autocomplete": "list", "aria-controls": "_found", "aria-describedby": "_find-hint" }).forEach(([name, value]) => this.field.setAttribute(name, value));
      const hint = make("p", head.words.hint);
      hint.id = "_find-hint";
      hint.className = "find-hint";
      this.said = make("p", "");
      this.said.setAttribute("role", "status");
      this.list = make("ul", "");
      this.list.id = "_found";
      this.list.setAttribute("role", "listbox");
      this.list.setAttribute("aria-label", head.words.list);
      this.list.hidden = true;
      form.append(label, this.field);
      box.append(form);
      box.onkeydown = (event) => { if (event.key === "Escape" && !event.isComposing) this.escape(event); };
      box.classList.add("find");
      if (this.isPanel) this.panel(form);
      form.append(hint, this.said, this.list);
      this.field.oninput = () => {
        this.isOld = true;
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.look(), 60);
      };
      this.field.onkeydown = (event) => this.press(event);
      this.list.onmousedown = (event) => event.preventDefault();
      this.list.onclick = (event) => this.go(event.target.closest("[role=option]"), event);
    }

    panel(form) {
      const { box } = this;
      const button = make("button", this.head.words.close, "button");
      button.onclick = () => this.close();
      const every = make("a", this.head.words.all);
      every.href = opener.href;
      form.append(button);
      box.append(every);
      box.classList.add("find-panel");
      box.hidden = true;
      document.body.querySelector(".skip, header").before(box);
      box.addEventListener("focusout", ({ relatedTarget }) => { if (relatedTarget && !box.contains(relatedTarget)) this.close(true); });
      document.addEventListener("mousedown", ({ target }) => { if (!box.contains(target)) this.close(true); });
    }
    open() {
      this.box.hidden = false;
      this.field.focus();
      this.field.select();
    }
    close(stay) {
      if (this.box.hidden || !this.isPanel) return;
      this.box.hidden = true;
      if (!stay) opener.focus();
    }

    async look() {
      const turn = this.turn += 1;
      const list = wanted(this.field.value);
      if (!list.length) return this.show([], "");
      try {
        const { files: count, size } = this.head;
        const texts = await Promise.all(list.map((word) => get(`w${bucket(word, count)}`)));
        const ranked = rank(this.head, list, texts);
        const best = await Promise.all(ranked.slice(0, MOST).map(([page]) => get(`t${Math.floor(page / size)}`).then((all) => all[page % size])));
        if (turn === this.turn) this.show(best, best.length ? counted(JSON.stringify(this.head.found), ranked.length) : this.head.words.none, list);
      } catch (e) {
        if (turn === this.turn) this.show([], this.head.words.failed);
      }
      return undefined;
    }
    show(best, said, list) {
      this.isOld = false;
      this.active = -1;
      this.said.textContent = said;
      this.list.textContent = "";
      best.forEach(([title, href, kind, passages], n) => {
        const item = make("li", "");
        const { anchor, text, found, from, to } = passage(passages, list);
        item.id = `_found-${n}`;
        item.setAttribute("role", "option");
        item.dataset.href = base + href + (anchor && !href.includes("#") ? `#${encodeURIComponent(anchor)}` : "");
        const name = make("span", "");
        name.className = "found-title";
        marked(name, title, places(title, list), 0, title.length);
        const what = make("span", kind);
        what.className = "kind";
        const words = make("span", from > 0 ? "\u2026 " : "");
        words.className = "found-text";
        if (text) marked(words, text, found, from, to);
        if (text && to < text.length) words.append(" \u2026");
        item.append(name, " ", what, " ", words);
        this.list.append(item);
      });
      this.list.hidden = !best.length;
      this.field.setAttribute("aria-expanded", best.length > 0);
      this.choose(-1);
      if (this.isEntered) this.go(this.list.firstChild, {});
      this.isEntered = false;
    }
    choose(n) {
      const items = Array.from(this.list.children);
      this.active = n;
      items.forEach((item, at) => item.setAttribute("aria-selected", at === n));
      if (n < 0) return this.field.removeAttribute("aria-activedescendant");
      this.field.setAttribute("aria-activedescendant", items[n].id);
      return items[n].scrollIntoView({ block: "nearest" });
    }
    escape(event) {
      if (!this.field.value) return this.close();
      event.preventDefault();
      this.field.value = "";
      clearTimeout(this.timer);
      return this.look();
    }
    press(event) {
      const count = this.list.childElementCount;
      if (event.isComposing) return;
      if (event.key === "ArrowDown" && count) this.choose((this.active + 1) % count);
      else if (event.key === "ArrowUp" && count) this.choose((this.active > 0 ? this.active : count) - 1);
      else if (event.key === "Enter" && this.isOld) this.isEntered = true; /* the answer is under way */
      else if (event.key === "Enter") this.go(this.list.children[Math.max(this.active, 0)], event);
      else return;
      event.preventDefault();
    }
    go(item, event) {
      if (!item) return;
      if (event.ctrlKey || event.metaKey) window.open(item.dataset.href, "_blank", "noopener");
      else {
        window.location.href = item.dataset.href;
        this.close(true);
      }
    }
  }

  let search = null;
  window.guideSearch = guideSearch;
  guideSearch.open = () => {
    if (search) search.open();
    else get("").then((head) => {
      search = search || new Search(head, part("find"));
      search.open();
    }, () => { window.location.href = opener.href; });
  };
  if (part("find")) get("").then((head) => { search = new Search(head, part("find")); });
})();
