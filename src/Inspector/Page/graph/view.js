// A graph on a canvas. The view lays out and draws what it is given and reports what the user does; what is selected and what is open is decided outside.

import { h, perFrame } from "#dom";
import { Camera } from "#graph/camera";
import { paintScene } from "#graph/colours";
import { createLabels } from "#graph/labels";
import { boundLines } from "#graph/lines";
import { drawScene } from "#graph/painter";
import { readPalette } from "#graph/palette";
import { listen } from "#graph/pointer";
import { layoutScene } from "#graph/scene";
import { runInSlices } from "#graph/slices";
import { onThemeChange } from "#theme";

/** events: { select(item or null), toggle(group), openAll(), closeAll(), search(), next(step), laidOut() }. */
export class GraphView {
  #canvas = h("canvas", { class: "graph-canvas", tabindex: 0, role: "application", "aria-label": "Graph. Arrow keys move the view, plus and minus zoom, brackets go from node to node, Enter opens groups." });
  #status = h("p", { class: "visually-hidden", role: "status" });
  #busy = h("div", { class: "graph-busy", role: "status", hidden: true }, "Laying out …");
  #context = this.#canvas.getContext("2d", { alpha: false });
  #camera = new Camera();
  #events;
  #model;
  #labels;
  #palette = readPalette();
  #scene = null;
  #colours = null;
  #paint = null;
  #selection = null; // item
  #found = null; // ids
  #work = null;

