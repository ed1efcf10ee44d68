// Links to a node or a kernel in another pane. They are addresses of the page, so that they can be opened in another tab.

import { h } from "#dom";
import { serialize } from "#state";

/** A link that changes the state as given. */
export function link(state, target, ...content) {
  const follow = event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    state.set(target);
  };
  return h("a", { href: serialize({ ...state.get(), ...target }), onclick: follow }, content);
}

/** A link to a value in the graph of the last stage: "%12 add". */
export function nodeLink({ state }, model, id) {
  const record = model.findRecord(id);
  return link(state, { pane: "graph", node: id, stage: null }, h("span", { class: "id" }, `%${id}`), record ? ` ${nodeName(record)}` : "");
}

/** A link to a kernel. */
export function kernelLink({ state }, model, index) {
  return link(state, { pane: "kernels", kernel: index }, model.kernels[index]?.name ?? `kernel ${index}`);
}

/** What a value is called: the name of a variable or input, else its op. */
export const nodeName = record => record.variable ?? record.name ?? record.op;
