// The model by modules, as a tree that opens and closes: parameters, operations and, when profiled, the part of the time.

import { h, on } from "#dom";
import { count, flops, percent } from "#format";

/** More modules than this are closed at the start, below the second level. */
const openAtMost = 40;

/** The rows of the tree: { path, name, depth, parameters, flops, time, children }, parents before children. */
export function moduleRows(model) {
  const rows = new Map();
  const add = path => {
    if (rows.has(path)) return rows.get(path);
    const dot = path.lastIndexOf(".");
    const parent = path === "" ? null : add(dot < 0 ? "" : path.slice(0, dot));
    const row = { path, name: path === "" ? "model" : path.slice(dot + 1), depth: parent ? parent.depth + 1 : 0, parent, parameters: null,
      flops: null, time: 0, children: [] };
    rows.set(path, row);
    parent?.children.push(row);
    return row;
  };
  add("");
  for (const module of model.modules) Object.assign(add(module.path), { parameters: module.parameters ?? null, flops: module.flops ?? null });
  const summed = new Map();
  for (const record of model.nodesOf(model.lastStage)) {
    const row = add(model.moduleOf(record));
    for (let r = row; r; r = r.parent) {
      r.time += model.timeOf(record.id) ?? 0;
      summed.set(r, (summed.get(r) ?? 0) + (record.flops ?? 0));
    }
  }
  const ordered = [];
  const walk = row => { ordered.push(row); row.flops ??= summed.get(row) ?? 0; row.children.forEach(walk); };
  walk(rows.get(""));
  return ordered;
}

/** The tree as a table of its open rows. */
export function moduleTree(model) {
  const rows = moduleRows(model);
  const total = model.kernelTime;
  const open = new Set(rows.filter(row => row.children.length > 0 && (rows.length <= openAtMost || row.depth < 1)).map(row => row.path));
  const body = h("tbody");
  const table = h("table", { class: "table module-tree", role: "treegrid", "aria-label": "Modules" },
    h("thead", {}, h("tr", {}, ["Module", "Parameters", "FLOPs", total && "Time"].filter(Boolean)
      .map((title, i) => h("th", { scope: "col", class: i > 0 && "end" }, title)))), body);

  const isShown = row => { for (let r = row.parent; r; r = r.parent) if (!open.has(r.path)) return false; return true; };
  const element = row => h("tr", {
    "aria-level": row.depth + 1, "aria-expanded": row.children.length > 0 ? String(open.has(row.path)) : null, tabindex: -1, dataset: { path: row.path },
  }, h("td", { style: { "--depth": row.depth }, title: row.path },
    h("span", { class: "twist", "aria-hidden": "true" }, row.children.length === 0 ? "" : open.has(row.path) ? "▾" : "▸"), row.name),
  h("td", { class: "end" }, row.parameters ? count(row.parameters) : "–"), h("td", { class: "end" }, flops(row.flops)),
  total && h("td", { class: "end" }, h("span", { class: "share", style: { "--share": row.time / total } }, percent(row.time / total))));

  function draw(path) {
    const focused = body.contains(document.activeElement);
    body.replaceChildren(...rows.filter(isShown).map(element));
    const active = [...body.children].find(tr => tr.dataset.path === path) ?? body.firstElementChild;
    active.tabIndex = 0;
    if (focused) active.focus();
  }

  function toggle(path, wanted = !open.has(path)) {
    if (wanted) open.add(path);
    else open.delete(path);
    draw(path);
  }

  function focus(tr) {
    if (!tr) return;
    body.querySelector('[tabindex="0"]')?.setAttribute("tabindex", -1);
    tr.tabIndex = 0;
    tr.focus();
  }

  on(body, "click", event => {
    const tr = event.target.closest("tr");
    focus(tr);
    if (tr?.hasAttribute("aria-expanded")) toggle(tr.dataset.path);
  });
  on(body, "keydown", event => {
    const tr = event.target.closest("tr");
    const row = rows.find(r => r.path === tr.dataset.path);
    const isOpen = open.has(row.path);
    if (event.key === "ArrowDown") focus(tr.nextElementSibling);
    else if (event.key === "ArrowUp") focus(tr.previousElementSibling);
    else if (event.key === "ArrowRight" && row.children.length > 0) isOpen ? focus(tr.nextElementSibling) : toggle(row.path, true);
    else if (event.key === "ArrowLeft" && isOpen) toggle(row.path, false);
    else if (event.key === "ArrowLeft") focus([...body.children].find(other => other.dataset.path === row.parent?.path));
    else if ((event.key === "Enter" || event.key === " ") && row.children.length > 0) toggle(row.path);
    else return;
    event.preventDefault();
  });
  draw("");
  return h("div", { class: "table-area" }, table);
}
