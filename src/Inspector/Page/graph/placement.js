// The third step of a layered layout: where in its row each vertex stands. Each pass moves the vertices of a row to the median of their neighbours, as near
// as the order and the gaps allow, which is a least-squares problem that pooling of adjacent violators solves exactly.

import { median } from "#graph/median";

const passes = 8;

/**
 * The centre of each vertex. rows are ordered; widths and gaps by vertex (the gap to the right); segments { from, to, fromX, toX }, the offsets being
 * distances from the centres. The greater a vertex' weight, the more others give way to it.
 */
export function* placeRows(rows, widths, gaps, segments, weights) {
  const count = widths.length;
  const up = Array.from({ length: count }, () => []);
  const down = Array.from({ length: count }, () => []);
  for (const { from, to, fromX = 0, toX = 0 } of segments) {
    const strength = Math.min(weights[from], weights[to]);
    up[to].push({ other: from, shift: fromX - toX, strength });
    down[from].push({ other: to, shift: toX - fromX, strength });
  }
  const centre = new Float64Array(count);
  for (const row of rows) placeRow(row, row.map(() => 0), weights, widths, gaps, centre);
  const [above, below, both] = [up, down, up.map((list, v) => [...list, ...down[v]])].map(lists => lists.map(strongest));
  for (let pass = 0; pass < passes; pass++) {
    const goesDown = pass % 2 === 0;
    // The last passes look both ways, so that neither end of the graph is favoured.
    const side = pass >= passes - 2 ? both : goesDown ? above : below;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[goesDown ? i : rows.length - 1 - i];
      const wanted = row.map(v => median((side[v].length > 0 ? side[v] : both[v]).map(({ other, shift }) => centre[other] + shift)) ?? centre[v]);
      placeRow(row, wanted, weights, widths, gaps, centre);
    }
    yield;
  }
  return centre;
}

// The neighbours that matter most: a box of the spine stands below its like, whatever else hangs on it.
function strongest(neighbours) {
  const least = neighbours.reduce((most, { strength }) => Math.max(most, strength), 0) / 2;
  return neighbours.filter(({ strength }) => strength >= least);
}

// With d the least distances from the first centre, centre - d must not decrease: blocks that would are pooled at their weighted mean.
function placeRow(row, wanted, weights, widths, gaps, centre) {
  const distance = new Float64Array(row.length);
  for (let i = 1; i < row.length; i++) distance[i] = distance[i - 1] + widths[row[i - 1]] / 2 + gaps[row[i - 1]] + widths[row[i]] / 2;
  const blocks = [];
  row.forEach((v, i) => {
    let block = { first: i, weight: weights[v], mean: wanted[i] - distance[i] };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const sum = last.weight + block.weight;
      block = { first: last.first, weight: sum, mean: (last.mean * last.weight + block.mean * block.weight) / sum };
    }
    blocks.push(block);
  });
  blocks.forEach((block, b) => {
    const end = blocks[b + 1]?.first ?? row.length;
    for (let i = block.first; i < end; i++) centre[row[i]] = block.mean + distance[i];
  });
}
