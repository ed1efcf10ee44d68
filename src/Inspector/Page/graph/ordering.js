// The second step of a layered layout: the order within each layer, so that few edges cross.

import { median } from "#graph/median";

const sweeps = 8;

/** Beyond this many edges crossings are not counted: the last sweep is taken for the best. */
const countableEdges = 20000;

/**
 * Orders rows (arrays of vertices, from above) by sweeps of medians. segments are edges between neighbouring rows: { from, to, fromAt, toAt }, the offsets
 * saying where at the vertex an edge ends, from -0.5 (left) to 0.5. A generator, so that the caller can do something else between two sweeps.
 */
export function* orderRows(rows, segments, count) {
  const up = Array.from({ length: count }, () => []);
  const down = Array.from({ length: count }, () => []);
  for (const segment of segments) {
    up[segment.to].push([segment.from, segment.fromAt ?? 0]);
    down[segment.from].push([segment.to, segment.toAt ?? 0]);
  }

  const position = new Float64Array(count);
  const settle = row => row.forEach((v, i) => { position[v] = i; });
  rows.forEach(settle);
  let best = rows.map(row => [...row]);
  let fewest = segments.length <= countableEdges ? crossings(rows, segments, position) : Infinity;
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const goesDown = sweep % 2 === 0;
    const neighbours = goesDown ? up : down;
    for (let i = 1; i < rows.length; i++) {
      const row = rows[goesDown ? i : rows.length - 1 - i];
      const wanted = new Map(row.map(v => [v, median(neighbours[v].map(([other, at]) => position[other] + at)) ?? position[v]]));
      row.sort((a, b) => wanted.get(a) - wanted.get(b) || position[a] - position[b]);
      settle(row);
    }
    const now = segments.length <= countableEdges ? crossings(rows, segments, position) : -sweep;
    if (now < fewest) {
      fewest = now;
      best = rows.map(row => [...row]);
    }
    yield;
  }
  best.forEach((row, i) => { rows[i] = row; });
}

/** How often segments cross, all pairs of rows together. */
export function crossings(rows, segments, position) {
  const rowOf = new Map();
  rows.forEach((row, i) => row.forEach(v => rowOf.set(v, i)));
  const between = rows.map(() => []);
  for (const segment of segments) between[rowOf.get(segment.from)].push(segment);
  return between.reduce((sum, list, i) => sum + (list.length > 1 ? crossingsOfPair(list, rows[i + 1].length, position) : 0), 0);
}

// Segments sorted by their upper ends cross as often as their lower ends are out of order; a tree of sums counts that in n log n.
function crossingsOfPair(list, size, position) {
  list.sort((a, b) => position[a.from] + (a.fromAt ?? 0) - position[b.from] - (b.fromAt ?? 0) || position[a.to] - position[b.to]);
  const tree = new Int32Array(size + 1);
  let count = 0;
  list.forEach(({ to }, seen) => {
    let notRight = 0;
    for (let i = position[to] + 1; i > 0; i -= i & -i) notRight += tree[i];
    count += seen - notRight;
    for (let i = position[to] + 1; i <= size; i += i & -i) tree[i]++;
  });
  return count;
}
