// What the colours of the graph mean just now.

import { h } from "#dom";

/** The legend of a painted scene. */
export function legendView(legend) {
  if (!legend.isScale) {
    return h("ul", { class: "graph-legend-items" }, legend.items.map(({ label, variable, count }) => h("li", {},
      h("span", { class: "graph-swatch", style: { background: `var(${variable})` }, "aria-hidden": "true" }), label, h("span", { class: "muted num" }, ` ${count}`))));
  }
  if (legend.missing) return h("p", { class: "graph-legend-items muted" }, legend.missing);
  const gradient = `linear-gradient(90deg, ${legend.variables.map(name => `var(${name})`).join(", ")})`;
  return h("div", { class: "graph-legend-items" }, legend.title, h("span", { class: "num" }, "0"), h("span", { class: "graph-heat", style: { background: gradient }, "aria-hidden": "true" }), h("span", { class: "num" }, legend.most));
}
