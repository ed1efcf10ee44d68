// What to look at first: plain statements that follow from a report's numbers, the weightiest first.

import { bytes, microseconds, percent } from "#format";
import { timeOutside } from "#panes/gaps";
import { allMetrics, fewest, groupBy, moduleOfKernel, sum } from "#panes/metrics";
import { noiseOf } from "#panes/noise";
import { isInternal, reasonOf, refusals } from "#panes/reasons";
import { traffic } from "#panes/traffic";

/** Below these parts of the whole nothing is worth a line. */
const notable = 0.1;
const most = 0.8;
/** More kernels than this are no longer a few. */
const mostNamed = 20;

/**
 * [{ title, detail, weight, target? }]: target is what the state becomes when the user follows it. weight orders them: the part of the run
 * (or of what is counted) that is at stake.
 */
export function findings(model) {
  if (model.nodesOf(model.lastStage).length === 0)
    return [{ title: "The graph has no nodes.", detail: "The function returns nothing that has to be computed, so there are no kernels either.", weight: 1 }];
  if (model.kernels.length === 0)
    return [{ title: "This program has no kernels: it is interpreted op by op.",
      detail: "Where dynamic code is switched off, the interpreter runs the optimised graph. Times, fusion and the memory plan are known of compiled programs only.", weight: 1, target: { pane: "graph" } }];
  const metrics = allMetrics(model).map(m => ({ ...m, module: moduleOfKernel(model, m.kernel) }));
  const found = [
    ...(model.kernelTime > 0 ? timeFindings(model, metrics) : workFindings(metrics)),
    ...fusionFindings(model), ...memoryFindings(model), ...recompileFindings(model),
  ];
  return found.sort((a, b) => b.weight - a.weight);
}

function timeFindings(model, metrics) {
  return [
    concentration(metrics, m => m.time, "of the time"), limit(metrics), library(metrics), ...oneThread(model, metrics), ...waiting(model, metrics),
  ].filter(Boolean);
}

// What other programs do on the machine looks as if the model waited: then it is not blamed.
function waiting(model, metrics) {
  const noise = noiseOf(model);
  return noise === null ? [...farFromRoof(model, metrics), between(model), idleThreads(model)] : [{
    title: "The times are noisy: the machine did something else while they were measured.",
    detail: `${noise} Rates, rooflines and idle times say little then. Profile again when nothing else runs.`, weight: 2, target: { pane: "timeline" },
  }];
}

function workFindings(metrics) {
  return [
    concentration(metrics, m => m.flops, "of the arithmetic"),
    { title: "No kernel was timed.",
      detail: "Times, rates and the roofline appear when the report is written with: neuraljit inspect MODEL --format html --profile", weight: 0.05 },
  ].filter(Boolean);
}

function concentration(metrics, value, what) {
  const few = fewest(metrics, value, most);
  if (few.length === 0 || metrics.length < 3) return null;
  if (few.length > Math.min(mostNamed, metrics.length / 2)) return spread(metrics, few, value, what);
  const names = few.slice(0, 3).map(m => [m.kernel.name, m.module && `(${m.module})`].filter(Boolean).join(" ")).join(", ");
  return {
    title: `${few.length === 1 ? "1 kernel takes" : `${few.length} kernels take`} ${percent(sum(few, value) / sum(metrics, value))} ${what}.`,
    detail: few.length > 3 ? `${names} and ${few.length - 3} more.` : `${names}.`, weight: 1, target: { pane: "kernels", kernel: few[0].kernel.index },
  };
}

// Kernels made alike bear the same name behind their number.
function spread(metrics, few, value, what) {
  const alike = [...groupBy(metrics, m => m.kernel.name.replace(/^k\d+_/, ""))].map(([name, own]) => ({ name, count: own.length,
    part: sum(own, value) / sum(metrics, value) })).sort((a, b) => b.part - a.part);
  const text = ({ name, count, part }) => `${count === 1 ? "one" : count} ${name} ${percent(part)}`;
  return {
    title: `No kernel stands out: ${percent(most)} ${what} is spread over ${few.length} of ${metrics.length} kernels.`,
    detail: `Of those made alike, ${alike.slice(0, 3).map(text).join(", ")}.`, weight: Math.max(0.3, alike[0].part), target: { pane: "kernels" },
  };
}

function farFromRoof(model, metrics) {
  return metrics.filter(m => m.lost > notable * model.kernelTime).sort((a, b) => b.lost - a.lost).slice(0, 2).map(m => ({
    title: `${m.kernel.name}${m.module && ` of ${m.module}`} runs at ${percent(m.roof)} of what the roofline allows.`,
    detail: `It takes ${microseconds(m.time)}; limited by ${m.bound === "memory" ? "memory bandwidth" : "arithmetic"} alone it would take ${microseconds(m.best)}.`,
    weight: m.lost / model.kernelTime, target: { pane: "kernels", kernel: m.kernel.index },
  }));
}

