// Everything about one value or one group, beside the graph.

import { clear, h } from "#dom";
import { bytes, count, flops, microseconds, percent } from "#format";
import { sourceViews } from "#graph/source";

const mostLinks = 12;

/** The details of a value in a stage. go: { node(id), kernel(index), stage(index) }. */
export function nodeDetails(model, stage, id, go) {
  const record = model.recordOf(stage, id) ?? model.findRecord(id);
  if (!record) return [h("p", { class: "empty" }, `This report has no value %${id}.`)];
  const home = model.recordOf(stage, id) ? stage : model.stagesOf(id).at(-1);
  const kernel = model.kernelOf(id);
  const link = other => nodeLink(model, home, other, go);
  return [
    h("header", { class: "graph-details-head" }, h("h2", {}, record.op, h("span", { class: "muted mono" }, ` %${record.id}`)), h("p", { class: "mono" }, record.type)),
    home !== stage && h("p", { class: "chip warn" }, `not in this stage; shown as in "${model.stages[home].name}"`),
    h("pre", { class: "graph-line" }, record.text ?? ""),
    section("Value", facts([
      ["Attributes", record.attributes], ["Name", record.name], ["Variable", record.variable],
      ["Module", model.moduleOf(record) || "outside of modules"], ["Made by", record.gradient ? "differentiation" : null],
      ["First in", stageLink(model, model.firstStageOf(id), go)],
    ])),
    section("Cost", facts([
      ["FLOPs", record.flops ? flops(record.flops) : null], ["Bytes", record.bytes ? `${bytes(record.bytes)} read and written if run alone` : null], ...timeFacts(model, id, kernel),
      ["Kernel", kernel && h("button", { type: "button", class: "link", onclick: () => go.kernel(kernel.index) }, kernel.name)],
    ])),
    section(`Inputs (${record.inputs.length})`, links(record.inputs.map(link))),
    section(`Users (${model.usersOf(home, id).length})`, links(model.usersOf(home, id).map(user => link(user.id)))),
    section("Gradients", links(model.gradientsOf(id, home).map(link))),
    section("Gradient of", links(model.forwardOf(id, home).map(link))),
    section("Written at", links(sourceViews(model, model.originsOf(record)))),
    section("Rewrites", rewrites(model, id, go)),
    section("Edges that are not fused", refusals(model, id, go)),
  ];
}

function timeFacts(model, id, kernel) {
  const time = model.timeOf(id);
  if (time === null) return [];
  const whole = kernel.time.medianMicroseconds;
  const share = `${microseconds(time)} · ${percent(time / model.kernelTime)} of the run`;
  return [["Time", kernel.nodes.length === 1 ? share : `${share}, as its share of the kernel's ${microseconds(whole)} by FLOPs`]];
}

/** The details of a group. */
export function groupDetails(model, group, isClosed, go) {
  const sum = valueOf => group.nodes.reduce((total, node) => total + (valueOf(node) ?? 0), 0);
  const kernels = [...new Set(group.nodes.map(node => model.kernelOf(node.id)).filter(Boolean))];
  const time = model.profile ? sum(node => model.timeOf(node.id)) : null;
  const module = model.modules.find(m => m.path === group.path);
  return [
    h("header", { class: "graph-details-head" }, h("h2", {}, group.label), h("p", { class: "muted" }, group.path)),
    h("p", {}, h("button", { type: "button", onclick: () => go.toggle(group) }, isClosed ? "Open group" : "Close group")),
    section("Content", facts([
      ["Values", count(group.nodes.length)], ["Parameters", module?.parameters ? count(module.parameters) : null], ["FLOPs", flops(sum(node => node.record.flops ?? 0))],
      ["Bytes", `${bytes(sum(node => node.record.kind === "op" ? node.record.bytes ?? 0 : 0))} if each op ran alone`],
      ["Time", time === null ? null : `${microseconds(time)} · ${percent(time / model.kernelTime)} of the run`],
    ])),
    section(`Kernels (${kernels.length})`, links(kernels.map(kernel => h("button", { type: "button", class: "link", onclick: () => go.kernel(kernel.index) }, kernel.name)))),
    section(`Values (${group.nodes.length})`, links(group.nodes.map(node => nodeLink(model, null, node.id, go)))),
  ];
}

function section(title, content) {
  const isEmpty = !content || (Array.isArray(content) && content.length === 0);
  return isEmpty ? null : h("section", { class: "graph-details-section" }, h("h3", {}, title), content);
}

function facts(rows) {
  const known = rows.filter(([, value]) => value !== null && value !== undefined && value !== "" && value !== false);
  return known.length === 0 ? null : h("dl", { class: "graph-facts" }, known.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
}

// Long lists show their beginning, and the rest on demand.
function links(items) {
  if (items.length === 0) return null;
  const list = h("ul", { class: "graph-links" }, items.slice(0, mostLinks).map(item => h("li", {}, item)));
  if (items.length <= mostLinks) return list;
  const more = h("button", { type: "button", class: "quiet", onclick: () => clear(list).append(...items.map(item => h("li", {}, item))) }, `all ${items.length} …`);
  list.append(h("li", {}, more));
  return list;
}

function nodeLink(model, stage, id, go) {
  const record = model.recordOf(stage ?? model.lastStage, id) ?? model.findRecord(id);
  const name = record ? record.variable ?? record.name ?? record.op : "not in the report";
  return [h("button", { type: "button", class: "link", onclick: () => go.node(id) }, `%${id} ${name}`), h("span", { class: "muted small" }, ` ${record?.type ?? ""}`)];
}

const stageLink = (model, stage, go) => stage === null ? null
  : h("button", { type: "button", class: "link", onclick: () => go.stage(stage) }, model.stages[stage].title ?? model.stages[stage].name);

function rewrites(model, id, go) {
  return model.stages.flatMap((stage, index) => (stage.rewrites ?? []).filter(rewrite => rewrite.becomes === id || rewrite.at === id).map(rewrite => h("div", { class: "graph-rewrite" },
    h("p", {}, rewrite.rule, " · ", stageLink(model, index, go)),
    h("p", { class: "mono small" }, rewrite.before, h("span", { class: "muted" }, " → "), rewrite.after))));
}

function refusals(model, id, go) {
  return model.fusion.filter(edge => !edge.fused && (edge.producer === id || edge.consumer === id)).map(edge => h("div", { class: "graph-refusal" },
    h("p", {}, nodeLink(model, null, edge.producer, go)[0], " → ", nodeLink(model, null, edge.consumer, go)[0]),
    h("p", { class: "muted" }, edge.text ?? edge.reason, edge.bytes ? ` · fusing would save ${bytes(edge.bytes)}` : "")));
}
