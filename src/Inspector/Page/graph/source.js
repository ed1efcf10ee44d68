// The lines of the user's program that a value comes from.

import { h } from "#dom";

const around = 4;

/** An origin as text, and below it the lines around it with its own marked, when the report has them. */
export function sourceView(model, origin) {
  const place = [origin.module, origin.file && `${origin.file}${origin.line ? ":" + origin.line : ""}`].filter(Boolean).join(" · ");
  const source = model.sourceOf(origin);
  if (!source) return place ? h("p", { class: "mono small" }, place) : null;
  const first = Math.max(source.first, origin.line - around);
  const lines = source.lines.slice(first - source.first, origin.line + around + 1 - source.first);
  const indent = Math.min(...lines.filter(line => line.trim() !== "").map(line => line.length - line.trimStart().length));
  return h("figure", { class: "source" },
    h("figcaption", { class: "mono small", title: origin.path }, place),
    h("pre", {}, lines.map((text, i) => h("span", { class: ["source-line", first + i === origin.line && "marked"], "aria-current": first + i === origin.line ? "true" : null },
      h("span", { class: "source-number", "aria-hidden": "true" }, String(first + i).padStart(4)), " ", text.slice(indent), "\n"))));
}
