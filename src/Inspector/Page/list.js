// A list of any length of which only the rows in sight exist. One row is active and reached by Tab; arrow keys move.

import { clear, h, on, perFrame } from "#dom";
import { rowAfterKey, rowsInSight, scrollToRow } from "#rows";

/**
 * render(item, index) gives the content of a row, onSelect(item, index) is called by click, Enter and Space (without it rows are only read).
 * Returns { element, update(items), select(index), scrollTo(index) }.
 */
export function virtualList({ label, rowHeight, render, onSelect, rowClass }) {
  let items = [];
  let active = 0;
  let selected = -1;
  let drawn = null;
  const rows = h("div", { class: "list-rows", role: "presentation" });
  const element = h("div", { class: "list", role: onSelect ? "listbox" : "list", "aria-label": label, tabindex: -1, style: { "--row-height": rowHeight + "px" } }, rows);

  function draw(anew = false) {
    const { first, end } = rowsInSight(element.scrollTop, element.clientHeight || 600, rowHeight, items.length);
    if (!anew && drawn?.first === first && drawn.end === end) return;
    const hadFocus = rows.contains(document.activeElement);
    drawn = { first, end };
    rows.style.height = items.length * rowHeight + "px";
    clear(rows).append(...items.slice(first, end).map((item, i) => row(item, first + i)));
    if (hadFocus) rowAt(active)?.focus({ preventScroll: true });
  }

  function row(item, index) {
    return h("div", {
      role: onSelect ? "option" : "listitem", class: ["list-row", rowClass?.(item)], tabindex: index === active ? 0 : -1, "aria-posinset": index + 1, "aria-setsize": items.length,
      "aria-selected": onSelect ? String(index === selected) : null, dataset: { index }, style: { transform: `translateY(${index * rowHeight}px)` },
    }, render(item, index));
  }

  const rowAt = index => rows.querySelector(`[data-index="${index}"]`);

  function activate(index, focus) {
    active = index;
    scrollToRow(element, index, rowHeight);
    draw(true);
    if (focus) rowAt(index)?.focus({ preventScroll: true });
  }

  function select(index) {
    selected = index;
    if (index < 0) draw(true);
    else activate(index, false);
  }

  on(rows, "click", event => {
    const index = Number(event.target.closest("[data-index]")?.dataset.index ?? NaN);
    if (Number.isNaN(index) || event.target.closest("button, a")) return;
    activate(index, true);
    onSelect?.(items[index], index);
  });
  on(rows, "keydown", event => {
    if (event.target.closest("button, a")) return;
    const target = rowAfterKey(event.key, active, items.length, Math.max(1, Math.floor(element.clientHeight / rowHeight) - 1));
    if (target !== null) activate(target, true);
    else if (onSelect && (event.key === "Enter" || event.key === " ")) onSelect(items[active], active);
    else return;
    event.preventDefault();
  });
  on(element, "scroll", perFrame(() => draw()));
  new ResizeObserver(perFrame(() => draw())).observe(element);

  return {
    element, select,
    update(newItems) {
      items = newItems;
      active = Math.min(active, Math.max(0, items.length - 1));
      selected = -1;
      draw(true);
    },
    scrollTo(index) { element.scrollTop = Math.max(0, index * rowHeight - element.clientHeight / 3); draw(); },
  };
}
