/* A reminder after a pause, as a file for any calendar (RFC 5545), from a day that the reader picks. */
(() => {
  "use strict";

  const { all, day, make } = window.guideReader;

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

  function calendar(place) {
    const [from, entry] = all("input", place);
    const button = place.querySelector("button");
    const said = place.querySelector("[role]");
    const [, count, unit] = /P(\d+)(.)/.exec(place.dataset.wait);
    const digits = (date) => [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((n) => String(n).padStart(2, "0"));
    const now = new Date();
    from.value = digits(now).join("-");
    button.onclick = () => {
      const picked = /^(\d{4})-(\d\d)-(\d\d)$/.exec(from.value);
      if (!picked) {
        said.textContent = button.dataset.missing;
        return from.focus();
      }
      const [year, month, date] = picked.slice(1).map(Number);
      const n = Number(count);
      const last = new Date(year, month + n, 0).getDate();
      const when = unit === "M" ? new Date(year, month - 1 + n, Math.min(date, last)) : new Date(year, month - 1, date + n * (unit === "W" ? 7 : 1));
      const safe = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\s+/g, " ").trim();
      const stamp = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
      const id = Array.from(window.crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
      /* Lines have 75 bytes at most; a longer title goes on in the next one. */
      const title = Array.from(`SUMMARY:${safe(entry.value)}`).reduce((lines, c) => {
        const line = lines.pop() + c;
        return lines.concat(line.length > 18 ? [line, " "] : line);
      }, [""]).filter((line) => line !== " ");
      const lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//calendar//", "BEGIN:VEVENT", `UID:${id}`, `DTSTAMP:${stamp}`,
        `DTSTART;VALUE=DATE:${digits(when).join("")}`, ...title, "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", ""];
      download(lines.join("\r\n"), "text/calendar", "reminder.ics");
      said.textContent = button.dataset.done.replace("{date}", day(when));
    };
  }
  all('[data-part="calendar"]').forEach(calendar);
})();
