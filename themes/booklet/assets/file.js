/* Answers as a file that a reader takes along, and brings back. Loaded when somebody opens the tools for it. */
(() => {
  "use strict";

  const KIND = "reconnect-gen answers";
  const { ask, make } = window.guideReader;
  const { none, pages, understood } = window.guideAnswers;

  /* Gives a text to the reader as a file. */
  const download = (text, type, name) => {
    const link = make("a", "");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  /* A file of answers is what is kept, with its kind and key, to read with any editor. */
  function save(page) {
    const { key, title } = page;
    const text = JSON.stringify({ kind: KIND, v: 1, key, title, changed: Date.now(), answers: page.written() }, null, 2);
    download(`${text}\n`, "application/json", `${decodeURIComponent(key.split(/[:/]/).pop())}.json`);
    page.say(page.tool("save").dataset.done);
  }

  function open(page, button, text) {
    const file = understood(text);
    const { bad, done, other } = button.dataset;
    if (!file || file.kind !== KIND) return page.say(bad);
    const sheet = (key) => String(key).split(":sheet:").pop();
    if (![page.key].concat(page.earlier).map(sheet).includes(sheet(file.key))) return page.say(other.replace("{title}", () => file.title || "?"));
    const take = () => {
      page.empty(Array.from(page.byName.keys()));
      page.homeless = none();
      page.fill(file.answers);
      if (page.kept) page.keep(page.written());
      page.show();
      page.say(done);
    };
    if (Object.keys(page.written()).length) return ask(button, page.bar.dataset.no, take);
    return take();
  }

  pages.forEach((page) => {
    const button = page.tool("open");
    const input = make("input", "", "file");
    input.accept = ".json,application/json";
    input.hidden = true;
    button.after(input);
    page.tool("save").onclick = () => save(page);
    button.onclick = () => { input.value = ""; input.click(); };
    input.onchange = () => {
      const reader = new FileReader();
      reader.onload = () => open(page, button, reader.result);
      if (input.files[0]) reader.readAsText(input.files[0]);
    };
  });
})();
