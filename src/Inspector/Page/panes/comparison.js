// What differs between two reports, as data: totals, kernels, rules, versions, lines of the graph.

import { bytes, count, flops, microseconds, percent } from "#format";
import { diff } from "#panes/line-diff";
import { matchKernels } from "#panes/matching";
import { bytesOf, groupBy } from "#panes/metrics";

/** Times that differ by less than this part are taken as the same: runs differ that much by themselves. */
const noise = 0.05;

/** What is compared in total: name, value(model), format, and whether less is better (null: neither is). */
const totals = [
  ["Time of a run", m => m.profile?.medianMicroseconds, microseconds, true, noise],
  ["Time of all kernels", m => m.kernelTime, microseconds, true, noise],
  ["Kernels", m => m.totals.kernels ?? m.kernels.length, count, true],
  ["FLOPs", m => m.totals.flops, flops, true],
  ["Bytes read", m => m.totals.bytesRead, bytes, true],
  ["Bytes written", m => m.totals.bytesWritten, bytes, true],
  ["Arena", m => m.totals.arenaBytes, bytes, true],
  ["Alive at the peak", m => m.document.memory?.peakBytes, bytes, true],
  ["Arena without reuse", m => m.document.memory?.withoutReuse, bytes, true],
  ["Prepared", m => m.totals.preparedBytes, bytes, null],
  ["Values in the graph", m => m.nodesOf(m.lastStage).length, count, null],
  ["Parameters", m => m.totals.parameters, count, null],
  ["Compile time", m => m.totals.compileMs === undefined ? null : m.totals.compileMs * 1000, microseconds, true, noise],
];

/** [{ name, a, b, format, change, ratio, verdict }] of the totals that at least one report has. */
export function compareTotals(a, b) {
  const comparable = compareWork(a, b).length === 0;
  return totals.map(([name, value, format, lessIsBetter, tolerance = 0]) => ({ name, format,
    ...change(value(a) ?? null, value(b) ?? null, comparable ? lessIsBetter : null, tolerance) }))
    .filter(row => row.a !== null || row.b !== null);
}

/**
 * { a, b, change, ratio, verdict }: change is b − a, ratio its part of a; verdict is better | worse | same, less | more where neither is
 * better, null when one is missing.
 */
export function change(a, b, lessIsBetter = true, tolerance = 0) {
  if (a === null || b === null) return { a, b, change: null, ratio: null, verdict: null };
  const difference = b - a;
  const isSame = Math.abs(difference) <= tolerance * Math.abs(a);
  const verdict = isSame ? "same" : lessIsBetter === null ? (difference < 0 ? "less" : "more") : (difference < 0) === lessIsBetter ? "better" : "worse";
  return { a, b, change: difference, ratio: a === 0 ? null : difference / a, verdict };
}

/** The rows of matchKernels with time, bytes and FLOPs compared; `word` says it in one word. The largest change comes first. */
export function compareKernels(a, b) {
  const rows = matchKernels(a, b).map((row, index) => {
    const time = change(total(row.a, timeOf), total(row.b, timeOf), true, noise);
    const moved = change(total(row.a, bytesOf), total(row.b, bytesOf));
    return { ...row, index, time, moved, flops: change(total(row.a, k => k.flops ?? 0), total(row.b, k => k.flops ?? 0)), word: wordOf(row, time, moved) };
  });
  const size = row => Math.abs(row.time.change ?? row.time.a ?? row.time.b ?? 0);
  return rows.sort((x, y) => size(y) - size(x) || Math.abs(y.moved.change ?? 0) - Math.abs(x.moved.change ?? 0) || x.index - y.index);
}

const timeOf = kernel => kernel.time?.medianMicroseconds ?? null;

// Of no kernel nothing is known, and so it is if one of them has no value.
function total(kernels, value) {
  const values = kernels.map(value);
  return values.length === 0 || values.includes(null) ? null : values.reduce((x, y) => x + y, 0);
}

function wordOf(row, time, moved) {
  if (row.status !== "kept") return row.status;
  if (time.verdict) return { better: "faster", worse: "slower", same: "same" }[time.verdict];
  return { better: "fewer bytes", worse: "more bytes", same: "same" }[moved.verdict];
}

