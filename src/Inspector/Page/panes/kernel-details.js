// Everything about one kernel: its space and how it is walked, what it reads and writes, its nodes and where they come from, its source.

import { h } from "#dom";
import { bytes, flops, microseconds, percent, rate } from "#format";
import { kindName, kindStyle } from "#kinds";
import { copyButton } from "#panes/charts";
import { tokens } from "#panes/csharp";
import { kernelLink, link, nodeLink } from "#panes/links";
import { perByte } from "#panes/metrics";
import { reasonOf, refusals } from "#panes/reasons";

export function kernelDetails(context, model, metrics) {
  const kernel = metrics.kernel;
  return h("section", { class: "card kernel-details", "aria-label": `Kernel ${kernel.name}` },
    h("h3", { class: "mono" }, kernel.name),
    h("p", {}, chips(kernel, metrics)), kernel.description && h("p", {}, kernel.description),
    facts(kernel, metrics), memoryTable(context, model, kernel), nodes(context, model, kernel), origins(model, kernel),
    neighbours(context, model, kernel), source(model, kernel));
}

function chips(kernel, metrics) {
  return [
    h("span", { class: "chip kind-chip", style: kindStyle(kernel.kind) }, kindName(kernel.kind)), " ",
    kernel.prepared && [h("span", { class: "chip", title: "Computed when a parameter has changed, not at every run" }, "prepared"), " "],
    metrics.bound && h("span", { class: "chip", title: "What limits it at the machine's peaks" },
      metrics.bound === "memory" ? "limited by memory" : "limited by arithmetic"),
  ];
}

function facts(kernel, m) {
  const rows = [
    ["Iteration space", space(kernel)], ["Tile", kernel.tile], ["Vectors", kernel.vectorBits ? `${kernel.vectorBits} bits` : null],
    ["Sweeps over a row", kernel.passes], ["Threads", threads(kernel)],
    ["FLOPs", flops(m.flops)], ["Bytes", `${bytes(kernel.bytesRead ?? 0)} read, ${bytes(kernel.bytesWritten ?? 0)} written`],
    ["Intensity", m.intensity === null ? null : perByte(m.intensity)],
    ["Time", m.time === null ? null : `${microseconds(m.time)} median, ${microseconds(kernel.time.minMicroseconds)} best · ${percent(m.share)} of all kernels`],
    ["Speed", m.byteRate === null ? null : [m.flopRate && rate(m.flopRate, "FLOP/s"), rate(m.byteRate, "B/s")].filter(Boolean).join(" · ")],
    ["Roofline", m.roof === null ? null : `${percent(m.roof)} of what it allows (${microseconds(m.best)})${m.roof > 1 ? ": the data comes from caches" : ""}`],
  ];
  return h("dl", { class: "facts-list" },
    rows.filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function space(kernel) {
  if (!kernel.domain) return null;
  const extents = kernel.domain.length === 0 ? "one element" : kernel.domain.join(" × ");
  return kernel.reduced?.length > 0 ? `${extents}, reduced over ${kernel.reduced.length === 1 ? "axis" : "axes"} ${kernel.reduced.join(", ")}` : extents;
}

function threads(kernel) {
  if (kernel.parallel === undefined && kernel.chunks === undefined) return null;
  return kernel.parallel ? `several, over ${kernel.chunks ?? "?"} chunks` : "one";
}

function memoryTable(context, model, kernel) {
  const rows = [...(kernel.loads ?? []).map(access => ["reads", access]), ...(kernel.stores ?? []).map(access => ["writes", access])];
  if (rows.length === 0) return null;
  return [h("h4", {}, "Loads and stores"), h("div", { class: "table-area" }, h("table", { class: "table compact" },
    h("thead", {}, h("tr", {}, ["", "Value", "Type", "Pattern", "Bytes"].map((text, i) => h("th", { scope: "col", class: i === 4 && "end" }, text)))),
    h("tbody", {}, rows.map(([verb, access]) => h("tr", {},
      h("td", { class: "muted" }, verb), h("td", {}, nodeLink(context, model, access.node)), h("td", { class: "mono" }, model.findRecord(access.node)?.type ?? ""),
      h("td", {}, access.pattern), h("td", { class: "end" }, bytes(access.bytes)))))))];
}

function nodes(context, model, kernel) {
  const ids = kernel.nodes ?? [];
  if (ids.length === 0) return null;
  return [h("h4", {}, ids.length === 1 ? "Node" : `${ids.length} nodes in one kernel`), h("ol", { class: "lines mono" }, ids.map(id => {
    const text = model.findRecord(id)?.text ?? "";
    return h("li", {}, link(context.state, { pane: "graph", node: id, stage: null }, `%${id}`), text.startsWith(`%${id} `) ? text.slice(String(id).length + 1) : text);
  }))];
}

function origins(model, kernel) {
  const seen = new Map();
  for (const id of kernel.nodes ?? [])
    for (const origin of model.originsOf(model.findRecord(id)))
      seen.set(`${origin.module} ${origin.file} ${origin.line}`, origin);
  if (seen.size === 0) return null;
  return [h("h4", {}, "Written at"), h("ul", { class: "lines" }, [...seen.values()].map(origin => {
    const text = model.sourceOf(origin);
    return h("li", {}, h("span", { class: "mono" }, [origin.module, origin.file && `${origin.file}:${origin.line}`].filter(Boolean).join(" · ")),
      text && h("code", {}, text.lines[text.line - text.first].trim()));
  }))];
}

function neighbours(context, model, kernel) {
  const edges = refusals(model.fusion).filter(edge => edge.from === kernel.index || edge.to === kernel.index);
  if (edges.length === 0) return null;
  return [h("h4", {}, "Not fused with"), h("ul", { class: "lines" }, edges.map(edge => h("li", {},
    edge.from === kernel.index ? "→ " : "← ", kernelLink(context, model, edge.from === kernel.index ? edge.to : edge.from), ": ",
    link(context.state, { pane: "fusion", node: edge.producer }, reasonOf(edge.reason).title.toLowerCase()), ` (${bytes(edge.bytes ?? 0)})`)))];
}

function source(model, kernel) {
  const code = model.codeOf(kernel);
  if (!code) return h("p", { class: "note" },
    kernel.kind === "library" ? "A kernel of the library: nothing was generated for it." : "The report has no source of this kernel.");
  return [h("div", { class: "toolbar source-head" }, h("h4", {}, "Generated C#"), h("span", { class: "grow" }), copyButton(code)),
    codeBlock(code, "C#")];
}

/** Coloured C#; scrolls by itself, also by keys. */
export function codeBlock(text, label) {
  return h("pre", { class: "code", tabindex: 0, role: "region", "aria-label": label },
    h("code", {}, tokens(text).map(token => token.kind === "plain" ? token.text : h("span", { class: `code-${token.kind}` }, token.text))));
}
