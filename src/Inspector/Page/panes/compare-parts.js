// The tables of a comparison. Better and worse are words with a sign, never a colour alone.

import { h } from "#dom";
import { bytes, count, microseconds, percent } from "#format";
import { card } from "#panes/bars";
import { compareGraphs, compareKernels, compareRules, compareTotals, compareVersions } from "#panes/comparison";
import { folded } from "#panes/line-diff";
import { link } from "#panes/links";
import { groupBy } from "#panes/metrics";
import { sortableTable } from "#table";

const judgement = {
  better: ["good", "✓ better"], faster: ["good", "✓ faster"], "fewer bytes": ["good", "✓ fewer bytes"], merged: ["good", "✓ merged"],
  worse: ["bad", "✗ worse"], slower: ["bad", "✗ slower"], "more bytes": ["bad", "✗ more bytes"], split: ["bad", "✗ split"],
  same: ["muted", "= same"], less: ["muted", "less"], more: ["muted", "more"], added: ["warn", "+ only in B"], removed: ["warn", "− only in A"],
};

function judged(word) {
  const [tone, text] = judgement[word] ?? ["muted", "–"];
  return h("span", { class: tone }, text);
}

/** "−12.0 KiB", with the sign in front. */
const signed = (value, format) => value === null ? "–" : value === 0 ? "0" : (value < 0 ? "−" : "+") + format(Math.abs(value));
const signedPart = ratio => signed(ratio, percent);

export function totalsCard(a, b) {
  const head = ["", "A", "B", "Difference", "Relative", "B is"];
  return h("section", { class: "card flush compare-totals" }, h("h3", {}, "Totals"), h("div", { class: "table-area" }, h("table", { class: "table compact" },
    h("thead", {}, h("tr", {}, head.map((text, i) => h("th", { scope: "col", class: i > 0 && i < 5 && "end" }, text)))),
    h("tbody", {}, compareTotals(a, b).map(row => h("tr", { dataset: { total: row.name } },
      h("th", { scope: "row" }, row.name), h("td", { class: "end" }, row.format(row.a)), h("td", { class: "end" }, row.format(row.b)),
      h("td", { class: "end" }, signed(row.change, row.format)), h("td", { class: "end" }, signedPart(row.ratio)), h("td", {}, judged(row.verdict))))))));
}

export function kernelCard(context, a, b) {
  const rows = compareKernels(a.model, b.model);
  if (rows.length === 0) return null;
  const timed = rows.some(row => row.time.a !== null || row.time.b !== null);
  const words = groupBy(rows, row => row.word);
  const number = (id, title, value, format) => ({ id, title, align: "end", value, render: row => value(row) === null ? "–" : format(value(row)) });
  const times = [number("timeA", "Time A", r => r.time.a, microseconds), number("timeB", "Time B", r => r.time.b, microseconds),
    number("time", "Difference", r => r.time.change, x => signed(x, microseconds)), number("ratio", "Relative", r => r.time.ratio, signedPart)];
  const moved = [number("bytesA", "Bytes A", r => r.moved.a, bytes), number("bytesB", "Bytes B", r => r.moved.b, bytes),
    number("moved", "Difference", r => r.moved.change, x => signed(x, bytes))];
  const table = sortableTable({
    caption: "Kernels of both reports", rows, rowKey: row => row.index, rowHeight: 30,
    columns: [
      { id: "word", title: "Kernel is", value: row => row.word, render: row => judged(row.word) },
      { id: "a", title: "In A", class: "mono", value: row => names(row.a), render: row => kernelNames(context, a, row.a) },
      { id: "b", title: "In B", class: "mono", value: row => names(row.b), render: row => kernelNames(context, b, row.b) },
      ...timed ? times : [], ...moved,
    ],
  });
  return h("section", { class: "card flush" }, h("h3", {}, "Kernels"),
    h("p", { class: "note" }, [...words].map(([word, list]) => `${count(list.length)} ${word}`).join(", "),
      ". Kernels are matched by the ops in them and the modules that these come from."), table.element);
}

const names = kernels => kernels.map(kernel => kernel.name).join(", ");

function kernelNames({ state }, { index }, kernels) {
  if (kernels.length === 0) return "–";
  const parts = kernels.map(kernel => index === null ? kernel.name : link(state, { report: index, pane: "kernels", kernel: kernel.index }, kernel.name));
  return h("span", { title: names(kernels) }, parts.slice(0, 3).flatMap((part, i) => i === 0 ? [part] : [", ", part]),
    parts.length > 3 && ` and ${parts.length - 3} more`);
}

export function ruleCard(a, b) {
  const rows = compareRules(a, b);
  return card("Rewrites that fired differently", {}, rows.length === 0 ? h("p", { class: "note" }, "The same rules fired as often in both.")
    : plainTable(["Pass", "Rule", "A", "B"], rows.map(row => [row.stage, row.rule, count(row.a), count(row.b)])));
}

export function versionCard(a, b) {
  const rows = compareVersions(a, b);
  return card("Versions that differ", {}, rows.length === 0 ? h("p", { class: "note" }, "Same NeuralJit, .NET, machine and settings.")
    : plainTable(["", "A", "B"], rows.map(row => [row.name, String(row.a), String(row.b)])));
}

function plainTable(head, rows) {
  return h("div", { class: "table-area" }, h("table", { class: "table compact wrap" },
    h("thead", {}, h("tr", {}, head.map(text => h("th", { scope: "col" }, text)))), h("tbody", {}, rows.map(row => h("tr", {}, row.map(text => h("td", {}, text)))))));
}

const marks = { same: " ", changed: "~", removed: "−", added: "+" };

export function graphCard(a, b) {
  const rows = compareGraphs(a, b);
  const kinds = groupBy(rows, row => row.kind);
  const number = kind => count(kinds.get(kind)?.length ?? 0);
  const list = h("ol", { class: "graph-diff mono", tabindex: 0, "aria-label": "Graph of the last stage, A against B" });
  for (const row of folded(rows)) list.append(...row.kind === "fold" ? [fold(row.rows)] : lines(row));
  return card("Graph of the last stage", {}, h("p", { class: "note" },
    `${number("same")} values are the same, ${number("changed")} read other values, ${number("removed")} are only in A, ${number("added")} only in B. Numbers of values are ignored.`),
    rows.length > 0 && list);
}

function fold(rows) {
  const item = h("li", { class: "fold" }, h("button", { type: "button", class: "link", onclick: () => item.replaceWith(...rows.flatMap(lines)) },
    `${count(rows.length)} lines that are the same`));
  return item;
}

function lines(row) {
  if (row.kind !== "changed") return [line(row.kind, row.a ?? row.b)];
  return row.a.text === row.b.text ? [line("changed", row.b)] : [line("removed", row.a), line("added", row.b)];
}

const line = (kind, record) => h("li", { class: `diff-${kind}` }, h("span", { class: "diff-mark" }, marks[kind]),
  record.text ?? `%${record.id} = ${record.op} ${record.type}`);