/** [{ stage, rule, a, b }]: how often each rule fired, where that differs. */
export function compareRules(a, b) {
  const [left, right] = [firings(a), firings(b)];
  return [...new Set([...left.keys(), ...right.keys()])].map(key => {
    const [stage, rule] = key.split("\n");
    return { stage, rule, a: left.get(key) ?? 0, b: right.get(key) ?? 0 };
  }).filter(row => row.a !== row.b);
}

function firings(model) {
  const all = model.stages.flatMap(stage => (stage.rewrites ?? []).map(rewrite => `${stage.name}\n${rewrite.rule}`));
  return new Map([...groupBy(all, key => key)].map(([key, list]) => [key, list.length]));
}

/** [{ name, a, b }] of the versions that differ. */
export function compareVersions(a, b) {
  return [...new Set([...Object.keys(a.versions), ...Object.keys(b.versions)])]
    .map(name => ({ name, a: a.versions[name] ?? "–", b: b.versions[name] ?? "–" })).filter(row => String(row.a) !== String(row.b));
}

/**
 * The graphs of the last stages, line by line: [{ kind: "same" | "changed" | "removed" | "added", a?, b? }] with records. Ids differ between
 * reports, so lines are the same when they are so without ids; changed ones read other values.
 */
export function compareGraphs(a, b) {
  const left = a.nodesOf(a.lastStage);
  const right = b.nodesOf(b.lastStage);
  const plain = record => (record.text ?? `${record.op} ${record.type}`).replace(/%\d+/g, "%");
  const steps = diff(left.map(plain), right.map(plain)).map(({ kind, a: i, b: j }) => ({ kind, a: left[i], b: right[j] }));
  const partner = new Map(steps.filter(step => step.kind === "same").map(step => [step.a.id, step.b.id]));
  const rewired = step => step.kind === "same" && step.a.inputs.some((input, i) => partner.has(input) && partner.get(input) !== step.b.inputs[i]);
  return steps.map(step => rewired(step) ? { ...step, kind: "changed" } : step);
}

/** [{ name, a, b }]: the first input whose type differs, and the number of parameters if it does. */
export function compareWork(a, b) {
  const inputs = model => new Map(model.nodesOf(0).filter(record => record.kind === "input").map(record => [record.name ?? `%${record.id}`, record.type]));
  const [left, right] = [inputs(a), inputs(b)];
  const input = [...left.keys()].find(name => right.has(name) && right.get(name) !== left.get(name));
  const parameters = [a, b].map(model => model.totals.parameters ?? null);
  return [
    input !== undefined && { name: input, a: left.get(input), b: right.get(input) },
    !parameters.includes(null) && parameters[0] !== parameters[1] && { name: "the number of parameters", a: count(parameters[0]), b: count(parameters[1]) },
  ].filter(Boolean);
}

/** The comparison in one sentence. */
export function verdict(a, b) {
  const run = change(a.profile?.medianMicroseconds ?? null, b.profile?.medianMicroseconds ?? null, true, noise);
  const parts = [runSentence(run)];
  const moved = change(bytesOf(a.totals), bytesOf(b.totals));
  const kernels = change(a.totals.kernels ?? a.kernels.length, b.totals.kernels ?? b.kernels.length);
  if (kernels.verdict !== "same") parts.push(`${kernels.b} kernels instead of ${kernels.a}.`);
  if (moved.verdict !== "same" && moved.ratio !== null) parts.push(`${percent(Math.abs(moved.ratio))} ${moved.change < 0 ? "fewer" : "more"} bytes are moved.`);
  return parts.length === 1 && run.verdict === null && moved.verdict === "same" ? "Both move the same bytes in as many kernels. Times are known when both are profiled." : parts.filter(Boolean).join(" ");
}

function runSentence(run) {
  if (run.verdict === null) return "";
  if (run.verdict === "same") return `Both take the same time, ${microseconds(run.a)} and ${microseconds(run.b)}.`;
  const factor = run.b < run.a ? run.a / run.b : run.b / run.a;
  return `B is ${factor.toFixed(2)} × ${run.b < run.a ? "faster" : "slower"} than A: ${microseconds(run.b)} instead of ${microseconds(run.a)}.`;
}
