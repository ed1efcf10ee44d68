// Which kernels of two reports do the same work. Ids mean nothing across reports, so nodes are paired by what they are, the same
// ones in order; kernels follow from the nodes in them. So one kernel can be found again in several, or several in one.

import { groupBy } from "#panes/metrics";

/** Ops that multiply and sum, which the compiler lowers to one another: a convolution is found again in a product of planes. */
const product = /conv|matmul|weight_gradient/;

/** From the strictest likeness to the loosest: a node is paired by the first that finds a partner. */
const likenesses = [
  (record, model) => [record.op, record.type, record.attributes, model.moduleOf(record), record.gradient],
  (record, model) => [record.op, model.moduleOf(record), record.gradient],
  (record, model) => [product.test(record.op) ? "product" : record.op, model.moduleOf(record), record.gradient],
  record => [record.op, record.type],
  record => [record.op],
];

/** The ids of b's nodes by those of a's. */
export function pairNodes(a, b) {
  const pairs = new Map();
  let left = a.nodesOf(a.lastStage);
  let right = b.nodesOf(b.lastStage);
  for (const likeness of likenesses) {
    const key = model => record => likeness(record, model).join("|");
    const others = groupBy(right, key(b));
    const taken = new Set();
    for (const [name, records] of groupBy(left, key(a)))
      records.slice(0, others.get(name)?.length ?? 0).forEach((record, i) => {
        const other = others.get(name)[i];
        pairs.set(record.id, other.id);
        taken.add(other);
      });
    left = left.filter(record => !pairs.has(record.id));
    right = right.filter(record => !taken.has(record));
  }
  return pairs;
}

/** [{ status: "kept" | "merged" | "split" | "added" | "removed", a: kernels, b: kernels }], each kernel in one of them. */
export function matchKernels(a, b, pairs = pairNodes(a, b)) {
  const common = new Map();
  for (const [left, right] of pairs) {
    const [from, to] = [a.kernelOf(left), b.kernelOf(right)];
    if (!from || !to) continue;
    const key = `${from.index} ${to.index}`;
    const entry = common.get(key) ?? { a: from, b: to, nodes: 0 };
    entry.nodes++;
    common.set(key, entry);
  }
  const links = [...common.values()].sort((x, y) => y.nodes - x.nodes || x.a.index - y.a.index || x.b.index - y.b.index);
  const bestOf = side => new Map([...groupBy(links, link => link[side])].map(([kernel, own]) => [kernel, own[0]]));
  const [toB, toA] = [bestOf("a"), bestOf("b")];
  const open = { a: new Set(a.kernels), b: new Set(b.kernels) };
  const rows = [];
  const add = (status, left, right) => {
    left.forEach(kernel => open.a.delete(kernel));
    right.forEach(kernel => open.b.delete(kernel));
    rows.push({ status, a: left, b: right });
  };
  for (const kernel of b.kernels) {
    const sources = a.kernels.filter(other => open.a.has(other) && toB.get(other)?.b === kernel);
    if (sources.length > 1) add("merged", sources, [kernel]);
  }
  for (const kernel of a.kernels) {
    const targets = b.kernels.filter(other => open.b.has(other) && toA.get(other)?.a === kernel);
    if (targets.length > 1 && open.a.has(kernel)) add("split", [kernel], targets);
  }
  for (const link of links) if (open.a.has(link.a) && open.b.has(link.b)) add("kept", [link.a], [link.b]);
  for (const kernel of open.a) add("removed", [kernel], []);
  for (const kernel of open.b) add("added", [], [kernel]);
  return rows;
}
