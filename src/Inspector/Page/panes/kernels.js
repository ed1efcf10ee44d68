// Kernels: a table that sorts and filters, the roofline, and everything about the selected one.

import { clear, h, on } from "#dom";
import { bytes, count, flops, microseconds, percent, rate } from "#format";
import { kindName, kindStyle } from "#kinds";
import { kernelDetails } from "#panes/kernel-details";
import { card } from "#panes/bars";
import { allMetrics, moduleOfKernel } from "#panes/metrics";
import { roofline } from "#panes/roofline";
import { sortableTable } from "#table";

export const id = "kernels";
export const title = "Kernels";

export function create(context) {
  const model = context.models[context.state.get().report];
  if (model.kernels.length === 0) return { element: h("p", { class: "empty" }, "This program has no kernels."), update() {} };
  const metrics = allMetrics(model);
  const timed = model.kernelTime > 0;
  const choose = index => context.state.set({ kernel: index });
  const table = sortableTable({
    caption: "Kernels", columns: columnsOf(model, timed), rows: metrics, rowKey: m => m.kernel.index, onSelect: m => choose(m.kernel.index),
    sort: timed ? { id: "time", descending: true } : null,
  });
  const plot = roofline({ model, metrics, choose });
  const details = h("div");
  const element = h("div", { class: "kernels" },
    h("section", { class: "card flush" }, filterBar(model, metrics, table), table.element),
    h("div", { class: "columns" }, details, card("Roofline", { class: "roofline-card" }, !timed && howToTime(), plot.element)));
  let shown = null;
  return {
    element,
    update(state) {
      const index = model.kernels[state.kernel] ? state.kernel : table.rows()[0]?.kernel.index ?? 0;
      if (index === shown) return;
      shown = index;
      table.select(index);
      plot.select(index);
      clear(details).append(kernelDetails(context, model, metrics[index]));
    },
  };
}

function filterBar(model, metrics, table) {
  const input = h("input", { type: "search", placeholder: "Filter: name, kind, op, module", "aria-label": "Filter kernels" });
  const shown = h("span", { class: "muted", role: "status" }, tally(metrics, metrics));
  const texts = new Map(metrics.map(m => [m, [m.kernel.name, m.kernel.kind, kindName(m.kernel.kind), moduleOfKernel(model, m.kernel), ...opsOf(model, m.kernel)].join(" ").toLowerCase()]));
  on(input, "input", () => {
    const words = input.value.toLowerCase().split(/\s+/);
    const rows = metrics.filter(m => words.every(word => texts.get(m).includes(word)));
    table.update(rows);
    shown.textContent = tally(rows, metrics);
  });
  return h("div", { class: "toolbar" }, input, shown);
}

const tally = (rows, all) => rows.length === all.length ? `${count(all.length)} kernels` : `${count(rows.length)} of ${count(all.length)} kernels`;

/** What follows from other columns, or is seen in the details. */
const derived = new Set(["ops", "intensity"]);

function columnsOf(model, timed) {
  const number = (id, title, value, format, hint) => ({ id, title, hint, align: "end", value, render: m => value(m) === null ? "–" : format(value(m)) });
  const columns = [
    { id: "name", title: "Kernel", class: "mono", value: m => m.kernel.name },
    { id: "kind", title: "Kind", value: m => kindName(m.kernel.kind), render: m => h("span", {},
      h("span", { class: "swatch", style: kindStyle(m.kernel.kind), "aria-hidden": "true" }), kindName(m.kernel.kind), m.kernel.prepared && " · prepared") },
    number("ops", "Ops", m => m.kernel.nodes?.length ?? 0, count, "Nodes of the graph that it computes"),
    { id: "module", title: "Module", value: m => moduleOfKernel(model, m.kernel) },
    number("flops", "FLOPs", m => m.flops, flops), number("bytes", "Bytes", m => m.bytes, bytes, "Read and written"),
    number("intensity", "FLOP/B", m => m.intensity, x => x.toFixed(2), "Arithmetic for each byte moved"),
  ];
  return !timed ? columns : [
    // On a narrow screen times come first, and on a middling one what follows from other columns is left out; all of it is in the details.
    columns[0], ...columns.slice(1).map(column => ({ ...column, class: ["not-narrow", derived.has(column.id) && "only-wide"].filter(Boolean).join(" ") })), number("time", "Time", m => m.time, microseconds, "Median of the profiled runs"),
    { ...number("share", "Share", m => m.share, percent), render: m => m.share === null ? "–" : h("span",
      { class: "share", style: { "--share": m.share } }, percent(m.share)) },
    number("flopRate", "FLOP/s", m => m.flopRate, x => rate(x, "FLOP/s")), number("byteRate", "B/s", m => m.byteRate, x => rate(x, "B/s")),
    number("roof", "Roofline", m => m.roof, percent, "Part of the speed that the machine's peaks allow at this intensity"),
    number("lost", "To win", m => m.lost, microseconds, "Time above what the roofline allows"),
  ];
}

const opsOf = (model, kernel) => (kernel.nodes ?? []).map(node => model.findRecord(node)?.op ?? "");

function howToTime() {
  return h("p", { class: "note" }, "No kernel was timed: points lie at their operations. Times and the machine's peaks come with ",
    h("code", {}, "neuraljit inspect MODEL --format html --profile"), ".");
}
