/* Keeps a tab in step with the author's files: added by `serve`, never built. A page is loaded again only when it is another
   one; style sheets are exchanged, the banner is replaced, and where the author was and what was typed stays. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !window.EventSource) return;
  var at = script.dataset;
  var styles = at.styles ? at.styles.split(" ") : [];
  var token = at.token;
  var source = null;
  var timer = 0;
  var KEPT = "reconnect-gen:" + location.pathname;

  function fields() {
    var seen = {};
    return Array.prototype.map.call(document.querySelectorAll("input, textarea, select"), function (field) {
      var choice = field.type === "checkbox" || field.type === "radio";
      var name = [field.id, field.name, field.type, choice ? field.value : ""].join("|");
      seen[name] = (seen[name] || 0) + 1;
      return { key: name + "|" + seen[name], field: field, choice: choice };
    });
  }

  function lines() {
    return Array.prototype.filter.call(document.querySelectorAll("h1, h2, h3, p, li, dt, td, pre, legend"), function (line) {
      return !line.closest("#reconnect-gen-banner, nav") && line.textContent.trim();
    });
  }

  function sameText(line) { return line.tagName + line.textContent.trim().slice(0, 120); }

  function keep() {
    var line = lines().find(function (l) { return l.getBoundingClientRect().bottom > 0; });
    var kept = { y: window.scrollY, typed: {}, open: [], focus: null, text: null, top: 0 };
    if (line && window.scrollY > 0) { kept.text = sameText(line); kept.top = line.getBoundingClientRect().top; }
    fields().forEach(function (f) {
      var changed = f.choice ? f.field.checked !== f.field.defaultChecked : f.field.value !== f.field.defaultValue;
      if (f.field.type === "file" || f.field.type === "password") changed = false;
      if (changed) kept.typed[f.key] = f.choice ? f.field.checked : f.field.value;
      if (f.field === document.activeElement) {
        kept.focus = { key: f.key, start: null, end: null };
        try { kept.focus.start = f.field.selectionStart; kept.focus.end = f.field.selectionEnd; } catch (e) { /* no text */ }
      }
    });
    document.querySelectorAll("details").forEach(function (d) { kept.open.push(d.open); });
    try { sessionStorage.setItem(KEPT, JSON.stringify(kept)); } catch (e) { /* private window: nothing is kept */ }
  }

  function restore() {
    var kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT));
      sessionStorage.removeItem(KEPT);
    } catch (e) { /* nothing was kept */ }
    if (!kept) return;
    var all = document.querySelectorAll("details");
    if (all.length === kept.open.length) all.forEach(function (d, i) { d.open = kept.open[i]; });
    fields().forEach(function (f) {
      var value = kept.typed[f.key];
      if (value !== undefined) {
        if (f.choice) f.field.checked = value; else f.field.value = value;
        f.field.dispatchEvent(new Event("input", { bubbles: true }));
        f.field.dispatchEvent(new Event("change", { bubbles: true }));
      }
      if (kept.focus && kept.focus.key === f.key) {
        f.field.focus({ preventScroll: true });
        try { f.field.setSelectionRange(kept.focus.start, kept.focus.end); } catch (e) { /* no text */ }
      }
    });
    function scroll() {
      var line = kept.text && lines().find(function (l) { return sameText(l) === kept.text; });
      var y = line ? window.scrollY + line.getBoundingClientRect().top - kept.top : kept.y;
      window.scrollTo({ top: y, behavior: "instant" });
    }
    scroll();
    window.addEventListener("load", function () {
      scroll();
      history.scrollRestoration = "auto";
    });
  }

  function reload() {
    keep();
    history.scrollRestoration = "manual";
    if (source) source.close();
    location.reload();
  }

  function swap(next) {
    next.forEach(function (address, i) {
      if (address === styles[i]) return;
      var old = Array.prototype.find.call(document.querySelectorAll("link[rel=stylesheet]"), function (link) {
        return new URL(link.href).pathname === styles[i];
      });
      if (!old) return reload();
      var link = old.cloneNode();
      link.href = address;
      // The old one stays until the new one is there, so that the page is never without.
      link.onload = link.onerror = function () { old.remove(); };
      old.after(link);
    });
    styles = next;
  }

  function tell(banner) {
    var box = document.getElementById("reconnect-gen-banner");
    if (!box || box.dataset.shown === banner) return;
    var before = box.offsetHeight;
    var details = box.querySelector("details");
    var closed = details && !details.open;
    box.innerHTML = banner;
    box.dataset.shown = banner;
    if (closed && box.querySelector("details")) box.querySelector("details").open = false;
    if (window.scrollY > 0) window.scrollBy({ top: box.offsetHeight - before, behavior: "instant" });
  }

  function follow(state) {
    clearTimeout(timer);
    if (state.page !== at.page || state.styles.length !== styles.length) {
      // Some editors remove a file before they write it anew: what is gone may be back in a moment.
      timer = setTimeout(reload, state.gone ? 1000 : 0);
      return;
    }
    swap(state.styles);
    tell(state.banner);
  }

  /* The server was started anew, with another token: the page that it serves now has it. */
  function again() {
    fetch(location.href, { cache: "no-store" }).then(function (answer) { return answer.text(); }).then(function (text) {
      var found = new DOMParser().parseFromString(text, "text/html").querySelector("script[data-token]");
      if (!found) throw new Error("not this server");
      if (found.dataset.page !== at.page) return reload();
      token = found.dataset.token;
      connect();
    }).catch(function () { timer = setTimeout(again, 1000); });
  }

  function connect() {
    if (source) source.close();
    if (document.visibilityState === "hidden") return;
    source = new EventSource(at.base + ".reconnect-gen/events?token=" + token + "&path=" + encodeURIComponent(at.path));
    source.onmessage = function (event) { follow(JSON.parse(event.data)); };
    source.onerror = function () {
      if (source && source.readyState === EventSource.CLOSED) { clearTimeout(timer); timer = setTimeout(again, 500); }
    };
  }

  /* Browsers open six connections to a server at most: a tab that nobody sees gives its own back. */
  document.addEventListener("visibilitychange", function () {
    clearTimeout(timer);
    connect();
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) connect(); });
  window.addEventListener("pagehide", function () { if (source) source.close(); });
  restore();
  connect();
})();
