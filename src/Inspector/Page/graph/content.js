// What a graph view shows: the values of one stage, or of two neighbouring stages with what became of each value.

/**
 * The values of a stage: { nodes: [{ id, record, inputs, status, leaves }], updates }, in topological order. leaves decides on variables and constants: "show",
 * "fold" (they appear in the label of their users, as `leaves`) or "hide".
 */
export function stageContent(model, stage, leaves) {
  return content(model.nodesOf(stage).map(record => ({ record, status: null })), model.stages[stage]?.updates ?? [], leaves);
}

/**
 * The values of a stage and of the one before, each with its status: same | changed (other inputs or type) | new | gone. What is gone hangs on
 * what it read and is read by nothing, so that the union has no cycle.
 */
export function differenceContent(model, stage, leaves) {
  const before = new Map(stage > 0 ? model.nodesOf(stage - 1).map(record => [record.id, record]) : []);
  const merged = [];
  const ids = new Set(model.nodesOf(stage).map(record => record.id));
  for (const record of model.nodesOf(stage)) {
    const old = before.get(record.id);
    merged.push({ record, status: stage === 0 ? "same" : statusOf(old, record) });
  }
  // Records of a stage are in topological order, and what is gone is read by what is gone only: at the end the order still holds.
  for (const [id, record] of before) if (!ids.has(id)) merged.push({ record, status: "gone" });
  return content(merged, model.stages[stage]?.updates ?? [], leaves);
}

/** What became of a value from one stage to the next: same | changed (other inputs, attributes or type) | new | gone. */
export function statusOf(before, after) {
  if (!before) return "new";
  if (!after) return "gone";
  return before === after || (before.text === after.text && before.inputs.join() === after.inputs.join()) ? "same" : "changed";
}

function content(entries, updates, leaves) {
  const isLeaf = ({ record }) => record.kind === "variable" || record.kind === "constant";
  const used = new Set(entries.flatMap(({ record }) => record.inputs));
  const left = leaves === "show" ? new Set() : new Set(entries.filter(entry => isLeaf(entry) && used.has(entry.record.id)).map(entry => entry.record.id));
  const records = new Map(entries.map(({ record }) => [record.id, record]));
  const nodes = entries.filter(({ record }) => !left.has(record.id)).map(({ record, status }) => {
    const inputs = [...new Set(record.inputs)].filter(id => records.has(id));
    return {
      id: record.id, record, status,
      inputs: inputs.filter(id => !left.has(id)),
      leaves: leaves === "fold" ? inputs.filter(id => left.has(id)).map(id => records.get(id)) : [],
    };
  });
  return { nodes, updates };
}

const longestConstant = 14;

/** A short name of a variable or constant: "fc.weight", "0.5", "i64[3,3]". */
export function leafName(record) {
  if (record.variable) return record.variable.split(".").slice(-2).join(".");
  // The value of a small constant stands in its line: "%3 = constant f32[] {0.5}".
  const value = /^%\d+ = constant \S+ \{([^{}]+)\}/.exec(record.text ?? "")?.[1];
  return record.name ?? (value && value.length <= longestConstant ? value : record.type);
}
