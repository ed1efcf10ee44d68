// One level of a layered layout: boxes and edges between them become places and routes. Sugiyama's steps: layers, order, places, routes.

import { orderRows } from "#graph/ordering";
import { assignLayers, spineShares, splitWideLayers } from "#graph/layers";
import { placeRows } from "#graph/placement";

const gapAcross = 22; // between boxes of a row
const gapOfLines = 12; // beside a line that passes a row
const gapDown = 34; // between rows: room for the text on an edge
const spineWeight = 40;
const lineWeight = 8;
const laneWidth = 9;
const manyLanes = 10;

/** Edges over more rows than this run beside the rows and not between the boxes: the graph of a training step has thousands of such from end to end. */
const longSpan = 6;

/**
 * boxes: [{ width, height, pin? }] (pin -1: in the first row, 1: in the last); edges: [{ from, to, fromX?, toX? }] without cycles, the offsets being distances
 * from the boxes' centres. Gives { x, y (left upper corners), width, height, routes: per edge [x0, y0, x1, y1, …] from above }. A generator that yields between
 * its steps.
 */
export function* layoutLevel(boxes, edges) {
  const pins = boxes.map(box => box.pin ?? 0);
  const layer = wideEnough(boxes, pins, assignLayers(boxes.length, edges, pins));
  yield;
  const net = cutEdges(boxes, edges, layer);
  yield* orderRows(net.rows, net.segments, net.widths.length);
  const centre = yield* placeRows(net.rows, net.widths, net.gaps, net.segments, net.weights);
  return finish(boxes, edges, layer, net, centre);
}

// A view should be about as wide as it is high, within reason.
function wideEnough(boxes, pins, layer) {
  const area = boxes.reduce((sum, box) => sum + (box.width + gapAcross) * (box.height + gapDown), 0);
  return splitWideLayers(layer, boxes.map(box => box.width + gapAcross), pins, Math.max(1800, 2.2 * Math.sqrt(area)));
}

// Edges over several rows become chains of line pieces, one in each row between.
function cutEdges(boxes, edges, layer) {
  // What lies on the longest paths stands straight, and side branches hang beside it.
  const weights = spineShares(boxes.length, edges).map(share => 1 + spineWeight * share ** 6);
  const net = { rows: [], widths: boxes.map(box => box.width), gaps: boxes.map(() => gapAcross), weights, segments: [], chains: [] };
  const rowOf = l => net.rows[l] ??= [];
  boxes.forEach((_, v) => rowOf(layer[v]).push(v));
  for (const edge of edges) {
    const span = layer[edge.to] - layer[edge.from];
    if (span > longSpan) {
      net.chains.push(null);
      continue;
    }
    const chain = [edge.from];
    for (let l = layer[edge.from] + 1; l < layer[edge.to]; l++) {
      rowOf(l).push(net.widths.length);
      chain.push(net.widths.length);
      net.widths.push(1);
      net.gaps.push(gapOfLines);
      net.weights.push(lineWeight);
    }
    chain.push(edge.to);
    for (let i = 1; i < chain.length; i++) net.segments.push(segment(boxes, edge, chain, i));
    net.chains.push(chain);
  }
  return net;
}

function segment(boxes, edge, chain, i) {
  const fromX = i === 1 ? edge.fromX ?? 0 : 0;
  const toX = i === chain.length - 1 ? edge.toX ?? 0 : 0;
  return { from: chain[i - 1], to: chain[i], fromX, toX, fromAt: i === 1 ? fromX / boxes[edge.from].width : 0, toAt: i === chain.length - 1 ? toX / boxes[edge.to].width : 0 };
}

function finish(boxes, edges, layer, net, centre) {
  const tops = [];
  const heights = net.rows.map(row => row.reduce((high, v) => Math.max(high, boxes[v]?.height ?? 0), 0));
  let y = 0;
  net.rows.forEach((_, l) => {
    tops.push(y);
    y += heights[l] + (l < net.rows.length - 1 ? gapDown : 0);
  });
  const frame = { tops, heights, centre, layer };
  const lanes = assignLanes(boxes, edges, net, frame);
  const left = lanes.left - lanes.lefts * laneWidth;
  const width = lanes.right + lanes.rights * laneWidth - left;
  const routes = edges.map((edge, e) => (net.chains[e] ? routeChain(boxes, edge, net.chains[e], frame) : lanes.route(edge, e)).map((value, i) => i % 2 === 0 ? value - left : value));
  return {
    x: boxes.map((box, v) => centre[v] - box.width / 2 - left), y: boxes.map((_, v) => tops[layer[v]]),
    width, height: y, routes,
  };
}

function routeChain(boxes, edge, chain, frame) {
  const { centre, tops, heights, layer } = frame;
  const route = [centre[edge.from] + (edge.fromX ?? 0), tops[layer[edge.from]] + boxes[edge.from].height];
  for (let i = 1; i < chain.length - 1; i++) {
    const l = layer[edge.from] + i;
    route.push(centre[chain[i]], tops[l], centre[chain[i]], tops[l] + heights[l]);
  }
  route.push(centre[edge.to] + (edge.toX ?? 0), tops[layer[edge.to]]);
  return route;
}

// Long edges leave through the gap below their box, run down beside all rows, and come in through the gap above their target. Those of one source share a lane;
// sources whose lanes would overlap get different ones, as far as there are enough.
function assignLanes(boxes, edges, net, { centre, tops, heights, layer }) {
  const extent = net.rows.flat().reduce((e, v) => [Math.min(e[0], centre[v] - net.widths[v] / 2), Math.max(e[1], centre[v] + net.widths[v] / 2)], [Infinity, -Infinity]);
  const [left, right] = extent[0] <= extent[1] ? extent : [0, 0];
  const trunks = new Map();
  edges.forEach((edge, e) => {
    if (net.chains[e]) return;
    const key = `${edge.from} ${edge.fromX ?? 0}`;
    const trunk = trunks.get(key) ?? { first: layer[edge.from], last: 0, sum: 0, count: 0 };
    trunk.last = Math.max(trunk.last, layer[edge.to]);
    trunk.sum += centre[edge.from] + centre[edge.to];
    trunk.count += 2;
    trunks.set(key, trunk);
  });
  const sides = { left: [], right: [] };
  for (const trunk of [...trunks.values()].sort((a, b) => a.first - b.first || b.last - a.last)) {
    const side = trunk.sum / trunk.count < (left + right) / 2 ? "left" : "right";
    const ends = sides[side];
    let lane = ends.findIndex(end => end < trunk.first);
    if (lane < 0) lane = ends.length < manyLanes ? ends.length : ends.indexOf(Math.min(...ends));
    ends[lane] = Math.max(ends[lane] ?? 0, trunk.last);
    trunk.lane = lane;
    trunk.x = side === "left" ? left - (lane + 1) * laneWidth : right + (lane + 1) * laneWidth;
  }
  const route = edge => {
    const trunk = trunks.get(`${edge.from} ${edge.fromX ?? 0}`);
    const shift = 6 + (trunk.lane % 8) * 2.5;
    const start = [centre[edge.from] + (edge.fromX ?? 0), tops[layer[edge.from]] + boxes[edge.from].height];
    const end = [centre[edge.to] + (edge.toX ?? 0), tops[layer[edge.to]]];
    const out = tops[layer[edge.from]] + heights[layer[edge.from]] + shift;
    const into = end[1] - shift;
    return [...start, start[0], out, trunk.x, out, trunk.x, into, end[0], into, ...end];
  };
  return { left, right, lefts: sides.left.length, rights: sides.right.length, route };
}
