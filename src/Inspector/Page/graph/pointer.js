// Mouse, touch and keys on the canvas of a graph.

import { on } from "#dom";

const panStep = 60;
const zoomStep = 1.25;
const clickDistance = 4;

/**
 * actions: { pan(dx, dy), zoom(factor, x, y), showAll(), click(x, y), open(x, y), move(direction), next(step), toggle(), outwards(), openAll(), closeAll(),
 * search(), selectNothing() }, places being those on the canvas.
 */
export function listen(canvas, actions) {
  listenToPointers(canvas, actions);
  on(canvas, "wheel", event => {
    event.preventDefault();
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (event.shiftKey) actions.pan(-(event.deltaX + event.deltaY) * pixels, 0);
    else actions.zoom(Math.exp(-event.deltaY * pixels * (event.ctrlKey ? 0.01 : 0.0016)), event.offsetX, event.offsetY);
  }, { passive: false });
  on(canvas, "dblclick", event => actions.open(event.offsetX, event.offsetY));
  on(canvas, "keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const action = keyAction(event, actions);
    if (!action) return;
    action();
    event.preventDefault();
    event.stopPropagation();
  });
}

function keyAction({ key, shiftKey }, actions) {
  const arrow = { ArrowLeft: [1, 0, "left"], ArrowRight: [-1, 0, "right"], ArrowUp: [0, 1, "up"], ArrowDown: [0, -1, "down"] }[key];
  if (arrow) return shiftKey ? () => actions.move(arrow[2]) : () => actions.pan(arrow[0] * panStep, arrow[1] * panStep);
  return {
    "+": () => actions.zoom(zoomStep), "=": () => actions.zoom(zoomStep), "-": () => actions.zoom(1 / zoomStep), "0": actions.showAll,
    "[": () => actions.next(-1), "]": () => actions.next(1), Enter: actions.toggle, g: actions.outwards, e: actions.openAll, c: actions.closeAll, "/": actions.search,
    Escape: actions.selectNothing,
  }[key];
}

function listenToPointers(canvas, actions) {
  const pointers = new Map();
  let moved = 0;
  on(canvas, "pointerdown", event => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, { x: event.offsetX, y: event.offsetY });
    if (pointers.size === 1) moved = 0;
  });
  on(canvas, "pointermove", event => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const now = { x: event.offsetX, y: event.offsetY };
    const other = [...pointers.entries()].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, now);
    moved += Math.abs(now.x - last.x) + Math.abs(now.y - last.y);
    if (other) pinch(other, last, now, actions);
    else if (moved > clickDistance) actions.pan(now.x - last.x, now.y - last.y);
  });
  on(canvas, "pointerup", event => {
    const wasAlone = pointers.size === 1;
    pointers.delete(event.pointerId);
    if (wasAlone && moved <= clickDistance) actions.click(event.offsetX, event.offsetY);
  });
  on(canvas, "pointercancel", event => pointers.delete(event.pointerId));
}

function pinch(fixed, last, now, actions) {
  const distance = point => Math.hypot(point.x - fixed.x, point.y - fixed.y);
  actions.zoom(distance(now) / Math.max(1, distance(last)), (fixed.x + now.x) / 2, (fixed.y + now.y) / 2);
  actions.pan((now.x - last.x) / 2, (now.y - last.y) / 2);
}
