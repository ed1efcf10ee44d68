// The rules that fired in a pass, most frequent first, each with all its firings.

import { clear, h, on } from "#dom";
import { count, microseconds } from "#format";

const fewFirings = 50;

/** go(id) is called with the value that a firing made, or where that is unknown, the one it replaced. */
export function rulesView(rewrites, go) {
  if (rewrites.length === 0) return h("p", { class: "empty" }, "No rule fired.");
  const rules = new Map();
  for (const rewrite of rewrites) rules.set(rewrite.rule, [...(rules.get(rewrite.rule) ?? []), rewrite]);
  return h("div", { class: "rules" }, [...rules.entries()].sort((a, b) => b[1].length - a[1].length).map(([rule, firings]) => ruleView(rule, firings, go)));
}

function ruleView(rule, firings, go) {
  const time = firings.reduce((sum, firing) => sum + (firing.microseconds ?? 0), 0);
  const body = h("div", { class: "firings" });
  const details = h("details", { class: "rule" },
    h("summary", {}, h("span", { class: "rule-name" }, rule), h("span", { class: "chip num", title: "times fired" }, `${count(firings.length)}×`), time > 0 && h("span", { class: "muted small num" }, microseconds(time))), body);
  // The firings of a rule that nobody opens are not made.
  on(details, "toggle", () => { if (details.open && body.childElementCount === 0) fill(body, firings, fewFirings, go); });
  return details;
}

function fill(body, firings, most, go) {
  clear(body).append(...firings.slice(0, most).map(firing => firingView(firing, go)));
  if (firings.length > most) body.append(h("button", { type: "button", class: "quiet", onclick: () => fill(body, firings, firings.length, go) }, `all ${count(firings.length)} …`));
}

function firingView(firing, go) {
  const target = firing.becomes ?? firing.at ?? null;
  return h("button", { type: "button", class: "firing", disabled: target === null, onclick: () => go(target) },
    h("span", { class: "firing-text" }, h("code", {}, firing.before ?? ""), h("span", { class: "muted", "aria-label": "becomes" }, " → "), h("code", {}, firing.after ?? "")),
    h("span", { class: "muted small num" }, [firing.becomes !== undefined && firing.becomes !== null ? `%${firing.becomes}` : firing.at !== undefined && firing.at !== null ? `was %${firing.at}` : "",
      firing.microseconds ? ` · ${microseconds(firing.microseconds)}` : ""].join("")));
}
