/* Places to write: they grow with what is written, print with or without it, and keep it on this device if the reader says
   so. Nothing is sent, and nothing is kept before that. A classic script, so that it works from disk, too; nothing in it is
   newer than Safari 13 and Chrome 95. */
(() => {
  "use strict";

  const { all, ask, day, make, part, store } = window.guideReader;
  const DAY = 864e5;
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();

  /* What is kept, by key: { v: 1, title, changed, answers }, each answer { value, question, part, choice } by the name of
     its control. The question and the part are kept so that an answer can be shown when its place is gone. A browser may
     refuse the store, and others may have written into it. */
  const none = () => Object.create(null); /* a field may be called `constructor` */
  const understood = (text) => {
    try {
      const kept = JSON.parse(text);
      if (kept.v !== 1 || !(kept.changed > 0)) return null;
      const answers = none();
      Object.keys(kept.answers).forEach((name) => {
        const { value, question, part, choice } = kept.answers[name] || {};
        if (typeof value === "string") answers[name] = { value, question: String(question), part: String(part || ""), choice };
      });
      return Object.assign(kept, { answers });
    } catch (e) { return null; }
  };
  const load = (key) => store((s) => understood(s.getItem(key))) || null;
  /* Other windows hear of a removal only as of a change: the word says that the reader wants it gone there, too. */
  const remove = (key) => store((s) => { s.setItem(key, "deleted"); s.removeItem(key); });
  const keys = (start) => store((s) => Object.keys(s).filter((key) => key.startsWith(start))) || [];
  const expire = (start, days) => keys(start).forEach((key) => {
    const kept = load(key);
    const age = kept ? Date.now() - kept.changed : 0;
    /* Clocks may be wrong: now, where it is before the year 2023; or when it was kept, where that is to come. */
    if (Date.now() < 1.7e12) return;
    if (age > days * DAY) store((s) => s.removeItem(key));
    else if (age < -DAY) store((s) => s.setItem(key, JSON.stringify(Object.assign(kept, { changed: Date.now() }))));
  });

  const shown = (answer) => (answer.choice ? answer.part : (answer.part ? answer.part + ": " : "") + answer.value);
  const list = (into, answers) => {
    into.textContent = "";
    answers.forEach((answer) => into.append(make("dt", answer.question), make("dd", shown(answer))));
  };

  const lines = (text, width) => text.split("\n").reduce((sum, line) => sum + 1 + Math.floor(line.length / width), 0);
  /* A field with more than a sheet of paper holds is marked, since it has to be divided: about so many lines, of so many
     letters. */
  const measure = (control, text) => {
    const row = control.closest("tr");
    const cells = row ? row.childElementCount : 1;
    const rows = lines(text, row ? 60 / cells : 80);
    control.share = rows / cells;
    const field = control.closest(".field");
    const sum = all("textarea", field).reduce((sum, one) => sum + (one.share || 1), 0);
    field.classList.toggle("much", sum > 28);
  };

  /* A control and its mirror: the same text, laid out by the browser, which gives the place its size and is what is printed. */
  const grow = (control) => {
    const mirror = control.previousElementSibling;
    if (!mirror || mirror.className !== "mirror") return;
    const date = control.type === "date" && control.value ? new Date(control.value + "T00:00") : 0;
    const text = date ? day(date) : control.value;
    mirror.dir = control.dir = text && "auto"; /* readers may write in another direction than the page's */
    mirror.textContent = text + "\u200b"; /* so that an empty last line counts */
    measure(control, text);
    const rules = control.parentNode.querySelector(".rules");
    if (!rules) return;
    const most = Math.min(lines(text, 16), 3000);
    for (let n = rules.childElementCount; n < most; n += 1) rules.append(rules.firstChild.cloneNode());
  };
  const mirror = (control) => {
    const place = control.parentNode;
    if (!place.classList.contains("write")) return;
    if ("date" in control.dataset) control.type = "date";
    const element = make("span", "");
    element.className = "mirror";
    element.setAttribute("aria-hidden", "true");
    element.style.setProperty("--rows", control.rows || 1);
    control.before(element);
    place.classList.add("grows");
    grow(control);
  };

  const print = (button) => {
    const empty = button.dataset.do === "print-empty";
    document.documentElement.classList.toggle("print-empty", empty);
    window.addEventListener("afterprint", () => document.documentElement.classList.remove("print-empty"), { once: true });
    window.print();
  };

  const isChoice = (control) => control.type === "checkbox" || control.type === "radio";

  /* A page with places to write: the form, and what the reader does with the answers. */
  class Answers {
    constructor(place) {
      this.place = place;
      this.form = place.querySelector("form");
      this.bar = part("bar", place);
      this.box = this.tool("keep"); /* none where nothing may be kept */
      this.key = place.dataset.key;
      this.days = place.dataset.days;
      this.title = place.dataset.title;
      this.earlier = place.dataset.earlier.split(" ").filter(Boolean);
      this.controls = all("input, textarea", this.form).filter((control) => control.name);
      this.byName = new Map();
      this.controls.forEach((one) => this.byName.set(one.name, (this.byName.get(one.name) || []).concat(one)));
      this.kept = null;
      this.failed = false; /* to keep what was to be kept */
      this.homeless = none(); /* answers without a place */
      this.changed = new Set(); /* names that are not kept yet */
      this.timer = 0;
      this.controls.forEach(mirror);
      this.undoable();
      this.listen();
      part("by-hand", place).hidden = true;
      [part("keep", place), this.bar, part("end", place)].forEach((one) => { if (one) one.hidden = false; });
      const note = part("note", place); /* where the writing begins: on a step, the tools are far below */
      if (note) {
        note.textContent = words(part("keep", place).querySelector("p"));
        this.form.querySelector(".field").before(note);
      }
      document.documentElement.classList.add("has-bar");
      this.move();
      this.look();
    }

    tool(name) { return this.place.querySelector(`[data-do="${name}"]`); }
    say(text) { part("said", this.place).textContent = text; }

    chosen(name) { return this.byName.get(name).find((control) => !isChoice(control) || control.checked); }
    value(name) { const control = this.chosen(name); return control ? control.value : ""; }
    answer(name) {
      const control = this.chosen(name);
      const label = control.closest(".field").querySelector(".field-label");
      const own = control.getAttribute("aria-label") || words(control.labels[0]);
      const question = label ? words(label) : own;
      const choice = isChoice(control);
      return { value: control.value, question, part: own === question && !choice ? "" : own, choice };
    }
    written() {
      const out = Object.assign(none(), this.homeless);
      this.byName.forEach((group, name) => { if (this.value(name)) out[name] = this.answer(name); });
      return out;
    }

    show() {
      const { bar, kept, place } = this;
      part("state", place).textContent = this.failed ? bar.dataset.failed : kept ? bar.dataset.on : bar.dataset.off;
      if (this.box) {
        this.box.checked = Boolean(kept);
        part("days", place).hidden = !kept;
      }
      const earlier = part("earlier", place);
      earlier.hidden = !Object.keys(this.homeless).length;
      list(earlier.querySelector("dl"), Object.values(this.homeless));
      all(".undo", this.form).forEach((undo) => { undo.hidden = !undo.closest(".field").querySelector(":checked"); });
    }

    /* Puts answers into their places; what has none is homeless. */
    fill(given) {
      Object.keys(given).forEach((name) => {
        const { value } = given[name];
        delete this.homeless[name];
        let fits = false;
        (this.byName.get(name) || []).forEach((control) => {
          if (isChoice(control)) control.checked = control.value === value;
          else control.value = value;
          fits = fits || (isChoice(control) ? control.checked : control.value === value);
          grow(control);
        });
        /* Another answer may be given in its place: this one goes by a name that no control has. */
        if (!fits) this.homeless[this.byName.has(name) ? name + "~" : name] = given[name];
      });
    }
    empty(names) {
      names.forEach((name) => {
        delete this.homeless[name];
        (this.byName.get(name) || []).forEach((control) => {
          if (isChoice(control)) control.checked = false;
          else control.value = "";
          grow(control);
        });
      });
    }
    clear() {
      clearTimeout(this.timer);
      this.changed.clear();
      this.empty(Array.from(this.byName.keys()));
      this.homeless = none();
      this.kept = null;
      this.failed = false;
      this.show();
    }

    keep(answers) {
      const next = { v: 1, title: this.title, changed: Date.now(), answers };
      const text = JSON.stringify(next);
      const fine = store((s) => { s.setItem(this.key, text); return s.getItem(this.key) === text; });
      this.kept = fine ? next : load(this.key);
      this.failed = !fine;
      if (fine) this.changed.clear();
      else Object.keys(answers).forEach((name) => this.changed.add(name));
      this.show();
    }
    /* Writes what changed into what is kept, so that two windows do not undo each other. */
    save() {
      clearTimeout(this.timer);
      if (!this.box || !this.kept || !this.changed.size) return;
      const now = load(this.key);
      if (!now) {
        this.kept = null;
        this.show();
        return;
      }
      this.changed.forEach((name) => {
        if (!this.byName.has(name)) return;
        if (this.value(name)) now.answers[name] = this.answer(name);
        else delete now.answers[name];
      });
      this.keep(Object.assign(now.answers, this.homeless));
    }
    saveSoon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), 300);
    }
    /* Shows what is kept; what another window has deleted meanwhile goes here, too. */
    look() {
      expire(this.key.slice(0, this.key.indexOf(":sheet:") + 7), this.days);
      const now = load(this.key);
      if (now) this.merge(this.kept && this.kept.answers, now.answers);
      else if (this.kept) this.clear();
      this.kept = now;
      if (this.changed.size) this.saveSoon();
      this.show();
    }
    /* Answers go where the page has gone. */
    move() {
      if (load(this.key)) return;
      const [old] = this.earlier.filter(load).sort((a, b) => load(b).changed - load(a).changed);
      if (old) store((s) => {
        s.setItem(this.key, s.getItem(old));
        s.removeItem(old);
      });
    }

    listen() {
      const { box, form } = this;
      const write = ({ target }) => {
        if (!target.name) return;
        grow(target);
        /* Who fills in "other: …" has chosen it. */
        const option = target.type === "textarea" && target.closest(".options li") && target.closest(".options li").querySelector("[type=radio], [type=checkbox]");
        if (option && target.value && !option.checked) {
          option.checked = true;
          this.changed.add(option.name);
          this.show();
        }
        this.say("");
        this.changed.add(target.name);
        if (isChoice(target)) this.show();
        this.saveSoon();
      };
      form.addEventListener("input", write);
      form.addEventListener("change", write); /* all that some tools for filling in tell */
      document.addEventListener("visibilitychange", () => this.save());
      window.addEventListener("pagehide", () => this.save());
      window.addEventListener("pageshow", (event) => { if (event.persisted) this.look(); });
      window.addEventListener("storage", (event) => this.hear(event));
      if (box) box.onchange = () => {
        this.say("");
        if (box.checked) return this.keep(this.written());
        store((s) => s.removeItem(this.key));
        this.kept = null;
        this.show();
      };
      all('[data-do^="print"]', this.place).forEach((button) => { button.onclick = () => print(button); });
      const button = this.tool("delete");
      const erase = () => {
        remove(this.key);
        this.clear();
        this.say(button.dataset.done);
      };
      button.onclick = () => {
        if (Object.keys(this.written()).length) ask(button, this.bar.dataset.no, erase);
        else erase();
      };
    }

    /* Another window has written. */
    hear(event) {
      if (event.key !== this.key && event.key !== null) return;
      if (event.key === null || event.newValue === "deleted") return this.clear();
      const before = understood(event.oldValue);
      const now = understood(event.newValue);
      this.kept = now;
      if (now) this.merge(before ? before.answers : null, now.answers);
      if (this.changed.size) this.saveSoon();
      this.show();
    }
    /* Takes over what is new between `before` and `now`, but for what is being written here. */
    merge(before, now) {
      const old = before || none();
      this.empty(Object.keys(old).filter((name) => !now[name] && !this.changed.has(name)));
      const news = none();
      Object.keys(now).forEach((name) => {
        const isNew = !old[name] || old[name].value !== now[name].value;
        if (isNew && !this.changed.has(name)) news[name] = now[name];
      });
      this.fill(news);
      /* What was written here before the other window began to keep. */
      if (!before) this.byName.forEach((group, name) => { if (this.value(name) && !now[name]) this.changed.add(name); });
    }

    /* A choice can be taken back, which the browser alone does not offer. */
    undoable() {
      all("fieldset", this.form).forEach((field) => {
        const first = field.querySelector("[type=radio]");
        if (!first) return;
        const undo = make("button", this.bar.dataset.undo, "button");
        undo.className = "undo";
        undo.onclick = () => {
          this.empty([first.name]);
          this.changed.add(first.name);
          this.save();
          this.show();
          first.focus();
        };
        field.append(undo);
      });
    }
  }

  const pages = all(".answers").map((place) => new Answers(place));
  window.guideAnswers = { expire, keys, list, load, none, pages, remove, understood };
})();
