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
  const headers = [...table.tHead.rows[0].cells];
  const text = document.getElementById("matrix-text");
  const changed = document.getElementById("matrix-changed");
  const cases = document.getElementById("matrix-cases");
  const shown = document.getElementById("matrix-shown");
  const questions = [...body.rows];
  let rows = questions;
  let everyCase = null;
  let sorted = null;

  const element = (name, ...content) => {
    const made = document.createElement(name);
    made.append(...content);
    return made;
  };
  const ratioIn = (verdict) => {
    const [, size, side] = /([\d.,]+)× (slower|faster) \(/.exec(verdict.textContent) ?? [];
    if (!size) return /^(same|unclear)$/.test(verdict.className) ? 1 : "";
    const times = Number(size.replaceAll(",", ""));
    return side === "slower" ? times : 1 / times;
  };
  const caseRow = (source, slug, point) => {
    const variant = source.cells[0].firstElementChild.cloneNode(true);
    const link = element("a", element("bdi", slug));
    link.href = `#${source.id}`;
    const head = element("th", link, " ", variant);
    head.scope = "row";
    head.dataset.sort = `${slug} ${variant.textContent} ${point}`;
    if (point) head.append(element("small", point));
    const row = element("tr", head);
    for (const header of headers.slice(1)) {
      const own = source.cells[header.dataset.place];
      const verdict = own.querySelector("em");
      const cell = element("td");
      if (verdict) {
        const told = element("a", verdict.textContent);
        told.className = `verdict ${verdict.className}`;
        told.href = link.href;
        cell.append(told);
        cell.dataset.sort = ratioIn(verdict);
        if (/^(slower|faster)$/.test(verdict.className)) row.dataset.changed = "yes";
      } else cell.append("reference");
      const time = own.querySelector("b");
      if (time) cell.append(element("small", time.textContent));
      row.append(cell);
    }
    return row;
  };
  const allCases = () => [...document.querySelectorAll(".question")].flatMap((question) =>
    [...question.querySelectorAll("table.cells > tbody")].flatMap((group) => {
      const point = group.querySelector(".point")?.textContent.trim() ?? "";
      return [...group.querySelectorAll("tr[id]")].map((row) => caseRow(row, question.id.slice(2), point));
    }));

  const keep = () => {
    const state = new URLSearchParams();
    if (text.value) state.set("filter", text.value);
    if (changed.checked) state.set("changed", "yes");
    if (cases.checked) state.set("cases", "yes");
    if (sorted) state.set("sort", `${sorted.column}-${sorted.direction}`);
    const query = state.toString();
    history.replaceState(null, "", (query ? `?${query}` : location.pathname) + location.hash);
  };
  const words = new Map();
  const wordsOf = (row) => {
    if (!words.has(row)) words.set(row, `${row.textContent} ${row.dataset.words ?? ""}`.toLowerCase());
    return words.get(row);
  };
  const filter = () => {
    const wanted = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let left = 0;
    for (const row of rows) {
      row.hidden = !wanted.every((word) => wordsOf(row).includes(word)) || (changed.checked && !row.dataset.changed);
      if (!row.hidden) left += 1;
    }
    document.getElementById("matrix-none").hidden = left > 0;
    shown.textContent = left === rows.length ? `${left} shown` : `${left} of ${rows.length} shown`;
  };
  const order = () => {
    if (!sorted) return body.replaceChildren(...rows);
    const { column, direction } = sorted;
    const key = (row) => row.cells[column].dataset.sort;
    const openness = (row) => (key(row) ? Number(row.cells[column].querySelector(".unclear") !== null) : 2);
    const sign = direction === "descending" ? -1 : 1;
    const collator = new Intl.Collator("en");
    const compare = (one, other) => {
      const [a, b] = [key(one), key(other)];
      const apart = openness(one) - openness(other);
      if (apart || !a) return apart;
      return sign * (column === 0 ? collator.compare(a, b) : a - b);
    };
    body.replaceChildren(...[...rows].sort(compare));
    headers.forEach((header, place) => header.setAttribute("aria-sort", place === column ? direction : "none"));
  };
  const fill = () => {
    rows = cases.checked ? (everyCase ??= allCases()) : questions;
    order();
    filter();
  };
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    header.append(button);
    button.addEventListener("click", () => {
      const first = column === 0 ? "ascending" : "descending";
      const other = column === 0 ? "descending" : "ascending";
      sorted = { column, direction: header.getAttribute("aria-sort") === first ? other : first };
      order();
      keep();
      announce(`Sorted by ${button.textContent}, ${sorted.direction}.`);
    });
  });
  document.querySelector(".controls").hidden = false;
  document.querySelector(".controls").addEventListener("submit", (event) => event.preventDefault());
  for (const [control, update] of [[text, filter], [changed, filter], [cases, fill]]) {
    control.addEventListener("input", () => { update(); keep(); announce(shown.textContent); });
  }
  const state = new URLSearchParams(location.search);
  text.value = state.get("filter") ?? "";
  changed.checked = state.get("changed") === "yes";
  cases.checked = state.get("cases") === "yes";
  const wanted = /^(\d+)-(ascending|descending)$/.exec(state.get("sort") ?? "");
  if (wanted && headers[wanted[1]]) sorted = { column: Number(wanted[1]), direction: wanted[2] };
  fill();

  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    for (const inside of target.querySelectorAll(":scope > .whole, :scope > .whole > .cells")) inside.open = true;
    const index = document.querySelector(".index details");
    index.open = false;
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
