// The arena as rectangles: steps to the right, bytes upwards. Rectangles never overlap, since no two values use a byte at the same time.

import { s } from "#dom";
import { bytes } from "#format";
import { chart, xAxis, yAxis } from "#panes/charts";
import { linear, ticks } from "#panes/scales";

const margin = { left: 64, right: 14, top: 28, bottom: 42 };
/** Above this many, a step has no gap beside it. */
const mostGaps = 120;

/**
 * The chart of { buffers, steps, arenaBytes, peakStep, peakBytes }. nameOf(buffer) is a short name, describe(buffer) the lines of the
 * label. Returns { element, select(node) }.
 */
export function memoryChart({ memory, buffers, nameOf, describe, choose }) {
  let selected = null;
  const view = chart({
    label: "Memory: arrow keys go through the buffers", class: "memory-chart",
    describe: mark => describe(buffers[mark.dataset.mark]),
    choose: mark => choose(buffers[mark.dataset.mark]),
    draw: width => draw(memory, buffers, { width, nameOf, selected }),
  });
  return {
    element: view.element,
    select(node) {
      selected = node;
      for (const mark of view.svg.querySelectorAll("[data-mark]")) mark.classList.toggle("selected", buffers[mark.dataset.mark].node === node);
    },
  };
}

function draw(memory, buffers, { width, nameOf, selected }) {
  const count = Math.max(1, memory.steps?.length ?? 0);
  const height = Math.round(Math.min(460, Math.max(280, width * 0.5)));
  const top = Math.max(memory.arenaBytes ?? 0, memory.peakBytes ?? 0, 1);
  const x = linear([0, count], [margin.left, width - margin.right]);
  const middles = Object.assign(step => x(step + 0.5), { range: x.range });
  const y = linear([0, top], [height - margin.bottom, margin.top]);
  const gap = count > mostGaps ? 0 : 1;
  const stepTicks = ticks(count, Math.max(3, Math.floor(width / 80))).filter(tick => Number.isInteger(tick) && tick < count);
  return {
    height, dataset: { x: [...x.domain, ...x.range].join(" "), y: [...y.domain, ...y.range].join(" ") },
    children: [
      xAxis(middles, stepTicks, String, y.range[0], margin.top, "step"),
      yAxis(y, ticks(top, 6, 2), bytes, margin.left, width - margin.right, "offset in the arena"),
      peakStep(memory, x, y),
      buffers.map((buffer, i) => rectangle(buffer, i, { x, y, gap, name: nameOf(buffer), isSelected: buffer.node === selected })),
      peakLine(memory, x, y),
    ],
  };
}

function rectangle(buffer, index, { x, y, gap, name, isSelected }) {
  const left = x(buffer.first);
  const width = Math.max(1, x(buffer.last + 1) - left - gap);
  const top = y(buffer.offset + buffer.bytes);
  const height = Math.max(1, y(buffer.offset) - top);
  const fits = height >= 15 && width >= 12 + 6.6 * name.length;
  return [
    s("rect", {
      class: ["buffer", `tone-${index % 6}`, isSelected && "selected"], x: left, y: top, width, height, rx: Math.min(3, height / 4, width / 4),
      role: "button", "aria-label": `${name}, ${bytes(buffer.bytes)}, steps ${buffer.first} to ${buffer.last}`,
      dataset: { mark: index, offset: buffer.offset, bytes: buffer.bytes, first: buffer.first, last: buffer.last },
    }),
    fits && s("text", { class: "buffer-name", x: left + 6, y: top + height / 2 + 4, "aria-hidden": "true" }, name),
  ];
}

// The step at which most is alive, as a band.
function peakStep({ peakStep: step }, x, y) {
  if (step === undefined || step === null) return null;
  return s("rect", { class: "peak-step", x: x(step), width: x(step + 1) - x(step), y: y.range[1], height: y.range[0] - y.range[1] });
}

function peakLine({ peakBytes: peak }, x, y) {
  if (!(peak > 0)) return null;
  return s("g", { class: "peak-line" }, s("line", { x1: x.range[0], x2: x.range[1], y1: y(peak), y2: y(peak) }),
    s("text", { x: x.range[1], y: y(peak) - 6, "text-anchor": "end" }, `peak ${bytes(peak)}`));
}
