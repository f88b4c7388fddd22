"use strict";
(() => {
  const root = document.documentElement;
  const announce = (text) => { document.getElementById("announcement").textContent = text; };

  const themes = document.querySelector(".theme");
  const useTheme = (name) => {
    if (name === "auto") delete root.dataset.theme; else root.dataset.theme = name;
    for (const input of themes.querySelectorAll("input")) input.checked = input.value === name;
  };
  const stored = () => { try { return localStorage.getItem("signalbench-theme"); } catch { return null; } };
  const store = (name) => { try { localStorage.setItem("signalbench-theme", name); } catch { /* not allowed here */ } };
  themes.hidden = false;
  useTheme(["light", "dark"].includes(stored()) ? stored() : "auto");
  themes.addEventListener("change", (event) => { useTheme(event.target.value); store(event.target.value); });

  const table = document.querySelector("#matrix table");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const headers = [...table.tHead.rows[0].cells];
  const text = document.getElementById("matrix-text");
  const changed = document.getElementById("matrix-changed");
  const shown = document.getElementById("matrix-shown");
  let sorted = null;

  const keep = () => {
    const state = new URLSearchParams();
    if (text.value) state.set("filter", text.value);
    if (changed.checked) state.set("changed", "yes");
    if (sorted) state.set("sort", `${sorted.column}-${sorted.direction}`);
    const query = state.toString();
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  };
  const filter = () => {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      const content = `${row.textContent} ${row.dataset.words}`.toLowerCase();
      row.hidden = !words.every((word) => content.includes(word)) || (changed.checked && !row.dataset.changed);
      if (!row.hidden) left += 1;
    }
    document.getElementById("matrix-none").hidden = left > 0;
    shown.textContent = left === rows.length ? `${left} shown` : `${left} of ${rows.length} shown`;
  };
  const sort = (column, direction) => {
    sorted = { column, direction };
    const key = (row) => row.cells[column].dataset.sort;
    const sign = direction === "descending" ? -1 : 1;
    const compare = (one, other) => {
      const [a, b] = [key(one), key(other)];
      if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1);
      return sign * (column === 0 ? a.localeCompare(b, "en") : a - b);
    };
    body.append(...[...rows].sort(compare));
    headers.forEach((header, place) => header.setAttribute("aria-sort", place === column ? direction : "none"));
  };
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const first = column === 0 ? "ascending" : "descending";
      const other = column === 0 ? "descending" : "ascending";
      const direction = header.getAttribute("aria-sort") === first ? other : first;
      sort(column, direction);
      keep();
      announce(`Sorted by ${button.textContent}, ${direction}.`);
    });
  });
  document.querySelector(".controls").hidden = false;
  document.querySelector(".controls").addEventListener("submit", (event) => event.preventDefault());
  for (const control of [text, changed]) {
    control.addEventListener("input", () => { filter(); keep(); announce(shown.textContent); });
  }
  const state = new URLSearchParams(location.search);
  text.value = state.get("filter") ?? "";
  changed.checked = state.get("changed") === "yes";
  const order = /^(\d+)-(ascending|descending)$/.exec(state.get("sort") ?? "");
  if (order && headers[order[1]]) sort(Number(order[1]), order[2]);
  filter();

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    const inside = target.querySelector(":scope > details.cells");
    if (inside) inside.open = true;
    for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  reveal();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("details:not([open])")];
    for (const part of closed) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });

  const read = async (source) => {
    if (source.type === "application/json") {
      const plain = { "\\u0026": "&", "\\u003c": "<", "\\u003e": ">" };
      return new Blob([source.textContent.replace(/\\u00(?:26|3c|3e)/g, (escape) => plain[escape])], { type: source.type });
    }
    const packed = Uint8Array.from(atob(source.textContent), (character) => character.charCodeAt(0));
    const text = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    return new Blob([text], { type: "text/plain" });
  };
  for (const link of document.querySelectorAll("[data-from]")) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      const file = document.createElement("a");
      file.href = URL.createObjectURL(await read(document.getElementById(link.dataset.from)));
      file.download = link.download;
      file.click();
      setTimeout(() => URL.revokeObjectURL(file.href), 10000);
    });
  }
})();
