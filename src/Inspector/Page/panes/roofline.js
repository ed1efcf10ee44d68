// The roofline: how fast each kernel runs, against what the machine's peaks allow at its arithmetic intensity.

import { h, s } from "#dom";
import { flops, microseconds, percent, rate } from "#format";
import { kindName, kindStyle } from "#kinds";
import { chart, kindLegend, xAxis, yAxis } from "#panes/charts";
import { attainable, peaksOf, perByte } from "#panes/metrics";
import { decades, logarithmic, powers } from "#panes/scales";

const margin = { left: 52, right: 14, top: 26, bottom: 42 };
const smallest = 4.5;
const growth = 13;

/**
 * The plot of the kernels' metrics. Without times the points lie at their operations, to be compared among themselves.
 * Returns { element, select(index) }.
 */
export function roofline({ model, metrics, choose }) {
  const peaks = peaksOf(model);
  const timed = peaks !== null && metrics.some(m => m.flopRate > 0);
  const height = m => timed ? m.flopRate : m.flops;
  const points = metrics.filter(m => m.intensity > 0 && height(m) > 0).sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const left = metrics.length - points.length;
  let selected = null;

  const view = chart({
    label: "Roofline plot: arrow keys go through the kernels", class: "roofline",
    describe: mark => describe(metrics[mark.dataset.mark], timed),
    choose: mark => choose(Number(mark.dataset.mark)),
    draw: width => draw(points, { width, peaks: timed ? peaks : null, height, selected, timed }),
  });
  return {
    element: h("div", {}, points.length > 0 && view.element, kindLegend(points.map(p => p.kernel.kind)),
      left > 0 && h("p", { class: "note small" }, `${left} of ${metrics.length} kernels are not shown: they do no arithmetic${timed ? " or were not timed" : ""}.`)),
    select(index) {
      selected = index;
      for (const mark of view.svg.querySelectorAll("[data-mark]")) mark.classList.toggle("selected", Number(mark.dataset.mark) === index);
    },
  };
}

function draw(points, { width, peaks, height, selected, timed }) {
  const total = Math.round(Math.min(400, Math.max(260, width * 0.62)));
  const ridge = peaks ? peaks.flops / peaks.bytes : null;
  const x = logarithmic(decades([...points.map(p => p.intensity), ridge], 2), [margin.left, width - margin.right]);
  const y = logarithmic(decades([...points.map(height), peaks?.flops], 2), [total - margin.bottom, margin.top]);
  const wanted = Math.max(3, Math.floor(width / 70));
  return {
    height: total, dataset: { x: [...x.domain, ...x.range].join(" "), y: [...y.domain, ...y.range].join(" ") },
    children: [
      xAxis(x, powers(x.domain, wanted), short, y.range[0], margin.top, "FLOP per byte moved"),
      yAxis(y, powers(y.domain, 8), prefixed, margin.left, width - margin.right, timed ? "FLOP/s" : "FLOP"),
      points.map(m => point(m, x(m.intensity), y(height(m)), m.kernel.index === selected)),
      peaks && roof(peaks, ridge, x, y),
    ],
  };
}

function roof(peaks, ridge, x, y) {
  const [low, high] = x.domain;
  // The slope enters the plot where it crosses the lower edge.
  const from = Math.max(low, y.domain[0] / peaks.bytes);
  const corner = Math.min(Math.max(ridge, low), high);
  const at = intensity => `${x(intensity)},${y(attainable(peaks, intensity))}`;
  const middle = 10 ** ((Math.log10(from) + Math.log10(corner)) / 2);
  const slope = Math.atan2(y(attainable(peaks, corner)) - y(attainable(peaks, from)), x(corner) - x(from)) * 180 / Math.PI;
  return s("g", { class: "roof" },
    s("polyline", { points: [at(from), at(corner), at(high)].join(" ") }),
    s("text", { x: x.range[1], y: y(peaks.flops) - 6, "text-anchor": "end" }, `peak ${rate(peaks.flops, "FLOP/s")}`),
    s("text", { transform: `translate(${x(middle)} ${y(attainable(peaks, middle))}) rotate(${slope})`, y: -7, "text-anchor": "middle" }, rate(peaks.bytes, "B/s")));
}

function point(m, cx, cy, isSelected) {
  return s("circle", {
    class: ["point", isSelected && "selected"], style: kindStyle(m.kernel.kind), cx, cy, r: smallest + growth * Math.sqrt(m.share ?? 0),
    role: "button", "aria-label": m.kernel.name, dataset: { mark: m.kernel.index },
  });
}

function describe(m, timed) {
  const lines = [m.kernel.name, `${kindName(m.kernel.kind)} · ${perByte(m.intensity)} · ${flops(m.flops)}`];
  if (timed) lines.push(`${microseconds(m.time)} · ${percent(m.share)} of the time`, `${rate(m.flopRate, "FLOP/s")} · ${rate(m.byteRate, "B/s")}`,
    `${percent(m.roof)} of the roofline`);
  return lines;
}

/** 1e10 → "10 G": an axis has little room. */
const prefixed = value => rate(value, "").replace(/\.0+(?=\D)/, "").trim();

const short = value => value >= 0.001 && value < 10000 ? String(Number(value.toPrecision(1))) : value.toExponential(0);