  constructor(model, events) {
    this.#model = model;
    this.#events = events;
    this.#labels = createLabels(model, this.#context);
    this.element = h("div", { class: "graph-view" }, this.#canvas, this.#busy, this.#status);
    listen(this.#canvas, this.#actions());
    onThemeChange(() => {
      this.#palette = readPalette();
      this.draw();
    });
    new ResizeObserver(() => this.#resize()).observe(this.element);
  }

  get scene() { return this.#scene; }
  get camera() { return this.#camera; }
  get paint() { return this.#paint; }

  /** Lays out and shows a tree of groups. anchor: the item that stays where it is on the screen; without it the view starts anew. */
  async show(root, isClosed, colours, anchor = null) {
    this.#work?.abort();
    this.#work = new AbortController();
    const { signal } = this.#work;
    const slow = setTimeout(() => { this.#busy.hidden = false; }, 120);
    const scene = await runInSlices(layoutScene(root, isClosed, item => this.#labels.sizeOf(item), group => this.#labels.titleWidth(group)), signal);
    clearTimeout(slow);
    if (signal.aborted) return;
    this.#busy.hidden = true;
    boundLines(scene.lines);
    const before = anchor && this.#scene && boxOfItem(this.#scene, anchor);
    const after = before && boxOfItem(scene, anchor);
    this.#scene = scene;
    this.colour(colours);
    if (after) {
      this.#camera.x += after.x + after.width / 2 - before.x - before.width / 2;
      this.#camera.y += after.y - before.y;
    } else {
      this.#camera.showStart(scene);
    }
    this.draw();
    this.#status.textContent = summary(scene);
    this.#events.laidOut?.();
  }

  /** Changes the meaning of colours; gives the legend. */
  colour(colours) {
    this.#colours = colours;
    this.#paint = this.#scene && paintScene(this.#scene, colours);
    this.draw();
  }

  /** Marks an item (null: none), and brings it into sight if asked to. */
  select(item, reveal = false) {
    this.#selection = item;
    const box = item && this.#scene && boxOfItem(this.#scene, item);
    if (box && reveal) this.#camera.reveal(box);
    this.draw();
  }

  /** Marks what was found, a set of ids; null when nothing is searched for. */
  find(ids) {
    this.#found = ids;
    this.draw();
  }

  zoom(factor) {
    this.#camera.zoom(factor);
    this.draw();
  }

  showAll() {
    if (this.#scene) this.#camera.showAll(this.#scene);
    this.draw();
  }

  focus() { this.#canvas.focus(); }

  draw = perFrame(() => {
    if (!this.#scene || this.#camera.width <= 1) return;
    const selected = this.#selection && boxOfItem(this.#scene, this.#selection);
    const ids = new Set(this.#selection ? nodesOf(this.#selection).map(node => node.id) : []);
    drawScene(this.#context, this.#scene, this.#camera, {
      paint: this.#paint, palette: this.#palette, labels: this.#labels, selected,
      found: this.#found && (box => nodesOf(box.item).some(node => this.#found.has(node.id))),
      lineIsNear: line => ids.size > 0 && line.pairs.some(([producer, consumer]) => ids.has(producer) !== ids.has(consumer)),
      typeOf: id => this.#model.findRecord(id)?.type,
    });
  });

  #resize() {
    const { clientWidth: width, clientHeight: height } = this.element;
    if (width === 0 || height === 0) return;
    const isFirst = this.#camera.width <= 1;
    const ratio = globalThis.devicePixelRatio || 1;
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round(height * ratio);
    [this.#camera.width, this.#camera.height] = [width, height];
    if (isFirst && this.#scene) this.#camera.showStart(this.#scene);
    this.draw();
  }

  #actions() {
    const at = (x, y) => {
      const point = this.#camera.toScene(x, y);
      return this.#scene?.boxes.findLast(b => point.x >= b.x && point.x <= b.x + b.width && point.y >= b.y && point.y <= b.y + b.height)?.item ?? null;
    };
    return {
      ...this.#events,
      pan: (dx, dy) => { this.#camera.pan(dx, dy); this.draw(); },
      zoom: (factor, x, y) => { this.#camera.zoom(factor, x, y); this.draw(); },
      showAll: () => this.showAll(),
      click: (x, y) => this.#events.select(at(x, y)),
      open: (x, y) => { const item = at(x, y); if (item?.children) this.#events.toggle(item); },
      toggle: () => { if (this.#selection?.children) this.#events.toggle(this.#selection); },
      outwards: () => { if (this.#selection?.parent?.parent) this.#events.select(this.#selection.parent); },
      selectNothing: () => this.#events.select(null),
      move: direction => this.#move(direction),
    };
  }

  // Up and down follow lines; left and right go to the next box of the row.
  #move(direction) {
    const box = this.#selection && boxOfItem(this.#scene, this.#selection);
    if (!box) return;
    const centre = b => b.x + b.width / 2;
    const boxes = direction === "up" || direction === "down" ? neighbours(this.#scene, box, direction)
      : this.#scene.boxes.filter(b => b !== box && !b.isOpen && Math.abs(b.y - box.y) < 8 && (direction === "right" ? b.x > box.x : b.x < box.x));
    const next = boxes.sort((a, b) => Math.abs(centre(a) - centre(box)) - Math.abs(centre(b) - centre(box)))[0];
    if (next) this.#events.select(next.item);
  }
}

function neighbours(scene, box, direction) {
  const ids = new Set(nodesOf(box.item).map(node => node.id));
  const [own, other] = direction === "down" ? [0, 1] : [1, 0];
  const pairs = scene.lines.flatMap(line => line.pairs).filter(pair => ids.has(pair[own]) && !ids.has(pair[other]));
  return [...new Set(pairs.map(pair => scene.boxOf(pair[other])))];
}

// For those who do not see the canvas.
function summary({ boxes }) {
  const [values, closed, open] = [box => box.item.node, box => box.item.children && !box.isOpen, box => box.isOpen].map(kind => boxes.filter(kind).length);
  return `${values} values, ${closed} closed groups, ${open} open groups`;
}

const nodesOf = item => item.children ? item.nodes : [item.node];

/** The box of an item (by its key: layouts are made anew from new trees). */
function boxOfItem(scene, item) {
  return scene.boxes.find(box => box.item.key === item.key) ?? null;
}
