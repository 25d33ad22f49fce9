/* The list of worksheets shows what is kept on this device, and deletes all of it. A classic script behind `form.js`. */
(() => {
  "use strict";

  const { all, ask, make, part } = window.guideReader;
  const { expire, keys, list, load, remove } = window.guideAnswers;

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
      const said = part("said", section);
      said.textContent = button.dataset.done;
      said.tabIndex = -1;
      said.focus(); /* the button is gone */
    });
    window.addEventListener("storage", show);
    window.addEventListener("pageshow", show);
  }

  all("[data-kept]").forEach(keptList);
})();
