// The command palette: a listbox over the menu and the node's commands; what it cannot find it
// searches for.
(() => {
  "use strict";
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ul");
  const none = dialog.querySelector(".palette-none");
  const sprite = document.querySelector("svg.icon use")?.getAttribute("href").split("#")[0];
  let entries = null;
  let search = "";
  let shown = [];
  let at = 0;

  const fromPage = () => [...document.querySelectorAll("nav.rooms a")].map((link) => ({
    label: link.querySelector("span").textContent, url: link.getAttribute("href"), key: link.dataset.key,
    icon: link.querySelector("use")?.getAttribute("href").split("#")[1],
  }));
  const load = async () => {
    if (entries) return;
    entries = fromPage();
    search = document.getElementById("search")?.form.getAttribute("action") ?? "";
    if (!dialog.dataset.source) return;
    try {
      const answer = await fetch(dialog.dataset.source, { headers: { Accept: "application/json" } });
      const body = answer.ok ? await answer.json() : { entries: [] };
      if (body.entries.length) entries = body.entries;
      search = body.search || search;
    } catch {
      // Off the line: the menu on the page is still a palette.
    }
  };

  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase();
  const fits = (label, asked) => {
    // Every letter asked for, in order; a run at the start of a word counts more.
    if (label.includes(asked)) return 2 + (label.startsWith(asked) ? 1 : 0);
    let from = 0;
    for (const letter of asked) {
      from = label.indexOf(letter, from) + 1;
      if (!from) return 0;
    }
    return 1;
  };

  const icon = (name) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `${sprite}#${name || "chevron-end"}`);
    svg.append(use);
    return svg;
  };

  const choose = (to) => {
    at = (to + shown.length) % shown.length || 0;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", place === at));
    const item = list.children[at];
    input.setAttribute("aria-activedescendant", item ? item.id : "");
    item?.scrollIntoView({ block: "nearest" });
  };

  const draw = () => {
    const asked = plain(input.value.trim());
    shown = entries
      .map((entry) => [asked ? fits(plain(`${entry.label} ${entry.hint ?? ""}`), asked) : 1, entry])
      .filter(([rank]) => rank)
      .sort((a, b) => b[0] - a[0])
      .map(([, entry]) => entry)
      .slice(0, 50);
    if (asked && search) {
      const found = { label: `${dialog.dataset.searchWords} “${input.value.trim()}”`, url: `${search}?q=${encodeURIComponent(input.value.trim())}`, icon: "search" };
      shown.push(found);
    }
    none.hidden = shown.length > 0;
    list.replaceChildren(...shown.map((entry, place) => {
      const item = document.createElement("li");
      item.id = `palette-${place}`;
      item.setAttribute("role", "option");
      const hint = document.createElement("small");
      hint.textContent = entry.hint || (entry.key ? `g ${entry.key}` : "");
      item.append(icon(entry.icon), entry.label, hint);
      item.addEventListener("click", () => { location.href = entry.url; });
      return item;
    }));
    choose(0);
  };

  dialog.addEventListener("tocsin:open", async () => {
    input.value = "";
    await load();
    draw();
    input.focus();
  });
  input.addEventListener("input", () => entries && draw());
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    }
    if (event.key === "Enter" && shown[at]) {
      event.preventDefault();
      location.href = shown[at].url;
    }
  });
})();
