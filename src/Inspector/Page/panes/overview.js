// The first pane: what was compiled, how much it is, and what to look at first.

import { h } from "#dom";
import { bytes, count, flops, microseconds, percent } from "#format";
import { bars, card, totalsRow } from "#panes/bars";
import { findings } from "#panes/findings";
import { kernelLink, link } from "#panes/links";
import { allMetrics, moduleOfKernel, perByte } from "#panes/metrics";
import { moduleTree } from "#panes/module-tree";

export const id = "overview";
export const title = "Overview";

const topKernels = 8;
const mostFindings = 7;

export function create(context) {
  const model = context.models[context.state.get().report];
  const element = h("div", { class: "overview" },
    heading(model), totals(model),
    h("div", { class: "columns" },
      h("div", {}, findingsCard(context, model), kernelsCard(context, model)),
      h("div", {}, card("Modules", { class: "flush" }, moduleTree(model)), compileCard(model), causeCard(model))));
  return { element, update() {} };
}

function heading(model) {
  const v = model.versions;
  const created = model.document.created;
  const facts = [
    v.neuralJit && `NeuralJit ${v.neuralJit}`, v.dotNet, v.lambdaCompiler, v.vectorBits && `${v.vectorBits}-bit vectors`,
    v.threads && `${v.threads} of ${v.cores ?? v.threads} cores`, v.cpu, v.os, created && date(created),
  ];
  return h("header", {}, h("h2", {}, model.title), h("ul", { class: "facts" }, facts.filter(Boolean).map(fact => h("li", {}, fact))));
}

function date(text) {
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? text : h("time", { datetime: text }, time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" }));
}

function totals(model) {
  const t = model.totals;
  const moved = (t.bytesRead ?? 0) + (t.bytesWritten ?? 0);
  const rows = [
    ["Parameters", count(t.parameters), t.parameterBytes && `${bytes(t.parameterBytes)} of weights`],
    ["FLOPs", flops(t.flops), "Arithmetic of one run"],
    ["Bytes moved", moved > 0 ? bytes(moved) : "–", `${bytes(t.bytesRead)} read and ${bytes(t.bytesWritten)} written by the kernels of one run`],
    ["Intensity", moved > 0 ? perByte((t.flops ?? 0) / moved) : "–", "Arithmetic for each byte moved"],
    ["Arena", bytes(t.arenaBytes), "Memory for values between kernels"],
    ["Prepared", bytes(t.preparedBytes), "Values that are computed when a parameter has changed, not at every run"],
    ["Kernels", count(t.kernels ?? model.kernels.length), t.newKernels !== undefined ? `${t.newKernels} were compiled for this program, the others existed` : null],
    ["Compile time", microseconds(t.compileMs * 1000)],
  ];
  if (model.profile) rows.push(["Run", microseconds(model.profile.medianMicroseconds), `Median of ${model.profile.runs} runs on ${model.profile.threads} threads`]);
  return totalsRow(rows);
}

function findingsCard({ state }, model) {
  return card("What to look at first", { class: "findings" }, h("ol", {}, findings(model).slice(0, mostFindings).map(({ title: text, detail, target }) =>
    h("li", {}, h("p", { class: "finding" }, target ? link(state, target, text) : text), h("p", { class: "muted" }, detail)))));
}

function kernelsCard(context, model) {
  if (model.kernels.length === 0) return null;
  const metrics = allMetrics(model);
  const [name, value, text] = model.kernelTime > 0 ? ["time", m => m.time ?? 0, m => `${microseconds(m.time)} · ${percent(m.share)}`]
    : metrics.some(m => m.flops > 0) ? ["FLOPs", m => m.flops, m => flops(m.flops)] : ["bytes", m => m.bytes, m => bytes(m.bytes)];
  const rows = [...metrics].sort((a, b) => value(b) - value(a)).slice(0, topKernels)
    .map(m => ({ label: [kernelLink(context, model, m.kernel.index), h("span", { class: "muted" }, ` ${moduleOfKernel(model, m.kernel)}`)],
      value: value(m), text: text(m), hint: m.kernel.description }));
  return card(`Top kernels by ${name}`, {}, bars(rows, { label: `Top kernels by ${name}` }));
}

function compileCard(model) {
  const timings = model.document.timings ?? [];
  if (timings.length === 0) return null;
  const total = timings.reduce((sum, t) => sum + t.ms, 0);
  const rows = timings.map(t => ({ label: t.stage, value: t.ms, text: `${microseconds(t.ms * 1000)} · ${percent(total > 0 ? t.ms / total : 0)}` }));
  return card("Compile time by stage", {}, bars(rows, { label: "Compile time by stage" }));
}

function causeCard(model) {
  const recompiles = model.document.recompiles ?? [];
  if (!model.document.cause && recompiles.length === 0) return null;
  return card("Why it was compiled", {},
    model.document.cause && h("p", {}, model.document.cause),
    recompiles.length === 0 ? h("p", { class: "muted" }, "It was not compiled again since.") : h("ol", { class: "recompiles" }, recompiles.map(r =>
      h("li", {}, r.cause, " ", h("span", { class: "muted" }, microseconds(r.compileMs * 1000))))));
}
