// The graph of a stage, coloured by what the pass added, changed and removed.

import { h } from "#dom";
import { colouring } from "#graph/colours";
import { differenceContent } from "#graph/content";
import { allClosed, itemsById, opened, toggled } from "#graph/folding";
import { groupsBelow, groupTree } from "#graph/groups";
import { legendView } from "#graph/legend";
import { GraphView } from "#graph/view";

/** What is changed is opened as long as the view stays this small. */
const budget = 60;

export class DifferenceGraph {
  #model;
  #view;
  #legend = h("div", { class: "graph-legend", role: "note", "aria-label": "Colours" });
  #root = null;
  #items = new Map();
  #closed = new Set();
  #selected = null;
  #onSelect;

  constructor(model, onSelect) {
    this.#model = model;
    this.#onSelect = onSelect;
    this.#view = new GraphView(model, {
      select: item => this.#select(item), toggle: group => this.#layOut(toggled(this.#closed, group), group),
      openAll: () => this.#layOut(new Set()), closeAll: () => this.#layOut(allClosed(this.#root)),
      search: () => {}, next: step => this.#step(step), laidOut: () => this.#afterLayout(),
    });
    this.element = h("div", { class: "graph-stage" }, this.#view.element, this.#legend);
  }

  show(stage) {
    this.#root = groupTree(this.#model, differenceContent(this.#model, stage, "fold"), "module");
    this.#items = itemsById(this.#root);
    this.#selected = null;
    this.#layOut(closedButChanges(this.#root));
  }

  /** Selects a value, opening what hides it. */
  mark(id) {
    const item = this.#items.get(id);
    this.#selected = item ?? null;
    const closed = item && opened(this.#closed, item);
    if (closed) this.#layOut(closed);
    else this.#view.select(this.#selected, true);
  }

  #layOut(closed, anchor = null) {
    this.#closed = closed;
    this.#view.show(this.#root, group => closed.has(group.key), colouring(this.#model, "status"), anchor);
  }

  #afterLayout() {
    this.#legend.replaceChildren(legendView(this.#view.paint.legend));
    if (this.#selected) this.#view.select(this.#selected, !this.#selected.children);
  }

  #select(item) {
    this.#selected = item;
    this.#view.select(item);
    if (item?.node) this.#onSelect(item.node.id);
  }

  // Brackets go through what the pass touched.
  #step(step) {
    const touched = this.#root.nodes.filter(isTouched).map(node => node.id);
    if (touched.length === 0) return;
    const now = touched.indexOf(this.#selected?.node?.id);
    this.#onSelect(touched[now < 0 ? 0 : (now + step + touched.length) % touched.length]);
  }
}

const isTouched = node => node.status !== "same";

function closedButChanges(root) {
  const closed = new Set(groupsBelow(root).map(group => group.key));
  let shown = root.children.length;
  let level = [root];
  while (level.length > 0) {
    const touched = level.flatMap(group => group.children.filter(child => child.children && child.nodes.some(isTouched)));
    level = [];
    for (const group of touched.sort((a, b) => a.children.length - b.children.length)) {
      if (shown + group.children.length > budget) continue;
      shown += group.children.length;
      closed.delete(group.key);
      level.push(group);
    }
  }
  return closed;
}
