/* Places to write: they grow with what is written, print with or without it, and keep it on this device if the reader says
   so. Nothing is sent, and nothing is kept before that. A classic script, so that it works from disk, too; nothing in it is
   newer than Safari 13 and Chrome 95. */
(() => {
  "use strict";

  const DAY = 864e5;
  const KIND = "reconnect-gen answers";
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const part = (name, from) => (from || document).querySelector(`[data-part="${name}"]`);
  const words = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const lang = document.documentElement.lang;
  const day = (time) => new Date(time).toLocaleDateString(lang, { year: "numeric", month: "long", day: "numeric" });
  const make = (tag, text, type) => {
    const element = document.createElement(tag);
    element.textContent = text;
    if (type) element.type = type;
    return element;
  };

  /* What is kept, by key: { v: 1, title, changed, answers }, each answer { value, question, part, choice } by the name of
     its control. The question and the part are kept so that an answer can be shown when its place is gone. A browser may
     refuse the store, and others may have written into it. */
  const store = (act) => { try { return act(window.localStorage); } catch (e) { return undefined; } };
  const understood = (text) => {
    try {
      const kept = JSON.parse(text);
      return kept && kept.v === 1 && kept.answers && typeof kept.answers === "object" ? kept : null;
    } catch (e) { return null; }
  };
  const load = (key) => store((s) => understood(s.getItem(key))) || null;
  /* Other windows hear of a removal only as of a change: the word says that the reader wants it gone there, too. */
  const remove = (key) => store((s) => { s.setItem(key, "deleted"); s.removeItem(key); });
  const keys = (start) => store((s) => Object.keys(s).filter((key) => key.startsWith(start))) || [];
  const expire = (start, days) => keys(start).forEach((key) => {
    const kept = load(key);
    if (kept && Date.now() > kept.changed + days * DAY) store((s) => s.removeItem(key));
  });

  /* Asks before something is lost: the question and two buttons in the place of the one that was pressed. */
  const ask = (button, no, act) => {
    const box = make("span", "");
    box.className = "keep-sure";
    const question = make("span", button.dataset.sure);
    question.id = "_sure";
    const yes = make("button", button.dataset.yes, "button");
    const not = make("button", no, "button");
    yes.setAttribute("aria-describedby", "_sure");
    const done = (act) => {
      box.remove();
      button.hidden = false;
      button.focus();
      if (act) act();
    };
    yes.onclick = () => done(act);
    not.onclick = () => done();
    box.onkeydown = (event) => { if (event.key === "Escape") done(); };
    box.append(question, " ", yes, " ", not);
    button.after(box);
    button.hidden = true;
    yes.focus();
  };

  const shown = (answer) => (answer.choice ? answer.part : (answer.part ? answer.part + ": " : "") + answer.value);
  const list = (into, answers) => {
    into.textContent = "";
    answers.forEach((answer) => into.append(make("dt", answer.question), make("dd", shown(answer))));
  };

  /* A control and its mirror: the same text, laid out by the browser, which gives the place its size and is what is printed. */
  const grow = (control) => {
    const mirror = control.previousElementSibling;
    if (!mirror || mirror.className !== "mirror") return;
    const date = control.type === "date" && control.value ? new Date(control.value + "T00:00") : 0;
    const text = date ? day(date) : control.value;
    mirror.dir = control.dir = text && "auto"; /* readers may write in another direction than the page's */
    mirror.textContent = text + "\u200b"; /* so that an empty last line counts */
    const rules = control.parentNode.querySelector(".rules");
    if (!rules || !rules.firstChild) return;
    const lines = text.split("\n").reduce((sum, line) => sum + 1 + Math.ceil(line.length / 16), 0);
    while (rules.childElementCount < lines) rules.append(rules.firstChild.cloneNode());
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

  function answers(place) {
    const form = place.querySelector("form");
    const tool = (name) => place.querySelector(`[data-do="${name}"]`);
    const bar = part("bar", place);
    const box = tool("keep");
    const { key, days, title } = place.dataset;
    const start = key.slice(0, key.indexOf(":sheet:") + 7);
    const controls = all("input, textarea", form).filter((control) => control.name);
    const byName = new Map();
    controls.forEach((control) => byName.set(control.name, (byName.get(control.name) || []).concat(control)));
    const changed = new Set();
    let homeless = {};
    let kept = null;
    let timer = 0;

    const isChoice = (control) => control.type === "checkbox" || control.type === "radio";
    const chosen = (name) => byName.get(name).find((control) => !isChoice(control) || control.checked);
    const value = (name) => { const control = chosen(name); return control ? control.value : ""; };
    const answer = (name) => {
      const control = chosen(name);
      const label = control.closest(".field").querySelector(".field-label");
      const own = control.getAttribute("aria-label") || words(control.labels[0]);
      const question = label ? words(label) : own;
      return { value: control.value, question, part: own === question ? "" : own, choice: isChoice(control) };
    };
    const written = () => {
      const out = Object.assign({}, homeless);
      byName.forEach((group, name) => { if (value(name)) out[name] = answer(name); });
      return out;
    };
    const say = (text) => { part("said", place).textContent = text; };
    const show = () => {
      const until = kept && bar.dataset.on.replace("{date}", day(kept.changed + days * DAY));
      part("state", place).textContent = until || bar.dataset.off;
      if (box) box.checked = Boolean(kept);
      part("earlier", place).hidden = !Object.keys(homeless).length;
      list(part("earlier", place).querySelector("dl"), Object.values(homeless));
      all(".undo", form).forEach((undo) => { undo.hidden = !all(":checked", undo.closest(".field")).length; });
    };

    /* Puts answers into their places; what has none is homeless. */
    const fill = (given) => Object.keys(given).forEach((name) => {
      const one = given[name];
      const group = byName.get(name) || [];
      delete homeless[name];
      let fits = false;
      group.forEach((control) => {
        if (isChoice(control)) control.checked = control.value === one.value;
        else control.value = one.value;
        fits = fits || (isChoice(control) ? control.checked : control.value === one.value);
        grow(control);
      });
      if (!fits) homeless[name] = one;
    });
    const empty = (names) => names.forEach((name) => {
      delete homeless[name];
      (byName.get(name) || []).forEach((control) => {
        if (isChoice(control)) control.checked = false;
        else control.value = "";
        grow(control);
      });
    });
    const clear = () => {
      clearTimeout(timer);
      changed.clear();
      form.reset();
      homeless = {};
      controls.forEach(grow);
      kept = null;
      show();
    };

    /* Writes what changed into what is kept, so that two windows do not undo each other. */
    const keep = (next) => {
      const text = JSON.stringify(next);
      const fine = store((s) => { s.setItem(key, text); return s.getItem(key) === text; });
      kept = fine ? next : load(key);
      changed.clear();
      show();
      if (!fine) part("state", place).textContent = bar.dataset.failed;
    };
    const save = () => {
      clearTimeout(timer);
      if (!box || !kept || !changed.size) return;
      const now = load(key);
      if (!now) { kept = null; changed.clear(); return show(); }
      changed.forEach((name) => {
        if (value(name)) now.answers[name] = answer(name);
        else delete now.answers[name];
      });
      keep({ v: 1, title, changed: Date.now(), answers: now.answers });
    };
    const look = () => {
      expire(start, days);
      const now = load(key);
      if (now) fill(now.answers);
      else if (kept) return clear();
      kept = now;
      show();
    };

    form.addEventListener("input", (event) => {
      const { target } = event;
      if (!target.name) return;
      grow(target);
      say("");
      changed.add(target.name);
      if (isChoice(target)) show();
      clearTimeout(timer);
      timer = setTimeout(save, 300);
    });
    document.addEventListener("visibilitychange", save);
    window.addEventListener("pagehide", save);
    window.addEventListener("pageshow", (event) => { if (event.persisted) look(); });
    window.addEventListener("storage", (event) => {
      if (event.key !== key && event.key !== null) return;
      if (event.newValue === "deleted" || event.key === null) { if (kept) clear(); return; }
      const before = understood(event.oldValue);
      const now = understood(event.newValue);
      if (now) {
        const old = before ? before.answers : {};
        empty(Object.keys(old).filter((name) => !now.answers[name] && !changed.has(name)));
        const news = {};
        Object.keys(now.answers).forEach((name) => {
          const is = now.answers[name];
          if (!changed.has(name) && !(old[name] && old[name].value === is.value)) news[name] = is;
        });
        fill(news);
        /* What was written here before the other window began to keep. */
        if (!before) byName.forEach((group, name) => { if (value(name) && !now.answers[name]) changed.add(name); });
      }
      kept = now;
      if (kept && changed.size) timer = setTimeout(save, 300);
      show();
    });

    if (box) box.addEventListener("change", () => {
      say("");
      if (box.checked) return keep({ v: 1, title, changed: Date.now(), answers: written() });
      store((s) => s.removeItem(key));
      kept = null;
      show();
    });
    tool("print").onclick = tool("print-empty").onclick = (event) => print(event.currentTarget);
    tool("delete").onclick = (event) => {
      const button = event.currentTarget;
      ask(button, bar.dataset.no, () => {
        remove(key);
        clear();
        say(button.dataset.done);
      });
    };

    /* A file of answers: what is kept, with its kind and key, to read with any editor. */
    tool("save").onclick = (event) => {
      const text = JSON.stringify({ kind: KIND, v: 1, key, title, answers: written() }, null, 2);
      const link = make("a", "");
      link.href = URL.createObjectURL(new Blob([text + "\n"], { type: "application/json" }));
      link.download = decodeURIComponent(key.split("/").pop().split(":").pop()) + ".json";
      link.hidden = true;
      place.append(link);
      link.click();
      link.remove();
      setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      say(event.currentTarget.dataset.done);
    };
    const open = (button, text) => {
      const file = understood(text);
      if (!file || file.kind !== KIND) return say(button.dataset.bad);
      if (file.key !== key && earlier.indexOf(file.key) < 0) return say(button.dataset.other.replace("{title}", file.title));
      const take = () => {
        const good = {};
        Object.keys(file.answers).forEach((name) => {
          const one = file.answers[name];
          if (one && typeof one.value === "string") good[name] = one;
        });
        empty(Array.from(byName.keys()));
        homeless = {};
        fill(good);
        if (kept) keep({ v: 1, title, changed: Date.now(), answers: written() });
        show();
        say(button.dataset.done);
      };
      if (Object.keys(written()).length) ask(button, bar.dataset.no, take);
      else take();
    };
    const file = make("input", "", "file");
    file.accept = ".json,application/json";
    file.hidden = true;
    tool("open").after(file);
    tool("open").onclick = () => { file.value = ""; file.click(); };
    file.onchange = () => {
      const reader = new FileReader();
      reader.onload = () => open(tool("open"), reader.result);
      if (file.files[0]) reader.readAsText(file.files[0]);
    };

    /* A choice can be taken back, which the browser alone does not offer. */
    all("fieldset", form).filter((field) => field.querySelector("[type=radio]")).forEach((field) => {
      const undo = make("button", bar.dataset.undo, "button");
      undo.className = "undo";
      undo.onclick = () => {
        const first = field.querySelector("[type=radio]");
        empty([first.name]);
        changed.add(first.name);
        save();
        show();
        first.focus();
      };
      field.append(undo);
    });
    controls.forEach(mirror);
    part("by-hand", place).hidden = true;
    part("keep", place).hidden = bar.hidden = false;
    document.documentElement.classList.add("has-bar");
    const earlier = place.dataset.earlier.split(" ").filter(Boolean);
    if (!load(key)) earlier.forEach((old) => store((s) => {
      if (!load(old)) return;
      s.setItem(key, s.getItem(old));
      s.removeItem(old);
    }));
    look();
  }

  /* On the list of worksheets: which of them have answers on this device, even those that the guide has no more. */
  function keptList(section) {
    const { kept: start, days } = section.dataset;
    const into = part("list", section);
    const button = section.querySelector("[data-do]");
    const show = () => {
      expire(start, days);
      const found = keys(start).filter(load);
      const known = all("li[data-key]", into);
      known.forEach((item) => { item.hidden = found.indexOf(item.dataset.key) < 0; });
      all("li:not([data-key])", into).forEach((item) => item.remove());
      found.filter((key) => !known.some((item) => item.dataset.key === key)).forEach((key) => {
        const { title, answers } = load(key);
        const item = make("li", `${title} – ${into.dataset.gone}`);
        const dl = make("dl", "");
        list(dl, Object.values(answers));
        item.append(dl);
        into.append(item);
      });
      if (found.length) section.hidden = false;
      button.hidden = into.hidden = !found.length;
    };
    button.onclick = () => ask(button, part("bar", section).dataset.no, () => {
      keys(start).filter(load).forEach(remove);
      show();
      part("said", section).textContent = button.dataset.done;
    });
    window.addEventListener("storage", show);
    window.addEventListener("pageshow", show);
  }

  all(".answers").forEach(answers);
  all("[data-kept]").forEach(keptList);
  all('[data-part="print"]').forEach((place) => {
    place.hidden = false;
    place.firstElementChild.onclick = (event) => print(event.currentTarget);
  });
})();
