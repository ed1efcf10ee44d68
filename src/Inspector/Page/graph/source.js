// The lines of the user's program that a value comes from.

import { h } from "#dom";

const around = 4;

const mostModules = 3;

/** The places that origins name, each with the lines around it when the report has them. Merged values have many origins, often the same line of many modules. */
export function sourceViews(model, origins) {
  const places = new Map();
  for (const origin of origins) {
    const place = origin.file ? `${origin.file}${origin.line ? ":" + origin.line : ""}` : "";
    places.set(place, [...(places.get(place) ?? []), origin]);
  }
  return [...places.entries()].map(([place, same]) => sourceView(place, modulesText(same), model.sourceOf(same[0]), same[0].path)).filter(Boolean);
}

function modulesText(origins) {
  const modules = [...new Set(origins.map(origin => origin.module).filter(Boolean))];
  return modules.slice(0, mostModules).join(", ") + (modules.length > mostModules ? ` and ${modules.length - mostModules} more` : "");
}

function sourceView(place, modules, source, path) {
  const title = [modules, place].filter(Boolean).join(" · ");
  if (!source) return title ? h("p", { class: "mono small" }, title) : null;
  const first = Math.max(source.first, source.line - around);
  const lines = source.lines.slice(first - source.first, source.line + around + 1 - source.first);
  const indent = Math.min(...lines.filter(line => line.trim() !== "").map(line => line.length - line.trimStart().length));
  return h("figure", { class: "source" },
    h("figcaption", { class: "mono small", title: path }, title),
    h("pre", {}, lines.map((text, i) => sourceLine(first + i, text.slice(indent), first + i === source.line))));
}

function sourceLine(number, text, isMarked) {
  return h("span", { class: ["source-line", isMarked && "marked"], "aria-current": isMarked ? "true" : null },
    h("span", { class: "source-number", "aria-hidden": "true" }, String(number).padStart(4)), " ", text, "\n");
}
