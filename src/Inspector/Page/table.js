// A table that sorts by its headers, is walked by arrow keys, and stays quick with thousands of rows.

import { clear, h, on, perFrame } from "#dom";
import { rowAfterKey, rowsInSight, scrollToRow, virtualAbove } from "#rows";

const defaultRowHeight = 30;

/**
 * columns: [{ id, title, value(row), render(row)?, align: "start" | "end", hint?, class? }]; value is what is sorted by (number, text, null),
 * render gives text or an element (without it the value is shown). rowKey(row) tells rows apart, onSelect(row) is called by click, Enter
 * and Space. sort: { id, descending } at the start. Above 200 rows (or with virtual: true) only the rows in sight exist.
 * Returns { element, update(rows), select(key), rows() }, rows() being the rows as sorted.
 */
export function sortableTable({ columns, rows, rowKey = (_, i) => i, onSelect, virtual, sort = null, caption, rowHeight = defaultRowHeight }) {
  let given = rows;
  let order = sort;
  let sorted = [];
  let selected = null;
  let active = 0;

  const heads = columns.map(column => header(column));
  const body = h("tbody");
  const table = h("table", { class: "table", "aria-rowcount": rows.length + 1, style: { "--row-height": rowHeight + "px" } },
    caption && h("caption", { class: "visually-hidden" }, caption), h("thead", {}, h("tr", { "aria-rowindex": 1 }, heads)), body);
  const element = h("div", { class: "table-area", tabindex: -1 }, table);
  const isVirtual = () => virtual ?? sorted.length > virtualAbove;

  function header(column) {
    const button = h("button", { type: "button", title: column.hint, onclick: () => sortBy(column) }, column.title, h("span", { class: "sort-mark", "aria-hidden": "true" }));
    return h("th", { scope: "col", class: [column.align === "end" && "end", column.class], dataset: { column: column.id } }, button);
  }

  function sortBy(column) {
    // Numbers are first wanted largest first, text from A.
    const numeric = given.some(row => typeof column.value(row) === "number");
    order = { id: column.id, descending: order?.id === column.id ? !order.descending : numeric };
    arrange();
  }

  function arrange() {
    const column = order && columns.find(c => c.id === order.id);
    sorted = column ? [...given].sort((a, b) => compare(column.value(a), column.value(b), order.descending)) : [...given];
    heads.forEach((head, i) => head.setAttribute("aria-sort", columns[i].id !== order?.id ? "none" : order.descending ? "descending" : "ascending"));
    active = Math.max(0, sorted.findIndex(row => rowKey(row) === selected));
    table.setAttribute("aria-rowcount", sorted.length + 1);
    table.classList.toggle("virtual", isVirtual());
    drawn = null;
    draw();
  }

  let drawn = null;
  function draw() {
    const { first, end } = isVirtual() ? rowsInSight(element.scrollTop, element.clientHeight || 600, rowHeight, sorted.length) : { first: 0, end: sorted.length };
    if (drawn && drawn.first === first && drawn.end === end) return;
    const hadFocus = body.contains(document.activeElement);
    drawn = { first, end };
    clear(body).append(spacer(first), ...sorted.slice(first, end).map((row, i) => rowElement(row, first + i)), spacer(sorted.length - end));
    if (hadFocus) rowAt(active)?.focus({ preventScroll: true });
  }

  function spacer(count) {
    return h("tr", { class: "spacer", "aria-hidden": "true", hidden: count === 0 }, h("td", { colspan: columns.length, style: { height: count * rowHeight + "px" } }));
  }

  function rowElement(row, index) {
    const key = rowKey(row);
    return h("tr", { "aria-rowindex": index + 2, "aria-selected": onSelect ? String(key === selected) : null, tabindex: index === active ? 0 : -1, dataset: { index, key } },
      columns.map(column => h("td", { class: [column.align === "end" && "end", column.class] }, column.render ? column.render(row) : column.value(row))));
  }

  const rowAt = index => body.querySelector(`tr[data-index="${index}"]`);

  function activate(index, focus) {
    rowAt(active)?.setAttribute("tabindex", -1);
    active = index;
    if (isVirtual()) {
      scrollToRow(element, index, rowHeight, table.tHead.offsetHeight);
      draw();
    }
    const row = rowAt(index);
    row?.setAttribute("tabindex", 0);
    if (!focus || !row) return;
    row.focus({ preventScroll: isVirtual() });
  }

  function choose(index) {
    const row = sorted[index];
    if (!row) return;
    select(rowKey(row));
    onSelect?.(row);
  }

  /** Marks the row with this key (null: none) and brings it into sight. */
  function select(key) {
    if (key === selected) return;
    selected = key;
    for (const row of body.children) if (row.dataset.key !== undefined && onSelect) row.setAttribute("aria-selected", String(row.dataset.key === String(key)));
    const index = sorted.findIndex(row => rowKey(row) === key);
    if (index < 0) return;
    activate(index, false);
    if (!isVirtual()) rowAt(index)?.scrollIntoView?.({ block: "nearest" });
  }

  const indexOf = event => Number(event.target.closest("tr[data-index]")?.dataset.index ?? NaN);
  on(body, "click", event => {
    const index = indexOf(event);
    if (Number.isNaN(index) || event.target.closest("a, button, input")) return;
    activate(index, true);
    choose(index);
  });
  on(body, "keydown", event => {
    if (event.target.tagName !== "TR") return;
    const target = rowAfterKey(event.key, active, sorted.length, Math.max(1, Math.floor(element.clientHeight / rowHeight) - 2));
    if (target !== null) activate(target, true);
    else if (event.key === "Enter" || event.key === " ") choose(active);
    else return;
    event.preventDefault();
  });
  on(element, "scroll", perFrame(() => { if (isVirtual()) draw(); }));
  new ResizeObserver(perFrame(() => { if (isVirtual()) draw(); })).observe(element);

  arrange();
  return {
    element,
    update(newRows) { given = newRows; arrange(); },
    select,
    rows: () => [...sorted],
  };
}

// What is not known comes last in either direction.
function compare(a, b, descending) {
  const missingA = a === null || a === undefined || Number.isNaN(a);
  const missingB = b === null || b === undefined || Number.isNaN(b);
  if (missingA || missingB) return missingA - missingB;
  const result = typeof a === "string" ? a.localeCompare(b, "en", { numeric: true }) : a - b;
  return descending ? -result : result;
}
