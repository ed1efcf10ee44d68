// What charts share: drawn anew when their width changes (so that text keeps its size on narrow screens), axes, legends.

import { h, on, perFrame, s } from "#dom";
import { kindName, kindStyle } from "#kinds";
import { speakingMarks } from "#panes/marks";

const startWidth = 640;
/** Labels this near to the end of an axis end there, so that they are not cut off. */
const edge = 18;

/**
 * A chart as wide as its place. draw(width) gives { height, children, dataset? }: the SVG elements; those that are marks bear data-mark and
 * aria-label. describe(mark) and choose(mark) are as in speakingMarks. Returns { element, svg, redraw() }.
 */
export function chart({ label, draw, describe, choose, class: name }) {
  const svg = s("svg", { role: "group", "aria-label": label });
  const element = h("div", { class: ["chart", name] }, svg);
  const marks = speakingMarks({ area: element, marks: () => [...svg.querySelectorAll("[data-mark]")], describe, choose });
  let width = startWidth;

  function redraw() {
    const focused = svg.contains(document.activeElement) ? document.activeElement.dataset.mark : undefined;
    const { height, children, dataset = {} } = draw(width);
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    Object.assign(svg.dataset, dataset);
    svg.replaceChildren(...children.flat(Infinity).filter(Boolean));
    marks.refresh();
    // The mark that had the focus may have gone out of sight: the chart keeps it all the same.
    if (focused !== undefined) (svg.querySelector(`[data-mark="${focused}"]`) ?? svg.querySelector('[data-mark][tabindex="0"]'))?.focus();
  }

  new ResizeObserver(perFrame(([entry]) => {
    const now = Math.floor(entry.contentRect.width);
    if (now === 0 || now === width) return;
    width = now;
    redraw();
  })).observe(element);
  redraw();
  return { element, svg, redraw };
}

/** A horizontal axis at y with grid lines up to `top`. */
export function xAxis(scale, ticks, format, y, top, title) {
  const [start, end] = scale.range;
  return s("g", { class: "axis", "aria-hidden": "true" },
    ticks.map(tick => [s("line", { class: "grid", x1: scale(tick), x2: scale(tick), y1: top, y2: y }),
      s("text", { x: scale(tick), y: y + 16, "text-anchor": scale(tick) > end - edge ? "end" : "middle" }, format(tick))]),
    s("line", { x1: start, x2: end, y1: y, y2: y }), title && s("text", { class: "axis-title", x: end, y: y + 32, "text-anchor": "end" }, title));
}

/** A vertical axis at x with grid lines as far as `right`. */
export function yAxis(scale, ticks, format, x, right, title) {
  const [start, end] = scale.range;
  return s("g", { class: "axis", "aria-hidden": "true" },
    ticks.map(tick => [s("line", { class: "grid", x1: x, x2: right, y1: scale(tick), y2: scale(tick) }),
      s("text", { x: x - 6, y: scale(tick) + 4, "text-anchor": "end" }, format(tick))]),
    s("line", { x1: x, x2: x, y1: start, y2: end }), title && s("text", { class: "axis-title", x: 0, y: Math.min(start, end) - 10 }, title));
}

/** What the colours of kinds mean: only the kinds that occur. */
export const kindLegend = kinds => h("ul", { class: "legend" },
  [...new Set(kinds)].map(kind => h("li", {}, h("span", { class: "swatch", style: kindStyle(kind), "aria-hidden": "true" }), kindName(kind))));

/** Copies a text; the button says whether it worked. */
export function copyButton(text) {
  const button = h("button", { type: "button" }, "Copy");
  on(button, "click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed here: select the text";
    }
  });
  return button;
}
