// The border desk's keys: Enter checks, Esc is the next traveller, 1 2 3 choose the finding.
// A scanner types a zone line by line with Enter after each: the check waits for the last line.
(() => {
  "use strict";
  const form = () => document.querySelector("[data-desk]");
  const line = () => form()?.querySelector("textarea");

  const zoneLines = (text) => text.toUpperCase().split("\n").map((one) => one.replace(/\s/g, "")).filter(Boolean);
  const isUnfinishedZone = (text) => {
    const lines = zoneLines(text);
    if (!lines.length || !lines[0].includes("<") || lines[0].length < 28) return false;
    return lines.length < (lines[0].length <= 32 ? 3 : 2);
  };

  const next = () => {
    form().reset();
    for (const box of form().querySelectorAll("input:not([type=hidden]), textarea, select")) box.value = "";
    document.getElementById("answer").replaceChildren();
    line().focus();
  };

  const choose = (digit) => {
    const radio = document.querySelector(`form[data-finding] [data-digit="${digit}"]`);
    if (!radio) return false;
    radio.checked = true;
    radio.closest("details")?.setAttribute("open", "");
    radio.form.elements.reason.focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open], [popover]:popover-open:not(.rooms)")) return;
    const inside = form()?.contains(event.target);
    if (event.key === "Escape" && form()) {
      event.preventDefault();
      event.stopImmediatePropagation();
      next();
    } else if (event.key === "Enter" && inside && event.target === line() && !event.shiftKey) {
      if (isUnfinishedZone(line().value)) return;
      event.preventDefault();
      form().requestSubmit();
    } else if (!event.target.closest("input:not([type=radio]), textarea, select")) {
      // A scanner does not ask where the cursor is: its first capital begins the next traveller.
      if (/^\p{Lu}$/u.test(event.key) && form()) next();
      else if (/^[123]$/.test(event.key) && choose(event.key)) event.preventDefault();
    }
  }, true);
})();
