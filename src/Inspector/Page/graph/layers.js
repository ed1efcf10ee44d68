// The first step of a layered layout: each vertex gets a layer so that every edge leads down.

/** Lists of edge indices by vertex: { out: number[][], in: number[][] }. */
export function incidence(count, edges) {
  const lists = { out: Array.from({ length: count }, () => []), in: Array.from({ length: count }, () => []) };
  edges.forEach((edge, i) => {
    lists.out[edge.from].push(i);
    lists.in[edge.to].push(i);
  });
  return lists;
}

/** The vertices so that every edge leads forward; of those that are possible the lowest number comes first. Throws when there is a cycle. */
export function topologicalOrder(count, edges, { out } = incidence(count, edges)) {
  const waitsFor = new Int32Array(count);
  for (const edge of edges) waitsFor[edge.to]++;
  const order = [];
  for (let v = 0; v < count; v++) if (waitsFor[v] === 0) order.push(v);
  for (let i = 0; i < order.length; i++)
    for (const e of out[order[i]]) if (--waitsFor[edges[e].to] === 0) order.push(edges[e].to);
  if (order.length < count) throw new Error(`the graph has a cycle through vertex ${waitsFor.findIndex(n => n > 0)}`);
  return order;
}

/**
 * The layer of each vertex, from 0. pins[v] is -1 for vertices that must be alone with their like in the first layer (they have no inputs) and 1 for
 * those in the last (they have no outputs), else 0. Longest paths from above; then what has more outputs than inputs is moved down to its users and back
 * up again, as long as edges get shorter.
 */
export function assignLayers(count, edges, pins) {
  const lists = incidence(count, edges);
  const order = topologicalOrder(count, edges, lists);
  const layer = new Int32Array(count);
  const lowest = v => lists.in[v].reduce((low, e) => Math.max(low, layer[edges[e].from] + 1), pins[v] < 0 ? 0 : hasTop);
  const highest = v => lists.out[v].reduce((high, e) => Math.min(high, layer[edges[e].to] - 1), Infinity);
  const hasTop = pins.includes(-1) ? 1 : 0;
  for (const v of order) layer[v] = lowest(v);

  for (let sweep = 0; sweep < 3; sweep++) {
    for (let i = order.length - 1; i >= 0; i--) {
      const v = order[i];
      if (pins[v] === 0 && lists.out[v].length > lists.in[v].length) layer[v] = highest(v);
    }
    for (const v of order) if (pins[v] === 0 && lists.in[v].length > lists.out[v].length) layer[v] = lowest(v);
  }

  const last = layer.reduce((high, l, v) => pins[v] > 0 ? high : Math.max(high, l), -1) + 1;
  for (let v = 0; v < count; v++) if (pins[v] > 0) layer[v] = last;
  return compact(layer);
}

/** For each vertex the length of the longest path through it, as a share of the longest of all: 1 for vertices on the spine of the graph. */
export function spineShares(count, edges) {
  const lists = incidence(count, edges);
  const order = topologicalOrder(count, edges, lists);
  const above = new Int32Array(count);
  const below = new Int32Array(count);
  for (const v of order) for (const e of lists.out[v]) above[edges[e].to] = Math.max(above[edges[e].to], above[v] + 1);
  for (const v of order.reverse()) for (const e of lists.out[v]) below[v] = Math.max(below[v], below[edges[e].to] + 1);
  const longest = above.reduce((most, length, v) => Math.max(most, length + below[v]), 1);
  return Array.from(above, (length, v) => (length + below[v]) / longest);
}

/**
 * Layers wider than maxWidth become several. Vertices of one layer have no edges between them, so any cut is right; neighbours in the order
 * given stay together.
 */
export function splitWideLayers(layer, widths, pins, maxWidth) {
  const members = [];
  layer.forEach((l, v) => (members[l] ??= []).push(v));
  const result = new Int32Array(layer.length);
  let next = 0;
  for (const vertices of members) {
    let width = 0;
    for (const v of vertices) {
      if (width > 0 && width + widths[v] > maxWidth && pins[v] === 0) {
        next++;
        width = 0;
      }
      width += widths[v];
      result[v] = next;
    }
    next++;
  }
  return result;
}

function compact(layer) {
  const used = [...new Set(layer)].sort((a, b) => a - b);
  const rank = new Map(used.map((l, i) => [l, i]));
  return layer.map(l => rank.get(l));
}
