// Why not fused: each value that goes through memory between two kernels, the reason, and what could be done about it.

import { clear, h, on } from "#dom";
import { bytes, count, percent } from "#format";
import { card, totalsRow } from "#panes/bars";
import { kernelLink, nodeLink } from "#panes/links";
import { groupBy, sum } from "#panes/metrics";
import { adviceOf, isInternal, reasonOf, refusals } from "#panes/reasons";
import { traffic } from "#panes/traffic";
import { sortableTable } from "#table";

export const id = "fusion";
export const title = "Why not fused";

export function create(context) {
  const model = context.models[context.state.get().report];
  if (model.fusion.length === 0)
    return { element: h("p", { class: "empty" }, "No value of this program is passed from one computation to another, so there was nothing to fuse."), update() {} };
  const refused = refusals(model.fusion);
  const reasons = [...groupBy(refused, edge => edge.reason)].map(([reason, edges]) => ({ reason, edges, bytes: sum(edges, e => e.bytes) }))
    .sort((a, b) => b.bytes - a.bytes);
  const filter = { reason: null, words: [] };
  let chosen = null;
  const table = edgeTable(context, model, refused, edge => {
    chosen = edge;
    context.state.set({ node: edge.producer });
    showChosen();
  });
  const detail = h("p", { class: "note edge-detail", role: "status" });
  const touches = node => edge => edge.producer === node || edge.consumer === node;
  const shown = h("span", { class: "muted", role: "status" });
  const texts = new Map(refused.map(edge => [edge, textOf(model, edge)]));

  function show() {
    const rows = refused.filter(edge => (!filter.reason || edge.reason === filter.reason) && filter.words.every(word => texts.get(edge).includes(word)));
    table.update(rows);
    shown.textContent = `${count(rows.length)} of ${count(refused.length)} edges; fusing them would save up to ${bytes(sum(rows, e => e.bytes))}`;
  }

  function showChosen() {
    table.select(chosen ? refused.indexOf(chosen) : null);
    detail.replaceChildren(...chosen ? describe(context, model, chosen) : ["Choose an edge to read why it was not fused."]);
  }

  const input = h("input", { type: "search", placeholder: "Filter: op, kernel, module, reason", "aria-label": "Filter edges" });
  on(input, "input", () => { filter.words = input.value.toLowerCase().split(/\s+/); show(); });
  const groups = reasonList(model, reasons, refused, filter, show);
  show();
  const element = h("div", { class: "fusion" }, totals(model, refused),
    refused.length === 0 ? card("Everything that could be fused was", {}, h("p", { class: "note" }, "No value goes through memory between two kernels of a run.")) : [
      card("Reasons", {}, h("p", { class: "note" }, "Choose a reason to see its edges alone."), groups),
      h("section", { class: "card flush" }, h("div", { class: "toolbar" }, h("h3", {}, "Edges between kernels"), input, shown), detail, table.element),
    ]);
  return {
    element,
    update({ node }) {
      // An edge that was chosen here stays; a node that was chosen elsewhere shows its first.
      if (!chosen || !touches(node)(chosen)) chosen = node === null ? null : refused.find(touches(node)) ?? null;
      showChosen();
    },
  };
}

function totals(model, refused) {
  const fused = model.fusion.filter(edge => edge.fused);
  const { moved, avoided } = traffic(model);
  return totalsRow([
    ["Edges fused", `${count(fused.length)} of ${count(model.fusion.length)}`, "Uses of a computed value by another op"],
    ["Not fused", count(refused.length)],
    ["Moved between kernels", bytes(moved), "Written by one kernel and read by another"],
    ["Avoided by fusion", bytes(avoided), "What the fused edges would have written and read"],
    ["Share avoided", avoided + moved > 0 ? percent(avoided / (avoided + moved)) : "–"],
  ]);
}

function reasonList(model, reasons, refused, filter, show) {
  const total = sum(refused, e => e.bytes);
  const list = h("ul", { class: "reasons" });
  const draw = () => {
    const focused = list.contains(document.activeElement) ? document.activeElement.dataset.reason : null;
    clear(list).append(...reasons.map(({ reason, edges, bytes: moved }) => {
      const { title: name, why, advice } = reasonOf(reason);
      return h("li", {}, h("button", { type: "button", "aria-pressed": String(filter.reason === reason), dataset: { reason },
        onclick: () => { filter.reason = filter.reason === reason ? null : reason; draw(); show(); } },
        h("span", { class: "reason-head" }, h("strong", {}, name),
          h("span", { class: "muted num" }, `${count(edges.length)} ${edges.length === 1 ? "edge" : "edges"} · ${bytes(moved)}`)),
        h("span", { class: "bar-track", "aria-hidden": "true" }, h("span", { class: "bar", style: { width: `${total > 0 ? 100 * moved / total : 0}%` } })),
        h("span", {}, why), h("span", { class: "muted" }, edges.every(edge => isInternal(model, edge)) ? adviceOf(model, edges[0]) : advice)));
    }));
    if (focused) list.querySelector(`[data-reason="${CSS.escape(focused)}"]`)?.focus();
  };
  draw();
  return list;
}

function describe(context, model, edge) {
  const { title: name } = reasonOf(edge.reason);
  return [h("strong", {}, name), ": ", nodeLink(context, model, edge.producer), " → ", nodeLink(context, model, edge.consumer),
    `, ${bytes(edge.bytes)}${edge.text ? `: ${edge.text}` : ""}. ${adviceOf(model, edge)}`];
}

function textOf(model, edge) {
  const ends = [edge.producer, edge.consumer].map(node => model.findRecord(node)).flatMap(record => [record?.op, record && `%${record.id}`, model.moduleOf(record)]);
  return [...ends, model.kernels[edge.from]?.name, model.kernels[edge.to]?.name, edge.reason, reasonOf(edge.reason).title,
    edge.text].filter(Boolean).join(" ").toLowerCase();
}

function edgeTable(context, model, refused, onSelect) {
  const index = new Map(refused.map((edge, i) => [edge, i]));
  const opOf = node => model.findRecord(node)?.op ?? "";
  const kernel = i => model.kernels[i] ? kernelLink(context, model, i) : "–";
  return sortableTable({
    caption: "Edges that are not fused", rows: refused, rowKey: edge => index.get(edge), onSelect, sort: { id: "bytes", descending: true },
    columns: [
      { id: "producer", title: "Producer", value: e => opOf(e.producer), render: e => nodeLink(context, model, e.producer) },
      { id: "consumer", title: "Consumer", value: e => opOf(e.consumer), render: e => nodeLink(context, model, e.consumer) },
      { id: "bytes", title: "Bytes", hint: "What fusing would save", align: "end", value: e => e.bytes ?? null, render: e => bytes(e.bytes) },
      { id: "reason", title: "Reason", value: e => reasonOf(e.reason).title },
      { id: "from", title: "From kernel", class: "mono", value: e => model.kernels[e.from]?.name ?? null, render: e => kernel(e.from) },
      { id: "to", title: "To kernel", class: "mono", value: e => model.kernels[e.to]?.name ?? null, render: e => kernel(e.to) },
      { id: "text", title: "In detail", class: "wide", value: e => e.text ?? "", render: e => h("span", { title: e.text }, e.text) },
    ],
  });
}
