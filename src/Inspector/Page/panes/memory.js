// Memory: when each value lives and where, what is alive at the peak, what is written over a variable, and what reuse saved.

import { h } from "#dom";
import { bytes, count, percent } from "#format";
import { card, totalsRow } from "#panes/bars";
import { kernelLink, nodeLink, nodeName } from "#panes/links";
import { memoryChart } from "#panes/memory-chart";
import { sum } from "#panes/metrics";
import { sortableTable } from "#table";

export const id = "memory";
export const title = "Memory";

export function create(context) {
  const model = context.models[context.state.get().report];
  const memory = model.document.memory;
  if (!memory || (memory.buffers ?? []).length === 0)
    return { element: h("p", { class: "empty" }, "This report has no memory plan: nothing was compiled that needs memory."), update() {} };
  const arena = memory.buffers.filter(b => b.kind === "arena" && b.offset !== undefined && b.offset !== null).sort((a, b) => a.first - b.first || a.offset - b.offset);
  const chart = arena.length === 0 ? null : memoryChart({
    memory, buffers: arena, nameOf: b => nameOf(model, b), describe: b => describe(model, b), choose: b => context.state.set({ node: b.node }),
  });
  const table = bufferTable(context, model, memory);
  const element = h("div", { class: "memory" },
    totals(memory),
    card("Lifetimes in the arena", {},
      chart ? [h("p", { class: "note" },
        "Each rectangle is a value: to the right the steps in which it lives, upwards its place. The band is the step with most alive."), chart.element]
      : h("p", { class: "note" }, "No value lives between two kernels: the program needs no arena.")),
    h("div", { class: "columns" },
      h("section", { class: "card flush" }, h("h3", {}, "All buffers"), table.element),
      h("div", {}, peakCard(context, model, memory, arena), inPlaceCard(context, model, memory))));
  return {
    element,
    update({ node }) {
      chart?.select(node);
      table.select(node === null ? null : memory.buffers.findIndex(b => b.node === node));
    },
  };
}

function totals(memory) {
  const of = kind => memory.buffers.filter(b => b.kind === kind);
  const saved = (memory.withoutReuse ?? 0) - (memory.arenaBytes ?? 0);
  const row = (name, kind) => of(kind).length > 0 ? [name, bytes(sum(of(kind), b => b.bytes)), `${of(kind).length} buffers`] : null;
  return totalsRow([
    ["Arena", bytes(memory.arenaBytes)], ["Alive at the peak", bytes(memory.peakBytes), "The least that any plan needs"],
    ["Without reuse", bytes(memory.withoutReuse)],
    ["Saved by reuse", saved > 0 ? percent(saved / memory.withoutReuse) : "–", `${bytes(Math.max(0, saved))} less than one place for each value`],
    row("Variables", "variable"), row("Inputs", "input"), row("Outputs", "output"), row("Constants", "constant"), ["Prepared", bytes(memory.preparedBytes)],
  ].filter(Boolean));
}

function nameOf(model, buffer) {
  const record = model.findRecord(buffer.node);
  return record ? `%${buffer.node} ${nodeName(record)}` : `%${buffer.node}`;
}

function describe(model, buffer) {
  const record = model.findRecord(buffer.node);
  return [
    nameOf(model, buffer), `${bytes(buffer.bytes)}${record ? ` · ${record.type}` : ""}`,
    `offset ${bytes(buffer.offset)} to ${bytes(buffer.offset + buffer.bytes)}`,
    `step ${buffer.first} (${kernelAt(model, buffer.first)}) to ${buffer.last} (${kernelAt(model, buffer.last)})`, model.moduleOf(record),
  ].filter(Boolean);
}

const kernelAt = (model, step) => model.kernels[model.document.memory.steps?.[step]]?.name ?? "?";

function peakCard(context, model, memory, arena) {
  const { peakStep: step, peakBytes } = memory;
  const alive = arena.filter(b => b.first <= step && step <= b.last).sort((a, b) => b.bytes - a.bytes);
  if (alive.length === 0) return null;
  return card("Alive at the peak", {},
    h("p", { class: "note" }, `${bytes(peakBytes)} in ${count(alive.length)} values at step ${step}, while `, kernelLink(context, model, memory.steps?.[step]), " runs."),
    list(alive, b => [nodeLink(context, model, b.node), h("span", { class: "end" }, `${bytes(b.bytes)} · ${percent(b.bytes / peakBytes)}`)]));
}

function inPlaceCard(context, model, memory) {
  const rows = memory.buffers.filter(b => b.inPlace).sort((a, b) => b.bytes - a.bytes);
  return card("Updated in place", {}, rows.length === 0 ? h("p", { class: "note" }, "No variable is written over while the program runs.") : [
    h("p", { class: "note" },
      `${count(rows.length)} new values are written over the variable that they replace: ${bytes(sum(rows, b => b.bytes))} that need neither memory nor copies.`),
    list(rows, b => [h("span", {}, nodeLink(context, model, b.node), h("span", { class: "muted" }, ` → ${b.inPlace}`)), h("span", { class: "end" }, bytes(b.bytes))]),
  ]);
}

const list = (rows, render) => h("ul", { class: "amounts", tabindex: rows.length > 12 ? 0 : null }, rows.map(row => h("li", {}, render(row))));

function bufferTable(context, model, memory) {
  const index = new Map(memory.buffers.map((b, i) => [b, i]));
  return sortableTable({
    caption: "Buffers", rows: memory.buffers, rowKey: b => index.get(b), onSelect: b => context.state.set({ node: b.node }), sort: { id: "bytes", descending: true },
    columns: [
      { id: "node", title: "Value", value: b => b.node, render: b => nodeLink(context, model, b.node) },
      { id: "kind", title: "Kind", value: b => b.kind }, { id: "bytes", title: "Bytes", align: "end", value: b => b.bytes, render: b => bytes(b.bytes) },
      { id: "offset", title: "Offset", align: "end", value: b => b.offset ?? null, render: b => bytes(b.offset) },
      { id: "first", title: "First step", align: "end", value: b => b.first ?? null, render: b => count(b.first) },
      { id: "last", title: "Last", align: "end", value: b => b.last ?? null, render: b => count(b.last) },
      { id: "module", title: "Module", value: b => model.moduleOf(model.findRecord(b.node)) },
    ],
  });
}
