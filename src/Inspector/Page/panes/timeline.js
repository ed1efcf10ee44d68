// Timeline: one run of the profile, which kernel ran on which thread when, and where threads waited.

import { h } from "#dom";
import { count, microseconds, percent } from "#format";
import { bars, card, totalsRow } from "#panes/bars";
import { kindLegend } from "#panes/charts";
import { gapsOf, timeOutside } from "#panes/gaps";
import { groupBy, sum } from "#panes/metrics";
import { kernelLink } from "#panes/links";
import { timelineChart } from "#panes/timeline-chart";

export const id = "timeline";
export const title = "Timeline";

const longestGaps = 8;

export function create(context) {
  const model = context.models[context.state.get().report];
  const events = model.profile?.events ?? [];
  if (events.length === 0) return { element: withoutProfile(model), update() {} };
  const { pieces, end } = piecesOf(model, events);
  const threads = threadsOf(model, pieces);
  const chart = timelineChart({ pieces, threads, end, choose: kernel => context.state.set({ kernel }) });
  const chosen = h("p", { class: "note", role: "status" });
  const element = h("div", { class: "timeline" }, totals(model, pieces, threads, end),
    card("One run", {}, chart.element, kindLegend(pieces.map(p => p.kind)), chosen),
    h("div", { class: "columns even" }, threadCard(pieces, threads, end), gapCard(context, model, pieces, end, chart)));
  return {
    element,
    update({ kernel }) {
      chart.select(kernel);
      chosen.replaceChildren(...describeChosen(context, model, pieces, kernel));
    },
  };
}

/** The events as pieces that begin at zero, ordered by start, and the end of the last. */
function piecesOf(model, events) {
  const zero = events.reduce((least, e) => Math.min(least, e.startMicroseconds), Infinity);
  const end = events.reduce((most, e) => Math.max(most, e.startMicroseconds + e.microseconds), -Infinity) - zero || 1;
  const pieces = events.map(e => ({
    kernel: e.kernel, thread: e.thread ?? 0, start: e.startMicroseconds - zero, length: e.microseconds, share: e.microseconds / end,
    name: model.kernels[e.kernel]?.name ?? `kernel ${e.kernel}`, kind: model.kernels[e.kernel]?.kind ?? "unknown",
  })).sort((a, b) => a.start - b.start);
  return { pieces, end };
}

function threadsOf(model, pieces) {
  const numbers = new Set([...pieces.map(p => p.thread), ...Array(model.profile.threads ?? 0).keys()]);
  return [...numbers].sort((a, b) => a - b);
}

function totals(model, pieces, threads, end) {
  const busy = sum(pieces, p => p.length);
  const gaps = gapsOf(pieces, end);
  const outside = timeOutside(model);
  return totalsRow([
    ["This run", microseconds(end)], ["Median", microseconds(model.profile.medianMicroseconds), `of ${model.profile.runs} runs`],
    ["Best", microseconds(model.profile.minMicroseconds)],
    ["Threads", count(threads.length)], ["Threads busy", percent(busy / (end * threads.length))],
    ["No kernel runs", percent(sum(gaps, g => g.length) / end), `${microseconds(sum(gaps, g => g.length))} of this one run, from its first kernel to its last`],
    ["Outside of kernels", percent(outside / model.profile.medianMicroseconds), `${microseconds(outside)} of a run by the times of all ${model.profile.runs} runs, start and end included`],
  ]);
}

function threadCard(pieces, threads, end) {
  const byThread = groupBy(pieces, p => p.thread);
  const rows = threads.map(thread => {
    const busy = sum(byThread.get(thread) ?? [], p => p.length);
    const idle = Math.max(0, end - busy);
    return { label: `thread ${thread}`, value: busy, text: `idle ${microseconds(idle)} · ${percent(idle / end)}` };
  });
  return card("Busy and idle by thread", {}, bars(rows, { label: "Busy time of each thread", full: end }));
}

function gapCard(context, model, pieces, end, chart) {
  const gaps = gapsOf(pieces, end).sort((a, b) => b.length - a.length);
  if (gaps.length === 0) return card("Longest gaps", {}, h("p", { class: "note" }, "There is no time in which no kernel runs."));
  const inside = gaps.filter(({ before, after }) => before && after && before.kernel === after.kernel).length;
  const where = ({ before, after }) => [before ? ["after ", kernelLink(context, model, before.kernel)] : "at the start",
    after ? [", before ", kernelLink(context, model, after.kernel)] : ", at the end"];
  return card("Longest gaps", {}, h("p", { class: "note" },
    `${count(gaps.length)} times no kernel runs${inside > 0 ? `, ${count(inside)} of them between two pieces of the same kernel` : ""}.`),
  h("ul", { class: "amounts" }, gaps.slice(0, longestGaps).map(gap => h("li", {},
    h("span", {}, where(gap)),
    h("button", { type: "button", class: "link", title: "Show it in the chart",
      onclick: () => chart.show(gap.start - 2 * gap.length, gap.start + 3 * gap.length) }, `${microseconds(gap.length)} at ${microseconds(gap.start)}`)))));
}

function describeChosen(context, model, pieces, kernel) {
  const own = pieces.filter(p => p.kernel === kernel);
  if (own.length === 0) return [model.kernels[kernel] ? `${model.kernels[kernel].name} did not run in this run.` : "Choose a piece to follow its kernel."];
  const used = new Set(own.map(p => p.thread)).size;
  return [kernelLink(context, model, kernel),
    ` ran in ${own.length} ${own.length === 1 ? "piece" : "pieces"} on ${used} ${used === 1 ? "thread" : "threads"}, ${microseconds(sum(own, p => p.length))} of threads' time.`];
}

function withoutProfile(model) {
  return h("div", { class: "empty" }, h("p", {}, model.profile ? "This profile holds times of kernels, and no run." : "This report was written without a profile."),
    h("p", {}, "Measure with ", h("code", {}, "neuraljit inspect MODEL --format html --profile"), ", or in code with ", h("code", {}, "compiled.Profile(runs)"), "."));
}