function limit(metrics) {
  const bound = metrics.filter(m => m.bound === "memory" && m.time > 0);
  const part = sum(bound, m => m.share);
  return part < 0.5 ? null : {
    title: `${percent(part)} of the time is in kernels that memory bandwidth limits.`,
    detail: "Moving fewer bytes helps them (fusion, smaller types, reuse), fewer operations do not.", weight: part / 2, target: { pane: "fusion" },
  };
}

function library(metrics) {
  const rows = metrics.filter(m => m.kernel.kind === "library");
  const part = sum(rows, m => m.share);
  return part < 2 * notable ? null : {
    title: `Library kernels take ${percent(part)} of the time.`, detail: "Nothing fuses with them: what they read and write goes through memory.",
    weight: part / 2, target: { pane: "kernels", kernel: rows.reduce((a, b) => a.time > b.time ? a : b).kernel.index },
  };
}

function between(model) {
  const run = model.profile.medianMicroseconds;
  const rest = timeOutside(model);
  return !(rest > notable * run) ? null : {
    title: `${percent(rest / run)} of a run passes outside of kernels.`,
    detail: `Of ${microseconds(run)} that a run takes, ${microseconds(rest)} are in no kernel, by the times of all runs; the timeline shows one run from its first kernel to its last. They are starting kernels, threads and arguments: fewer, larger kernels or larger batches make it small.`,
    weight: rest / run, target: { pane: "timeline" },
  };
}

function idleThreads(model) {
  const { events = [], threads = 1 } = model.profile;
  if (threads < 2 || events.length === 0) return null;
  const end = Math.max(...events.map(e => e.startMicroseconds + e.microseconds)) - Math.min(...events.map(e => e.startMicroseconds));
  const idle = 1 - sum(events, e => e.microseconds) / (end * threads);
  return idle < 0.25 ? null : {
    title: `Threads are idle for ${percent(idle)} of the run.`,
    detail: `${threads} threads took part. Kernels with too little work run on one of them; the others wait.`, weight: idle / 2, target: { pane: "timeline" },
  };
}

function oneThread(model, metrics) {
  if (!(model.versions.threads > 1)) return [];
  return metrics.filter(m => m.kernel.parallel === false && m.share > 2 * notable).map(m => ({
    title: `${m.kernel.name} takes ${percent(m.share)} of the time on one of ${model.versions.threads} threads.`,
    detail: "It is not cut into pieces: its space is too small, or its kind is computed by one thread.", weight: m.share / 2, target: { pane: "kernels", kernel: m.kernel.index },
  }));
}

function fusionFindings(model) {
  const refused = refusals(model.fusion).filter(edge => !isInternal(model, edge));
  const total = sum(refused, edge => edge.bytes);
  const { moved: between } = traffic(model);
  if (total === 0 || between === 0) return [];
  const [reason, edges] = [...groupBy(refused, edge => edge.reason)].sort((a, b) => sum(b[1], e => e.bytes) - sum(a[1], e => e.bytes))[0];
  const part = sum(edges, e => e.bytes) / total;
  const moved = (model.totals.bytesRead ?? 0) + (model.totals.bytesWritten ?? 0);
  return [{
    title: `${bytes(between)} are written and read again between kernels.`,
    detail: `${percent(part)} of what fusing would save is refused for one reason: ${reasonOf(reason).title.toLowerCase()}.`, weight: moved > 0 ? Math.min(1, between / moved) / 2 : 0.2, target: { pane: "fusion" },
  }];
}

function memoryFindings(model) {
  const memory = model.document.memory;
  if (!memory?.buffers) return [];
  const alive = memory.buffers.filter(b => b.kind === "arena" && b.first <= memory.peakStep && memory.peakStep <= b.last);
  const largest = alive.reduce((a, b) => a && a.bytes >= b.bytes ? a : b, null);
  return !largest || largest.bytes < 0.5 * memory.peakBytes || alive.length < 2 ? [] : [{
    title: `One value is ${percent(largest.bytes / memory.peakBytes)} of the memory at its peak.`,
    detail: `%${largest.node} has ${bytes(largest.bytes)} of ${bytes(memory.peakBytes)}.`, weight: 0.15, target: { pane: "memory", node: largest.node },
  }];
}

function recompileFindings(model) {
  const recompiles = model.document.recompiles ?? [];
  return recompiles.length < 2 ? [] : [{
    title: `Compiled again ${recompiles.length} times, ${microseconds(1000 * sum(recompiles, r => r.compileMs))} in all.`,
    detail: `Last because ${recompiles.at(-1).cause}. Pad batches or keep to one shape: each new shape is compiled once.`, weight: 0.6,
  }];
}
