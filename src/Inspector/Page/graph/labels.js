// What stands in the boxes, and how large they are for that.

import { kindName } from "#kinds";
import { leafName } from "#graph/content";

const widest = 236;
const narrowest = 72;
const sideSpace = 28;

export const titleFont = "600 13px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";
export const textFont = "11.5px system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif";

/** Labels of one model, measured with a canvas context: { of(item) → { title, text }, sizeOf(item), titleWidth(group) }. */
export function createLabels(model, context) {
  const widths = new Map();
  const kept = new WeakMap();

  function widthOf(text, font) {
    const key = font + text;
    if (!widths.has(key)) {
      context.font = font;
      widths.set(key, context.measureText(text).width);
    }
    return widths.get(key);
  }

  function shorten(text, font, width) {
    if (widthOf(text, font) <= width) return text;
    let end = Math.floor(text.length * width / widthOf(text, font));
    while (end > 1 && widthOf(text.slice(0, end) + "…", font) > width) end--;
    return text.slice(0, end) + "…";
  }

  function of(item) {
    if (!kept.has(item)) {
      const label = item.children ? groupLabel(model, item) : nodeLabel(item.node);
      const room = widest - sideSpace;
      kept.set(item, { title: shorten(label.title, titleFont, room), text: shorten(label.text, textFont, room), badge: label.badge });
    }
    return kept.get(item);
  }

  return {
    of, widthOf,
    sizeOf(item) {
      const { title, text } = of(item);
      const width = Math.max(widthOf(title, titleFont), widthOf(text, textFont)) + sideSpace + (item.children ? 16 : 0);
      return { width: Math.round(Math.max(narrowest, width)), height: text ? 44 : 30 };
    },
    titleWidth: group => widthOf(of(group).title, titleFont) + 40,
  };
}

function nodeLabel({ record, leaves }) {
  switch (record.kind) {
    case "input": return { title: record.name ?? "input", text: `input ${record.type}` };
    case "variable": return { title: leafName(record), text: record.type };
    case "constant": return { title: leafName(record), text: leafName(record) === record.type ? "constant" : record.type };
    default: {
      const operands = leaves.map(leafName).join(", ");
      return { title: record.op, text: operands || shortAttributes(record.attributes) };
    }
  }
}

const shortAttributes = attributes => (attributes ?? "").length <= 40 ? attributes ?? "" : "";

function groupLabel(model, group) {
  const kernels = new Set(group.nodes.map(node => model.kernelOf(node.id)?.index).filter(index => index !== undefined)).size;
  const values = `${group.nodes.length} ${group.nodes.length === 1 ? "value" : "values"}`;
  const text = group.kernel !== undefined ? `${kindName(model.kernels[group.kernel].kind)} · ${values}` : kernels > 0 ? `${values} · ${kernels} ${kernels === 1 ? "kernel" : "kernels"}` : values;
  return { title: group.label, text };
}
