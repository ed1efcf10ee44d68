// The run of a profile by threads: a rectangle for each piece of a kernel. Zoomed and moved by wheel, pointer and keys.

import { h, on, s } from "#dom";
import { microseconds, percent } from "#format";
import { kindName, kindStyle } from "#kinds";
import { chart, xAxis } from "#panes/charts";
import { linear, ticksBetween } from "#panes/scales";

const margin = { left: 70, right: 14, top: 8, bottom: 40 };
const lane = 34;
const laneGap = 10;
const zoomStep = 1.5;
/** Pieces narrower than this, in pixels, are drawn as one with those beside them. */
const narrow = 0.7;
/** Pieces narrower than this have no outline, which would hide them. */
const thin = 4;

/**
 * The chart of pieces [{ kernel, thread, start, length, name, kind, share }] in microseconds, ordered by start. choose(kernel) by click and
 * Enter. Returns { element, select(kernel), show(start, end) }.
 */
export function timelineChart({ pieces, threads, end, choose }) {
  const view = { from: 0, to: end };
  let selected = null;
  const plot = chart({
    label: "Timeline: arrow keys go through the pieces of kernels", class: "timeline-chart",
    describe: mark => describe(pieces[mark.dataset.mark]), choose: mark => choose(pieces[mark.dataset.mark].kernel),
    draw: width => draw(pieces, threads, view, width, selected),
  });

  function show(from, to) {
    const length = Math.min(end, Math.max(to - from, end / 1e5));
    view.from = Math.min(Math.max(0, from), end - length);
    view.to = view.from + length;
    plot.redraw();
  }

  const zoom = (factor, at = (view.from + view.to) / 2) => show(at - (at - view.from) / factor, at + (view.to - at) / factor);
  const pan = part => show(view.from + part * (view.to - view.from), view.to + part * (view.to - view.from));
  listen(plot.element, { pieces, view, zoom, show });
  return {
    element: h("div", {}, controls({ zoom, pan, all: () => show(0, end) }), plot.element),
    select(kernel) {
      if (kernel === selected) return;
      selected = kernel;
      const piece = pieces.find(p => p.kernel === kernel);
      // What is chosen elsewhere comes into sight.
      if (piece && (piece.start + piece.length < view.from || piece.start > view.to)) show(piece.start - (view.to - view.from) / 2,
        piece.start + (view.to - view.from) / 2);
      else plot.redraw();
    },
    show,
  };
}

function controls({ zoom, pan, all }) {
  const button = (label, text, action) => h("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
  return h("div", { class: "toolbar timeline-controls", role: "group", "aria-label": "Part of the run in sight" },
    button("Earlier", "←", () => pan(-0.5)), button("Later", "→", () => pan(0.5)), button("Zoom in", "+", () => zoom(zoomStep)),
    button("Zoom out", "−", () => zoom(1 / zoomStep)),
    h("button", { type: "button", onclick: all }, "Whole run"), h("span", { class: "muted small" }, "Wheel with Ctrl zooms, drag moves."));
}

function listen(area, { pieces, view, zoom, show }) {
  const timeAt = event => {
    const box = area.getBoundingClientRect();
    const scale = linear([margin.left, box.width - margin.right], [view.from, view.to]);
    return scale(event.clientX - box.left);
  };
  on(area, "wheel", event => {
    // A wheel alone scrolls the page, as everywhere else.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? zoomStep : 1 / zoomStep, timeAt(event));
  }, { passive: false });
  on(area, "keydown", event => {
    const factor = { "+": zoomStep, "=": zoomStep, "-": 1 / zoomStep }[event.key];
    if (!factor) return;
    const piece = pieces[event.target.dataset.mark];
    zoom(factor, piece && piece.start + piece.length / 2);
    event.preventDefault();
  });
  let held = null;
  on(area, "pointerdown", event => { held = { x: event.clientX, from: view.from, to: view.to, moved: false }; });
  on(area, "pointermove", event => {
    if (!held || event.buttons === 0) return;
    const shift = (held.x - event.clientX) / (area.clientWidth - margin.left - margin.right) * (held.to - held.from);
    if (!held.moved && Math.abs(held.x - event.clientX) < 4) return;
    held.moved = true;
    show(held.from + shift, held.to + shift);
  });
  on(area, "click", event => {
    // The end of a drag is no choice.
    if (held?.moved) event.stopImmediatePropagation();
    held = null;
  }, { capture: true });
}

function draw(pieces, threads, view, width, selected) {
  const height = margin.top + threads.length * (lane + laneGap) + margin.bottom;
  const x = linear([view.from, view.to], [margin.left, width - margin.right]);
  const top = thread => margin.top + threads.indexOf(thread) * (lane + laneGap);
  const axisAt = height - margin.bottom;
  const wanted = Math.max(2, Math.floor((width - margin.left) / 75));
  return {
    height, dataset: { x: [...x.domain, ...x.range].join(" ") },
    children: [
      xAxis(x, ticksBetween(view.from, view.to, wanted), microseconds, axisAt, margin.top, "since the start of the run"),
      threads.map(thread => [
        s("rect", { class: "lane", x: margin.left, y: top(thread), width: x.range[1] - margin.left, height: lane }),
        s("text", { x: margin.left - 8, y: top(thread) + lane / 2 + 4, "text-anchor": "end" }, `thread ${thread}`),
      ]),
      visible(pieces, view, x).map(({ piece, index, left, right }) => [
        s("rect", {
          class: ["piece", piece.kernel === selected && "selected",
            right - left < thin && "thin"], style: kindStyle(piece.kind), x: left, width: Math.max(narrow, right - left), y: top(piece.thread), height: lane,
          role: "button", "aria-label": `${piece.name}, thread ${piece.thread}, at ${microseconds(piece.start)}, ${microseconds(piece.length)}`,
          dataset: { mark: index, kernel: piece.kernel },
        }),
        right - left > 16 + 6.6 * piece.name.length && s("text",
          { class: "piece-name", x: left + 6, y: top(piece.thread) + lane / 2 + 4, "aria-hidden": "true" }, piece.name),
      ]),
    ],
  };
}

// Those in sight; of pieces that fall on the same pixel of a thread, the first.
function visible(pieces, view, x) {
  const [start, end] = x.range;
  const last = new Map();
  const shown = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.start > view.to || piece.start + piece.length < view.from) continue;
    const left = Math.max(start, x(piece.start));
    const right = Math.min(end, x(piece.start + piece.length));
    if (right - left < narrow && right < (last.get(piece.thread) ?? -1) + narrow) continue;
    last.set(piece.thread, right);
    shown.push({ piece, index, left, right });
  }
  return shown;
}

const describe = piece => [piece.name, `${kindName(piece.kind)} on thread ${piece.thread}`,
  `from ${microseconds(piece.start)}, for ${microseconds(piece.length)}`, `${percent(piece.share)} of the run`];
