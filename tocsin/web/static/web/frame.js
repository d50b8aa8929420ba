// The frame's small manners: keys, dialogs, dropped files, fresh relative times. Nothing is needed
// for a page to work; every one of these only makes it quicker.
(() => {
  "use strict";
  const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
  const open = (id) => {
    const dialog = document.getElementById(id);
    if (dialog && !dialog.open) {
      dialog.showModal();
      dialog.dispatchEvent(new CustomEvent("tocsin:open"));
    }
  };

  // Dialogs: data-opens="id" opens, data-closes closes what surrounds it, the backdrop closes too.
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) open(opener.dataset.opens);
    if (event.target.closest("[data-print]")) window.print();
    const closer = event.target.closest("[data-closes]");
    if (closer) {
      const dialog = closer.closest("dialog");
      if (dialog) dialog.close();
      else closer.closest(".toast, .notice")?.remove();
    }
    if (event.target instanceof HTMLDialogElement) event.target.close();
  });

  // Lists: j and k walk the rows, Enter opens the first link of the row.
  const rows = () => [...document.querySelectorAll("[data-list] > tbody > tr, ol[data-list] > li, ul[data-list] > li, [data-list-row]")];
  const current = () => document.querySelector(".is-current");
  const walk = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.min(all.length - 1, Math.max(0, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
    current()?.classList.remove("is-current");
    next.classList.add("is-current");
    next.scrollIntoView({ block: "nearest" });
    const link = next.querySelector("a, button, input, summary");
    link?.focus({ preventScroll: true });
  };

  let leader = 0;
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open("palette");
      return;
    }
    if (event.key === "Escape" && typing(event.target) && !event.target.closest("dialog")) event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
    if (Date.now() - leader < 1200) {
      leader = 0;
      const entry = document.querySelector(`a[data-key="${CSS.escape(event.key)}"]`);
      if (entry) {
        event.preventDefault();
        entry.click();
        return;
      }
    }
    const acts = {
      "/": () => document.getElementById("search")?.focus(),
      "?": () => open("keys"),
      j: () => walk(1),
      k: () => walk(-1),
      g: () => { leader = Date.now(); },
    };
    if (acts[event.key]) {
      event.preventDefault();
      acts[event.key]();
    }
  });

  // File drop zones: the input stays the truth, dropping only fills it.
  const name = (zone, input) => {
    const line = zone.querySelector("[data-drop-name]");
    if (line) line.textContent = [...input.files].map((file) => `${file.name} · ${Math.ceil(file.size / 1024)} kB`).join(", ");
  };
  const dress = (root) => {
    for (const zone of root.querySelectorAll("[data-drop]:not([data-ready])")) {
      const input = zone.querySelector("input[type=file]");
      if (!input) continue;
      zone.dataset.ready = "";
      zone.querySelector(".drop-hint")?.removeAttribute("hidden");
      input.addEventListener("change", () => name(zone, input));
      for (const kind of ["dragenter", "dragover"]) {
        zone.addEventListener(kind, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
      }
      for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("is-over"));
      zone.addEventListener("drop", (event) => {
        event.preventDefault();
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    }
    for (const input of root.querySelectorAll("[data-narrows][hidden]")) {
      input.hidden = false;
      input.addEventListener("input", () => narrow(input));
      input.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    }
    root.querySelector("[data-focus]")?.focus();
  };

  // Long lists of boxes: what is typed above hides the others; what is ticked always stays.
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const narrow = (input) => {
    const wanted = folded(input.value.trim());
    for (const label of input.parentElement.querySelectorAll("label:has(input)")) {
      const kept = folded(label.textContent).includes(wanted) || label.querySelector("input").checked;
      label.parentElement.hidden = !kept;
    }
  };

  // Relative times grow old: say them anew each half minute, in the page's language.
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "always" });
  const units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];
  const refresh = () => {
    for (const spot of document.querySelectorAll("time [data-relative]")) {
      const away = (new Date(spot.closest("time").dateTime) - Date.now()) / 1000;
      const unit = units.find(([, seconds]) => Math.abs(away) >= seconds);
      if (unit) spot.textContent = words.format(Math.trunc(away / unit[1]), unit[0]);
    }
  };
  setInterval(refresh, 30000);

  // Good news leaves by itself; a warning stays until it is dismissed.
  const tidy = () => {
    for (const toast of document.querySelectorAll(".toasts .success:not([data-leaving]), .toasts .info:not([data-leaving])")) {
      toast.dataset.leaving = "";
      setTimeout(() => toast.remove(), 8000);
    }
  };

  const start = () => { dress(document); tidy(); };
  document.addEventListener("htmx:afterSettle", (event) => { dress(event.target); tidy(); });
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
