// The tree of groups over the values of a graph. At every level the groups and the values between them form a graph without cycles: a group that
// would be on a cycle (a module that is called twice, forward and backward) is cut into parts.

const manyLoose = 8;

/** In place of the name of the variable whose update a value serves. */
const shared = "";

/**
 * The root { key: "", children } of a tree of groups { key, label, path, children, nodes, parent } and of values { key, node, parent }.
 * by: "module" | "kernel" | "none".
 */
export function groupTree(model, content, by) {
  const paths = { module: modulePaths, kernel: kernelPaths, none: () => () => [] }[by](model, content);
  const root = { key: "", label: "", path: "", parent: null, nodes: content.nodes, children: [] };
  fillGroup(root, new Map(content.nodes.map(node => [node.id, paths(node)])), 0);
  return root;
}

/** All groups below an item, parents first. */
export function groupsBelow(item) {
  return item.children ? item.children.filter(child => child.children).flatMap(group => [group, ...groupsBelow(group)]) : [];
}

/** The keys of the groups that are closed at the start: groups are opened, outer ones first, as long as the view stays small. */
export function closedAtFirst(root, budget = 36) {
  const closed = new Set();
  let shown = root.children.length;
  let level = [root];
  while (level.length > 0) {
    const groups = level.flatMap(group => group.children.filter(child => child.children)).sort((a, b) => a.children.length - b.children.length);
    level = [];
    for (const group of groups) {
      if (shown + group.children.length <= budget) {
        shown += group.children.length;
        level.push(group);
      } else {
        closed.add(group.key);
      }
    }
  }
  return closed;
}

// Segments of the group path of each value: [{ name, path }].
function modulePaths(model, content) {
  const updated = updateOnly(content);
  const looseGradients = content.nodes.filter(node => node.record.gradient && model.moduleOf(node.record) === "" && !updated.has(node.id)).length;
  return node => {
    const direction = node.record.gradient ? " ∇" : "";
    const module = model.moduleOf(node.record);
    if (module !== "") return segments(module.split("."), direction);
    if (updated.size > manyLoose && updated.has(node.id)) return [{ name: "updates", path: "updates" }, ...segments([updated.get(node.id)].filter(variable => variable !== shared), "")];
    return direction && looseGradients > manyLoose ? [{ name: "gradients", path: "gradients" }] : [];
  };
}

function segments(names, suffix) {
  return names.map((name, i) => ({ name: name + suffix, path: names.slice(0, i + 1).join(".") }));
}

function kernelPaths(model) {
  return node => {
    const kernel = model.kernelOf(node.id);
    return kernel ? [{ name: kernel.name, path: kernel.name, kernel: kernel.index }] : [];
  };
}

// The variable that each value outside of the gradients serves which serves updates only; what serves several is shared.
function updateOnly(content) {
  const serves = new Map(content.updates.map(update => [update.value, update.variable]));
  const users = new Map();
  for (const node of content.nodes) for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node.id]);
  for (const node of [...content.nodes].reverse()) {
    const variables = new Set((users.get(node.id) ?? []).map(user => serves.get(user)));
    if (node.record.kind === "input" || node.record.gradient) serves.delete(node.id);
    else if (!serves.has(node.id) && variables.size > 0 && !variables.has(undefined)) serves.set(node.id, variables.size === 1 ? [...variables][0] : shared);
  }
  return serves;
}

function fillGroup(group, paths, depth) {
  const segmentOf = node => paths.get(node.id)[depth] ?? null;
  const names = new Map();
  for (const part of convexParts(group.nodes, node => segmentOf(node)?.name ?? null)) {
    const segment = segmentOf(part[0]);
    // A frame around a single value says nothing that the value does not.
    if (!segment || (part.length === 1 && segment.kernel === undefined)) {
      for (const node of part) group.children.push({ key: `%${node.id}`, node, parent: group });
      continue;
    }
    const number = (names.get(segment.name) ?? 0) + 1;
    names.set(segment.name, number);
    const label = segment.name + (number > 1 ? ` (${number})` : "");
    const child = { key: group.key + "/" + label, label, path: segment.path, kernel: segment.kernel, parent: group, nodes: part, children: [] };
    group.children.push(child);
    fillGroup(child, paths, depth + 1);
  }
}

/**
 * Cuts nodes (in topological order) into parts of equal key, null being alone, so that the parts can be put in an order in which every edge goes
 * forward. A key makes several parts only where its values cannot stay together.
 */
export function convexParts(nodes, keyOf) {
  const work = new Partition(nodes, keyOf);
  const parts = [];
  while (work.remaining > 0) parts.push(work.takeReady() ?? work.takeLargestStart());
  return parts;
}

class Partition {
  #groups = new Map(); // key → { nodes not taken yet, edges into them from groups not taken }
  #groupOf = new Map(); // id → group
  #users = new Map();
  #taken = new Set();
  #ready = [];

  constructor(nodes, keyOf) {
    this.remaining = nodes.length;
    for (const node of nodes) {
      const key = keyOf(node) ?? node;
      if (!this.#groups.has(key)) this.#groups.set(key, { key, nodes: [], waitsFor: 0 });
      this.#groups.get(key).nodes.push(node);
      this.#groupOf.set(node.id, this.#groups.get(key));
    }
    for (const node of nodes) for (const input of this.#insideInputs(node)) {
      if (!this.#users.has(input)) this.#users.set(input, []);
      this.#users.get(input).push(node);
      if (this.#groupOf.get(input) !== this.#groupOf.get(node.id)) this.#groupOf.get(node.id).waitsFor++;
    }
    this.#ready = [...this.#groups.values()].filter(group => group.waitsFor === 0);
  }

  /** All that is left of a group that waits for nothing, or null. */
  takeReady() {
    for (let group = this.#ready.shift(); group; group = this.#ready.shift())
      if (group.nodes.length > 0) return this.#take(group, group.nodes);
    return null;
  }

  /** What can be had of the group of which most can be had. */
  takeLargestStart() {
    let best = null;
    let start = [];
    for (const group of this.#groups.values()) {
      if (group.nodes.length <= start.length) continue;
      const possible = this.#startOf(group);
      if (possible.length > start.length) [best, start] = [group, possible];
    }
    return this.#take(best, start);
  }

  #startOf(group) {
    const start = new Set();
    for (const node of group.nodes)
      if (this.#insideInputs(node).every(input => this.#taken.has(input) || start.has(input))) start.add(node.id);
    return group.nodes.filter(node => start.has(node.id));
  }

  #take(group, part) {
    for (const node of part) this.#taken.add(node.id);
    group.nodes = group.nodes.filter(node => !this.#taken.has(node.id));
    this.remaining -= part.length;
    for (const node of part) for (const user of this.#users.get(node.id) ?? []) {
      const waiting = this.#groupOf.get(user.id);
      if (waiting !== group && --waiting.waitsFor === 0) this.#ready.push(waiting);
    }
    return part;
  }

  #insideInputs(node) { return node.inputs.filter(input => this.#groupOf.has(input)); }
}
