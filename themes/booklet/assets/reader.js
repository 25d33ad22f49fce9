/* What every page can do for its reader: open the search, tick off steps, copy words, print, leave at once. Nothing
   is sent, and nothing is kept before the first tick. A classic script, so that it works from disk, too; nothing in it is newer than
   Safari 13 and Chrome 95. */
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));
  const part = (name, from) => (from || document).querySelector(`[data-part="${name}"]`);
  const make = (tag, text, type) => {
    const element = Object.assign(document.createElement(tag), { textContent: text });
    if (type) element.type = type;
    return element;
  };
  /* A browser may refuse the store. */
  const store = (act) => { try { return act(window.localStorage); } catch (e) { return undefined; } };
  const day = (date) => date.toLocaleDateString(root.lang, { year: "numeric", month: "long", day: "numeric" });
  const counted = (forms, n) => {
    const texts = JSON.parse(forms);
    return (texts[new Intl.PluralRules(root.lang).select(n)] || texts.other).replace("{n}", n);
  };

  /* Asks before something is lost: the question and two buttons in the place of the one that was pressed. */
  let close = () => {};
  const ask = (button, no, act) => {
    close();
    const box = make("span", "");
    box.className = "keep-sure";
    const question = make("span", button.dataset.sure);
    question.id = "_sure";
    const yes = make("button", button.dataset.yes, "button");
    const not = make("button", no, "button");
    yes.setAttribute("aria-describedby", "_sure");
    const done = (act) => {
      close = () => {};
      box.remove();
      button.hidden = false;
      button.focus();
      if (act) act();
    };
    close = done;
    yes.onclick = () => done(act);
    not.onclick = () => done();
    box.onkeydown = (event) => { if (event.key === "Escape") done(); };
    box.append(question, " ", yes, " ", not);
    button.after(box);
    button.hidden = true;
    yes.focus();
  };

  window.guideReader = { all, ask, day, make, part, store, counted };

  /* Leaving at once: cover the page, forget what is kept, and put the other site in its place in the history. */
  const exit = document.querySelector("[data-exit]");
  if (exit) {
    const leave = (event) => {
      if (event) event.preventDefault();
      root.hidden = true;
      document.title = "\u2026";
      store((s) => Object.keys(s).filter((key) => key.startsWith(exit.dataset.exit)).forEach((key) => s.removeItem(key)));
      document.body.textContent = "";
      window.location.replace(exit.href);
    };
    let times = [];
    exit.onclick = leave;
    if (part("shift")) part("shift").hidden = false;
    /* Who holds the key to write a capital letter, or to select, does not want to leave. */
    let isUsed = false;
    const use = ({ key, shiftKey }) => {
      if (key === "Shift") return;
      times = [];
      isUsed = shiftKey;
    };
    document.addEventListener("keydown", use);
    document.addEventListener("mousedown", use);
    document.addEventListener("keyup", ({ key }) => {
      if (key !== "Shift") return;
      times = isUsed ? [] : times.concat(Date.now()).slice(-3);
      isUsed = false;
      if (times.length === 3 && times[2] - times[0] < 2000) leave();
    });
  }
  /* Ticks: { v: 1, changed, done: [paths] }, the paths below the guide's folder. */
  function progress(nav) {
    const { progress: key, days, home, done: word } = nav.dataset;
    const place = (href) => { const a = make("a", ""); a.href = href; return decodeURI(a.pathname); };
    const start = place(home).replace(/[^/]*$/, "");
    const steps = all("[data-step]", nav).map((link) => ({
      link,
      path: place(link.href).slice(start.length).replace(/\.html$/, ""),
      minutes: Number(link.dataset.step),
      current: link.hasAttribute("aria-current"),
    }));
    const current = steps.find((step) => step.current);
    const tick = part("tick");
    const goOn = part("go-on");
    const box = tick && tick.querySelector("input");
    const load = () => {
      try {
        const kept = JSON.parse(store((s) => s.getItem(key)));
        if (Date.now() - kept.changed > days * 864e5) store((s) => s.removeItem(key));
        else return kept.done.filter((path) => typeof path === "string");
      } catch (e) { /* nothing, or another's */ }
      return [];
    };
    const save = (done) => store((s) => {
      if (!done.length) return s.removeItem(key);
      return s.setItem(key, JSON.stringify({ v: 1, changed: Date.now(), done }));
    });
    const left = (open) => {
      const said = part("left").dataset;
      const minutes = open.reduce((sum, step) => sum + step.minutes, 0);
      if (!open.length) return said.all;
      if (!open.every((step) => step.minutes)) return counted(said.steps, open.length);
      return minutes > 120 ? counted(said.hours, Math.round(minutes / 60)) : counted(said.minutes, minutes);
    };
    const show = () => {
      const done = load();
      const open = steps.filter((step) => !done.includes(step.path));
      const some = steps.length > open.length;
      steps.forEach(({ link, path }) => {
        const is = done.includes(path);
        if (link.parentNode.classList.toggle("is-done", is) === Boolean(link.lastElementChild && link.lastElementChild.className === "unseen")) return;
        if (!is) return link.lastElementChild.remove();
        const text = make("span", ` (${word})`);
        text.className = "unseen";
        link.append(text);
      });
      if (box) box.checked = Boolean(current) && done.includes(current.path);
      if (tick) tick.classList.toggle("has-some", some);
      if (part("left")) part("left").textContent = some ? left(open) : "";
      if (!goOn || !steps.length) return;
      goOn.hidden = !some;
      const link = goOn.querySelector("a");
      const next = open[0] || steps[0];
      const [number] = all(".n", next.link);
      const title = next.link.cloneNode(true);
      all("span", title).forEach((span) => span.remove());
      link.href = next.link.href;
      link.textContent = link.dataset.text.replace("{number}", number ? number.textContent : "").replace("{title}", () => title.textContent.trim());
      link.parentNode.hidden = !open.length;
    };
    if (box && current) {
      tick.hidden = false;
      box.onchange = () => {
        const is = box.checked;
        const done = load().filter((path) => path !== current.path);
        save(is ? done.concat(current.path) : done);
        show();
        if (box.checked !== is) part("left").textContent = part("left").dataset.failed;
      };
    }
    all('[data-do="forget"]').forEach((button) => {
      button.onclick = () => ask(button, button.dataset.no, () => {
        store((s) => s.removeItem(key));
        show();
        if (box) box.focus(); /* the button is gone */
      });
    });
    window.addEventListener("storage", show);
    window.addEventListener("pageshow", show);
    show();
  }
  all("[data-progress]").forEach(progress);

  /* Words to use, to paste them into a message. */
  const copy = (text) => {
    const byHand = async () => {
      const area = make("textarea", text);
      area.className = "unseen";
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    };
    return navigator.clipboard ? navigator.clipboard.writeText(text).catch(byHand) : byHand();
  };
  all('[data-part="copy"]').forEach((place) => {
    const button = place.querySelector("button");
    const said = place.querySelector("span");
    place.hidden = false;
    button.onclick = () => {
      const texts = Array.from(place.parentNode.children).filter((child) => child !== place && child.className !== "callout-label");
      copy(texts.map((child) => child.innerText.trim()).join("\n\n")).then(() => {
        said.textContent = button.dataset.done;
        button.focus();
      });
    };
  });

  all('[data-part="print"]').forEach((place) => {
    place.hidden = false;
    all('[data-part="by-hand"]', place.parentNode).forEach((note) => { note.hidden = true; });
    place.firstElementChild.onclick = () => window.print();
  });

  /* What few readers need comes when they open it. */
  all("details[data-script]").forEach((place) => {
    place.hidden = false;
    place.addEventListener("toggle", () => {
      const script = make("script", "");
      script.src = place.dataset.script;
      place.append(script);
    }, { once: true });
  });

  /* The search is loaded when somebody wants it. */
  const opener = document.querySelector("a[data-search]");
  if (opener) {
    const open = (event) => {
      event.preventDefault();
      if (window.guideSearch) return window.guideSearch.open();
      if (opener.isAsked) return undefined;
      opener.isAsked = true;
      const sheet = make("link", "");
      sheet.rel = "stylesheet";
      sheet.href = opener.dataset.sheet;
      const script = make("script", "");
      script.src = opener.dataset.search;
      script.onload = () => window.guideSearch.open();
      script.onerror = () => { window.location.href = opener.href; };
      sheet.onload = sheet.onerror = () => document.head.append(script);
      document.head.append(sheet);
      return undefined;
    };
    if (!opener.hasAttribute("aria-current")) {
      opener.onclick = (event) => { if (!event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey) open(event); };
    }
    document.addEventListener("keydown", (event) => { if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === "k") open(event); });
  }
})();
