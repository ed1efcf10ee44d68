// Where everything of a graph view is: boxes of values and groups, lines between them. Open groups are laid out from the inside out; an edge that
// crosses the frame of a group passes through a port on it, so that it is laid out on every level that it crosses.

import { layoutLevel } from "#graph/level";

const padding = 14;
const headerHeight = 30;
const portWidth = 2;

/**
 * A generator whose result is { boxes, lines, width, height, boxOf(id) }. boxes: { item, x, y, width, height, isOpen, depth }, outer ones first.
 * lines: { points: [x0, y0, …], pairs: [[producer id, consumer id], …], from, to (boxes or null) }.
 * isClosed(group) says which groups are closed; sizeOf(item) gives { width, height } of values and closed groups; titleWidth(group) of the title of open ones.
 */
export function* layoutScene(root, isClosed, sizeOf, titleWidth) {
  const { boxOf, rootBox } = makeBoxes(root, isClosed, sizeOf);
  connect(root, rootBox, boxOf);
  yield;
  yield* layoutInside(rootBox, titleWidth);
  const scene = { boxes: [], lines: [], width: rootBox.width, height: rootBox.height, boxOf: id => boxOf.get(id) ?? null };
  place(rootBox, 0, 0, scene);
  scene.boxes.shift();
  return scene;
}

// The boxes in sight; boxOf gives for each value its own box or that of the closed group that holds it.
function makeBoxes(root, isClosed, sizeOf) {
  const boxOf = new Map();
  const make = (item, parent, depth) => {
    const box = { item, parent, depth, isOpen: false, ...newEdges() };
    if (item === root || (item.children && !isClosed(item))) {
      box.isOpen = true;
      box.children = item.children.map(child => make(child, box, depth + 1));
    } else {
      Object.assign(box, sizeOf(item));
      for (const node of item.children ? item.nodes : [item.node]) boxOf.set(node.id, box);
    }
    return box;
  };
  return { rootBox: make(root, null, 0), boxOf };
}

const newEdges = () => ({ edges: new Map(), entries: new Map(), exits: new Map() });

// Each edge between values is entered on the level of the frame that holds both ends, and as far as it crosses frames as an exit or entry of these.
function connect(root, rootBox, boxOf) {
  for (const node of root.nodes) for (const input of node.inputs) {
    const from = boxOf.get(input);
    const to = boxOf.get(node.id);
    if (!from || from === to) continue;
    let [a, b] = [from, to];
    const pair = [input, node.id];
    const leave = () => {
      a.parent.exits.set(from, 0);
      addEdge(a.parent, { from: a, to: null, source: from }, pair);
      a = a.parent;
    };
    const enter = () => {
      b.parent.entries.set(from, 0);
      addEdge(b.parent, { from: null, to: b, source: from }, pair);
      b = b.parent;
    };
    while (a.depth > b.depth) leave();
    while (b.depth > a.depth) enter();
    while (a.parent !== b.parent) {
      leave();
      enter();
    }
    addEdge(a.parent, { from: a, to: b, source: from }, pair);
  }
}

// Edges between two boxes are one line as far as they come from the same box in sight: what comes from one box shares its ports.
function addEdge(frame, edge, pair) {
  const byTarget = frame.edges.get(edge.from) ?? new Map();
  frame.edges.set(edge.from, byTarget);
  const bySource = byTarget.get(edge.to) ?? new Map();
  byTarget.set(edge.to, bySource);
  const known = bySource.get(edge.source);
  if (known) known.pairs.push(pair);
  else bySource.set(edge.source, { ...edge, pairs: [pair] });
}

function* layoutInside(frame, titleWidth) {
  for (const child of frame.children) if (child.isOpen) yield* layoutInside(child, titleWidth);
  const entries = [...frame.entries.keys()];
  const exits = [...frame.exits.keys()];
  const index = new Map(frame.children.map((child, i) => [child, i]));
  const port = pin => () => ({ width: portWidth, height: 0, pin });
  const boxes = [...frame.children.map(({ width, height }) => ({ width, height })), ...entries.map(port(-1)), ...exits.map(port(1))];
  const entryAt = new Map(entries.map((source, i) => [source, frame.children.length + i]));
  const exitAt = new Map(exits.map((source, i) => [source, frame.children.length + entries.length + i]));
  frame.levelEdges = [...frame.edges.values()].flatMap(byTarget => [...byTarget.values()]).flatMap(bySource => [...bySource.values()]);
  const level = yield* layoutLevel(boxes, frame.levelEdges.map(edge => ({
    from: edge.from ? index.get(edge.from) : entryAt.get(edge.source),
    to: edge.to ? index.get(edge.to) : exitAt.get(edge.source),
    fromX: portOffset(edge.from?.exits, edge), toX: portOffset(edge.to?.entries, edge),
  })));

  const isRoot = frame.parent === null;
  const inner = Math.max(level.width, isRoot ? 0 : titleWidth(frame.item));
  frame.shiftX = padding + (inner - level.width) / 2;
  frame.shiftY = isRoot ? padding : entries.length > 0 ? headerHeight - 20 : headerHeight;
  frame.width = inner + 2 * padding;
  frame.height = frame.shiftY + level.height + (exits.length > 0 ? 0 : padding);
  frame.level = level;
  // Ports are named by their distance from the middle of the frame.
  for (const [source, i] of entryAt) frame.entries.set(source, level.x[i] + portWidth / 2 + frame.shiftX - frame.width / 2);
  for (const [source, i] of exitAt) frame.exits.set(source, level.x[i] + portWidth / 2 + frame.shiftX - frame.width / 2);
}

const portOffset = (ports, { source }) => ports?.get(source) ?? 0;

function place(box, x, y, scene) {
  box.x = x;
  box.y = y;
  scene.boxes.push(box);
  if (!box.isOpen) return;
  const left = x + box.shiftX;
  const top = y + box.shiftY;
  box.levelEdges.forEach((edge, e) => {
    const points = box.level.routes[e].map((value, i) => value + (i % 2 === 0 ? left : top));
    // From the port of entry the first piece begins at the frame itself.
    if (!edge.from) points[1] = y;
    if (!edge.to) points[points.length - 1] = y + box.height;
    scene.lines.push({ points, pairs: edge.pairs, from: edge.from, to: edge.to });
  });
  box.children.forEach((child, i) => place(child, left + box.level.x[i], top + box.level.y[i], scene));
}
