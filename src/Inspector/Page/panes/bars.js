// Amounts as a list of bars: the label, the bar, the number.

import { h } from "#dom";

/** rows: [{ label, value, text, hint? }]; a bar is as long as its value is of the largest (or of `full`). */
export function bars(rows, { label, full = Math.max(...rows.map(row => row.value), 0) }) {
  return h("ul", { class: "bars", "aria-label": label }, rows.map(row => h("li", { title: row.hint },
    h("span", { class: "bar-label" }, row.label),
    h("span", { class: "bar-track", "aria-hidden": "true" }, h("span", { class: "bar", style: { width: `${full > 0 ? 100 * row.value / full : 0}%` } })),
    h("span", { class: "bar-text" }, row.text))));
}

/** A row of numbers with their names: [[name, value, hint?]]. */
export function totalsRow(rows) {
  return h("dl", { class: "totals" }, rows.map(([name, value, hint]) => h("div", { title: hint }, h("dt", {}, name), h("dd", {}, value))));
}

/** A part of a pane: a heading and what stands under it. */
export const card = (title, properties, ...children) => h("section", { ...properties, class: ["card", properties.class].filter(Boolean).join(" ") },
  h("h3", {}, title), ...children);
