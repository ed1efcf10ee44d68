// What the colours of a graph mean: per mode the colours of values, what they add up to in closed groups, and the legend.

import { bytes, flops, microseconds } from "#format";
import { kindName, kindVariable } from "#kinds";

/** The modes, in the order in which they are offered. */
export const modes = [
  { id: "kind", title: "Kind of kernel" },
  { id: "direction", title: "Forward and backward" },
  { id: "time", title: "Time" },
  { id: "flops", title: "FLOPs" },
  { id: "bytes", title: "Bytes" },
  { id: "pass", title: "Pass" },
  { id: "dtype", title: "Element type" },
];

const heatVariables = ["--heat-0", "--heat-1", "--heat-2", "--heat-3"];

const statusNames = { same: "unchanged", changed: "changed", new: "new", gone: "gone" };
const statusVariables = { same: "--line-strong", changed: "--category-2", new: "--category-3", gone: "--category-6" };

/** One of the modes for values of a model: { isScale, valueOf(node) } for scales, { categoryOf(node) → { label, variable } } for categories. */
export function colouring(model, mode) {
  switch (mode) {
    case "time": return scale("time of the kernel, shared out by bytes where memory limits it, else by FLOPs", microseconds, node => model.timeOf(node.id), "The run was not profiled; write the report with --profile.");
    case "flops": return scale("FLOPs", flops, node => node.record.flops ?? 0);
    case "bytes": return scale("bytes read and written", bytes, node => node.record.kind === "op" ? node.record.bytes ?? 0 : 0);
    case "pass": return passes(model);
    case "dtype": return byText(model, node => node.record.dtype ?? node.record.type?.split("[")[0] ?? "unknown");
    case "direction": return categories(directionOf);
    case "status": return categories(node => ({ label: statusNames[node.status], variable: statusVariables[node.status] }));
    default: return categories(node => kindOf(model, node.record));
  }
}

const scale = (title, format, valueOf, missing) => ({ isScale: true, title, format, valueOf, missing, variables: heatVariables });
const categories = categoryOf => ({ isScale: false, categoryOf });

function kindOf(model, record) {
  const kind = record.kind === "op" ? model.kernelOf(record.id)?.kind ?? "other" : record.kind;
  return { label: kindName(kind), variable: kindVariable(kind) };
}

function directionOf({ record }) {
  if (record.gradient) return { label: "backward", variable: "--category-2" };
  return record.kind === "op" || record.kind === "view" ? { label: "forward and updates", variable: "--category-1" } : { label: "inputs, variables, constants", variable: "--line-strong" };
}

// The stage in which a value appeared first. Stages that made nothing have no colour.
function passes(model) {
  const used = [...new Set(model.nodesOf(model.lastStage).map(record => model.firstStageOf(record.id)))].sort((a, b) => a - b);
  return categories(node => {
    const stage = model.firstStageOf(node.id);
    return { label: model.stages[stage].title ?? model.stages[stage].name, variable: `--category-${Math.max(0, used.indexOf(stage)) % 8 + 1}`, order: stage };
  });
}

function byText(model, textOf) {
  const texts = [...new Set(model.records.map(record => textOf({ record })))].sort();
  return categories(node => ({ label: textOf(node), variable: `--category-${texts.indexOf(textOf(node)) % 8 + 1}` }));
}

/**
 * What a scene's boxes look like: { of(box) → { variable, parts } or { heat }, legend }. heat runs from 0 to 1; parts are the shares of categories in a
 * closed group, largest first.
 */
export function paintScene(scene, colours) {
  const shown = scene.boxes.filter(box => !box.isOpen);
  return colours.isScale ? paintByScale(shown, colours) : paintByCategory(shown, colours);
}

const nodesOf = item => item.children ? item.nodes : [item.node];

function paintByScale(shown, colours) {
  const amounts = new Map(shown.map(box => [box, nodesOf(box.item).reduce((sum, node) => sum + (colours.valueOf(node) ?? 0), 0)]));
  const most = Math.max(0, ...amounts.values());
  // Amounts differ by powers of ten; the root shows the small ones too.
  return {
    of: box => ({ heat: most > 0 ? Math.sqrt(amounts.get(box) / most) : 0 }),
    legend: { title: colours.title, isScale: true, most: most > 0 ? colours.format(most) : null, missing: most > 0 ? null : colours.missing, variables: colours.variables },
  };
}

function paintByCategory(shown, colours) {
  const all = new Map();
  const paints = new Map(shown.map(box => {
    const counts = new Map();
    for (const node of nodesOf(box.item)) {
      const category = colours.categoryOf(node);
      const known = counts.get(category.label) ?? { ...category, count: 0 };
      known.count++;
      counts.set(category.label, known);
    }
    for (const { label, variable, order, count } of counts.values()) all.set(label, { label, variable, order, count: count + (all.get(label)?.count ?? 0) });
    const parts = [...counts.values()].sort((a, b) => b.count - a.count).map(({ variable, count }) => ({ variable, share: count / nodesOf(box.item).length }));
    return [box, { variable: parts[0].variable, parts }];
  }));
  const items = [...all.values()].sort((a, b) => (a.order ?? 0) - (b.order ?? 0) || b.count - a.count);
  return { of: box => paints.get(box), legend: { isScale: false, items } };
}
