/* Keeps a tab in step with the author's files: added by `serve`, never built. A page is loaded again only when it is another
   one; style sheets are exchanged, the banner is replaced, and where the author was and what was typed stays. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !window.EventSource) return;
  var at = script.dataset;
  var styles = at.styles ? at.styles.split(" ") : [];
  var token = at.token;
  var isReloading = false;
  var source = null;
  var leave = null;
  var turn = 0;
  var timer = 0;
  var KEPT = "reconnect-gen:" + location.pathname;

  function all(what) { return Array.prototype.slice.call(document.querySelectorAll(what)); }
  function top(element) { return element.getBoundingClientRect().top; }

  /* At once, also where the theme scrolls smoothly; Safari 13 knows no `behavior`. */
  function scrollBy(y) {
    var root = document.documentElement;
    var was = root.style.scrollBehavior;
    root.style.scrollBehavior = "auto";
    window.scrollBy(0, y);
    root.style.scrollBehavior = was;
    if (!root.getAttribute("style")) root.removeAttribute("style");
  }

  /* Elements by a name that they have after a reload, too: the text that tells them apart, and the how-manieth with it. */
  function named(what, name) {
    var seen = {};
    return all(what).filter(function (element) { return !element.closest("#reconnect-gen-banner"); }).map(function (element) {
      var key = name(element);
      seen[key] = (seen[key] || 0) + 1;
      return { key: key + "|" + seen[key], element: element, isAlone: function () { return seen[key] === 1; } };
    });
  }

  function isChoice(field) { return field.type === "checkbox" || field.type === "radio"; }
  function fields() {
    return named("input, textarea, select", function (f) { return [f.id, f.name, f.type, isChoice(f) ? f.value : ""].join("|"); });
  }
  function details() {
    return named("details", function (d) { return d.id + "|" + (d.querySelector("summary") || d).textContent; });
  }
  function focusable() {
    return named("a, button, input, textarea, select, summary, [tabindex='0']", function (e) {
      return [e.tagName, e.id, e.name, e.type, isChoice(e) ? e.value : "", e.href || e.textContent.slice(0, 80)].join("|");
    });
  }
  /* What is read; not what stands there twice, as nobody could tell which is which. */
  function lines() {
    return named("h1, h2, h3, p, li, dt, td, pre, legend", function (line) {
      return line.tagName + line.textContent.trim().slice(0, 120);
    }).filter(function (line) { return line.isAlone() && !line.element.closest("nav") && line.element.textContent.trim(); });
  }

  function value(field) {
    if (isChoice(field)) return field.checked === field.defaultChecked ? null : field.checked;
    if (field.options) return Array.prototype.map.call(field.options, function (o) { return o.selected ? o.value : null; });
    return field.type === "file" || field.type === "password" || field.value === field.defaultValue ? null : field.value;
  }

  function setValue(field, value) {
    if (isChoice(field)) field.checked = value;
    else if (!field.options) field.value = value;
    else if (!field.multiple) field.value = value.filter(function (v) { return v !== null; })[0];
    else Array.prototype.forEach.call(field.options, function (o) { o.selected = value.indexOf(o.value) >= 0; });
    // For scripts that show the same elsewhere.
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function keep() {
    var kept = { y: window.scrollY, typed: {}, open: {}, read: [] };
    // Several lines, as the first may be the one that was edited.
    if (window.scrollY > 0) {
      kept.read = lines().filter(function (line) {
        return line.element.getBoundingClientRect().bottom > 0 && top(line.element) < window.innerHeight;
      }).slice(0, 40).map(function (line) { return [line.key, top(line.element)]; });
    }
    fields().forEach(function (f) {
      var v = value(f.element);
      if (v !== null) kept.typed[f.key] = v;
    });
    details().forEach(function (d) { kept.open[d.key] = d.element.open; });
    var banner = document.querySelector("#reconnect-gen-banner details");
    kept.isClosed = !!banner && !banner.open;
    focusable().forEach(function (f) {
      if (f.element !== document.activeElement) return;
      kept.focus = [f.key];
      try { kept.focus.push(f.element.selectionStart, f.element.selectionEnd); } catch (e) { /* no text */ }
    });
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(kept));
      history.scrollRestoration = "manual";
    } catch (e) { /* No storage: the browser keeps what it can. */ }
  }

  function restore() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch (e) { /* No storage. */ }
    if (!kept) return;
    var banner = document.querySelector("#reconnect-gen-banner details");
    if (banner && kept.isClosed) banner.open = false;
    details().forEach(function (d) { if (d.key in kept.open) d.element.open = kept.open[d.key]; });
    fields().forEach(function (f) { if (f.key in kept.typed) setValue(f.element, kept.typed[f.key]); });
    if (kept.focus) focusable().forEach(function (f) {
      if (f.key !== kept.focus[0]) return;
      f.element.focus({ preventScroll: true });
      try { f.element.setSelectionRange(kept.focus[1], kept.focus[2]); } catch (e) { /* no text */ }
    });
    function scroll() {
      var places = {};
      lines().forEach(function (line) { places[line.key] = line.element; });
      var line = kept.read.filter(function (line) { return places[line[0]]; })[0];
      scrollBy(line ? top(places[line[0]]) - line[1] : kept.y - window.scrollY);
    }
    scroll();
    // Once more when pictures have their sizes.
    window.addEventListener("load", scroll);
  }

  function reload() {
    close();
    isReloading = true;
    keep();
    location.reload();
  }

  function sheet(address) {
    return all("link[rel=stylesheet]").filter(function (link) { return new URL(link.href).pathname === address; })[0];
  }

  /* Style sheet `i` is at another address. The old one stays until the new one is there, so that the page is never without;
     where a next one comes in between, the first that is there takes the place of all before it. */
  function exchange(old, address) {
    var older = old.older || [];
    var link = old.cloneNode();
    link.href = address;
    link.older = older.concat(old);
    link.onload = function () {
      link.older.forEach(function (o) { o.remove(); });
      link.older = [];
    };
    old.parentNode.insertBefore(link, old.nextSibling);
  }

  function swap(next) {
    for (var i = 0; i < next.length; i++) {
      if (next[i] === styles[i]) continue;
      var old = sheet(styles[i]);
      if (!old) return reload();
      exchange(old, next[i]);
    }
    styles = next;
  }

  function tell(banner) {
    var box = document.getElementById("reconnect-gen-banner");
    var next = document.createElement("div");
    next.innerHTML = banner;
    if (!box || box.textContent === next.textContent) return;
    var line = window.scrollY > 0 && lines().filter(function (l) { return top(l.element) >= 0; })[0];
    var was = line && top(line.element);
    var old = box.querySelector("details");
    if (old && banner) next.querySelector("details").open = old.open;
    box.innerHTML = next.innerHTML;
    if (!line) return;
    scrollBy(top(line.element) - was);
    // Browsers that keep the place themselves do it now: what is too much is taken back.
    requestAnimationFrame(function () { scrollBy(top(line.element) - was); });
  }

  /* True where the page will be loaded again. */
  function follow(state) {
    clearTimeout(timer);
    if (state.page !== at.page || state.styles.length !== styles.length) {
      // Some editors remove a file before they write it anew: what is gone may be back in a moment.
      timer = setTimeout(reload, state.gone ? 1000 : 0);
      return true;
    }
    swap(state.styles);
    tell(state.banner);
    return false;
  }

  /* The server was started anew, with another token: the page that it serves now has it. */
  function again() {
    fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").querySelector("script[data-token]");
      if (!found) throw new Error("not this server");
      if (found.dataset.page !== at.page) return reload();
      // The same token: more tabs are open than are told of changes.
      timer = setTimeout(connect, found.dataset.token === token ? 5000 : 0);
      token = found.dataset.token;
    }).catch(function () { timer = setTimeout(again, 1000); });
  }

  /* A seat for a stream that stays open; `then` is told whether there was one. Where seats cannot be counted, there is. */
  function seat(number, then) {
    if (!navigator.locks) return then(true);
    navigator.locks.request("reconnect-gen:" + number, { ifAvailable: true }, function (lock) {
      if (lock) return new Promise(function (done) { leave = done; then(true); });
      if (number > 1) seat(number - 1, then); else then(false);
    });
  }

  function close() {
    turn++;
    clearTimeout(timer);
    if (source) source.close();
    if (leave) leave();
    source = leave = null;
  }

  /* Browsers open six connections to a server at most, and pages need some: a tab that nobody sees gives its own back, four
     in sight keep theirs, and further ones look in again and again. */
  function connect() {
    close();
    if (document.visibilityState === "hidden") return;
    var mine = turn;
    seat(4, function (stays) { if (mine === turn) listen(stays); else if (leave) leave(); });
  }

  function listen(stays) {
    source = new EventSource(at.base + ".reconnect-gen/events?token=" + token + "&path=" + encodeURIComponent(location.pathname));
    source.onmessage = function (event) {
      if (!stays) this.close();
      if (!follow(JSON.parse(event.data)) && !stays) timer = setTimeout(connect, 1500);
    };
    source.onerror = function () {
      if (this.readyState === EventSource.CLOSED) { clearTimeout(timer); timer = setTimeout(again, 500); }
    };
  }

  document.addEventListener("visibilitychange", connect);
  window.addEventListener("pageshow", function (event) { if (event.persisted) connect(); });
  window.addEventListener("pagehide", function () {
    close();
    // Not before: Chrome would still go to the place where it was, by counting paragraphs.
    if (!isReloading) history.scrollRestoration = "auto";
  });
  restore();
  connect();
})();
