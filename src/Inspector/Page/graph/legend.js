// What the colours of the graph mean just now.

import { h } from "#dom";

/** The legend of a painted scene. */
export function legendView(legend) {
  if (!legend.isScale) {
    return h("ul", { class: "legend" }, legend.items.map(({ label, variable, count }) => h("li", {},
      h("span", { class: "swatch", style: { background: `var(${variable})` }, "aria-hidden": "true" }), label, h("span", { class: "muted num" }, ` ${count}`))));
  }
  if (legend.missing) return h("p", { class: "legend muted" }, legend.missing);
  const gradient = `linear-gradient(90deg, ${legend.variables.map(name => `var(${name})`).join(", ")})`;
  return h("div", { class: "legend" }, legend.title, h("span", { class: "num" }, "0"), h("span", { class: "heat", style: { background: gradient }, "aria-hidden": "true" }), h("span", { class: "num" }, legend.most));
}
