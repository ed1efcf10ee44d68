// The graph of a stage: canvas, what is known of the selection, and all values as a list.

import { h, on } from "#dom";
import { colouring, modes } from "#graph/colours";
import { stageContent } from "#graph/content";
import { allClosed, closedKeys, itemsById, opened, toggled } from "#graph/folding";
import { groupTree } from "#graph/groups";
import { legendView } from "#graph/legend";
import { SidePanel } from "#graph/panel";
import { search } from "#graph/search";
import { GraphView } from "#graph/view";

export const id = "graph";
export const title = "Graph";

export function create({ models, state }) {
  const pane = new GraphPane(models[state.get().report], state);
  return { element: pane.element, update: now => pane.update(now) };
}

class GraphPane {
  #model;
  #state;
  #view;
  #panel;
  #controls;
  #legend = h("div", { class: "graph-legend", role: "note", "aria-label": "Colours" });
  #shown = {}; // the parts of the state that the view shows
  #stage = 0;
  #root = null;
  #items = new Map();
  #closed = new Set();
  #group = null; // the selected group
  #anchor = null;
  #hits = [];

  constructor(model, state) {
    this.#model = model;
    this.#state = state;
    this.#view = new GraphView(model, {
      select: item => this.#select(item), toggle: group => this.#toggle(group), openAll: () => this.#setClosed(new Set()), closeAll: () => this.#setClosed(allClosed(this.#root)),
      search: () => this.#controls.query.focus(), next: step => this.#step(step), laidOut: () => this.#afterLayout(),
    });
    this.#panel = new SidePanel(model, {
      node: node => state.set({ node }), kernel: kernel => state.set({ kernel, pane: "kernels" }), stage: stage => state.set({ stage, pane: "passes" }), toggle: group => this.#toggle(group),
    });
    this.#controls = this.#makeControls();
    this.element = h("div", { class: "graph-pane" }, this.#controls.element, h("div", { class: "graph-body" }, h("div", { class: "graph-stage" }, this.#view.element, this.#controls.buttons, this.#legend), this.#panel.element));
  }

  update(state) {
    const before = this.#shown;
    this.#shown = state;
    this.#stage = this.#model.stageOr(state.stage);
    this.#controls.show(state);
    const hasOtherTree = !this.#root || ["stage", "group", "leaves"].some(part => before[part] !== state[part]);
    if (hasOtherTree) this.#makeTree(state);
    if (hasOtherTree || before.query !== state.query) this.#search(state.query);
    if (hasOtherTree || before.query !== state.query || before.node !== state.node) this.#mark(state);
    const isNewNode = before.node !== state.node;
    if (isNewNode && state.node !== null) this.#group = null;
    const item = this.#items.get(state.node) ?? null;
    const opening = isNewNode && item ? opened(closedKeys(this.#root, state.collapsed), item) : null;
    if (opening) {
      this.#anchor = null;
      this.#state.set({ collapsed: [...opening] });
      return;
    }
    if (hasOtherTree || before.collapsed !== state.collapsed) this.#layOut(state);
    else if (before.colour !== state.colour) this.#colour(state);
    this.#view.select(this.#group ?? item, isNewNode);
    this.#showPanel(state);
  }

  #makeTree(state) {
    const content = stageContent(this.#model, this.#stage, state.leaves);
    this.#root = groupTree(this.#model, content, state.group);
    this.#items = itemsById(this.#root);
    this.#group = null;
    this.#anchor = null;
    this.#panel.list(this.#model.nodesOf(this.#stage));
  }

  #layOut(state) {
    this.#closed = closedKeys(this.#root, state.collapsed);
    const closed = this.#closed;
    this.#view.show(this.#root, group => closed.has(group.key), this.#colours(state), this.#anchor);
    this.#anchor = null;
  }

  #colours(state) { return colouring(this.#model, state.colour); }

  #colour(state) {
    this.#view.colour(this.#colours(state));
    this.#showLegend();
  }

  #showLegend() { if (this.#view.paint) this.#legend.replaceChildren(legendView(this.#view.paint.legend)); }

  #afterLayout() {
    this.#showLegend();
    const item = this.#group ?? this.#items.get(this.#shown.node);
    if (item) this.#view.select(item, !this.#group);
  }

  #showPanel(state) {
    if (this.#group) this.#panel.showGroup(this.#group, this.#closed.has(this.#group.key));
    else this.#panel.showNode(this.#stage, state.node);
  }

  #select(item) {
    this.#group = item?.children ? item : null;
    const node = item?.node?.id ?? null;
    if (this.#shown.node !== node) {
      this.#state.set({ node });
    } else {
      this.#view.select(item);
      this.#showPanel(this.#shown);
    }
    if (item) this.#panel.open("details");
  }

  #toggle(group) {
    this.#anchor = group;
    this.#group = group;
    this.#setClosed(toggled(this.#closed, group));
  }

  #setClosed(closed) { this.#state.set({ collapsed: [...closed] }); }

  // Enter goes through what was found, brackets through all values.
  #step(step) {
    const ids = this.#model.nodesOf(this.#stage).map(record => record.id).filter(node => this.#items.has(node));
    this.#stepThrough(ids, step);
  }

  #stepThrough(ids, step) {
    if (ids.length === 0) return;
    const now = ids.indexOf(this.#shown.node);
    const next = now < 0 ? (step > 0 ? 0 : ids.length - 1) : (now + step + ids.length) % ids.length;
    this.#state.set({ node: ids[next] });
  }

  // What is searched for stands out; else the users of a selected variable that has no box of its own.
  #mark({ query, node }) {
    const isFolded = node !== null && !this.#items.has(node) && this.#model.recordOf(this.#stage, node);
    if (query.trim()) this.#view.find(new Set(this.#hits));
    else this.#view.find(isFolded ? new Set(this.#model.usersOf(this.#stage, node).map(record => record.id)) : null);
  }

  #search(query) {
    const hits = search(this.#model, this.#model.nodesOf(this.#stage), query);
    this.#hits = hits.map(record => record.id);
    this.#panel.list(query.trim() ? hits : this.#model.nodesOf(this.#stage));
    this.#controls.showHits(query, this.#hits.length);
  }

  #makeControls() {
    const state = this.#state;
    const stages = choice("Stage", this.#model.stages.map((stage, i) => [String(i), `${i + 1} · ${stage.title ?? stage.name}`]), value => state.set({ stage: Number(value), collapsed: null }));
    const groups = choice("Group by", [["module", "Module"], ["kernel", "Kernel"], ["none", "Nothing"]], value => state.set({ group: value, collapsed: null }));
    const colours = choice("Colour by", modes.map(mode => [mode.id, mode.title]), value => state.set({ colour: value }));
    const leaves = choice("Variables", [["fold", "in labels"], ["show", "as nodes"], ["hide", "hidden"]], value => state.set({ leaves: value }));
    const query = h("input", { type: "search", placeholder: "Search op, name, module, type, %id", "aria-label": "Search the graph", oninput: () => state.set({ query: query.value }) });
    on(query, "keydown", event => {
      if (event.key === "Enter") this.#stepThrough(this.#hits, event.shiftKey ? -1 : 1);
      else if (event.key === "Escape") this.#view.focus();
      else return;
      event.preventDefault();
    });
    const hits = h("output", { class: "muted num hits" });
    const button = (text, label, action) => h("button", { type: "button", "aria-label": label, title: label, onclick: action }, text);
    const element = h("div", { class: "toolbar graph-toolbar" },
      h("span", { class: "search" }, query, hits), stages.element, groups.element, colours.element, leaves.element);
    const buttons = h("div", { class: "graph-buttons" },
      h("span", { class: "segments" }, button("Open all", "Open all groups (E)", () => this.#setClosed(new Set())), button("Close all", "Close all groups (C)", () => this.#setClosed(allClosed(this.#root)))),
      h("span", { class: "segments" }, button("−", "Zoom out", () => this.#view.zoom(0.8)), button("Fit", "Show everything (0)", () => this.#view.showAll()), button("+", "Zoom in", () => this.#view.zoom(1.25))));
    return {
      element, buttons, query,
      show: now => {
        stages.select.value = String(this.#model.stageOr(now.stage));
        groups.select.value = now.group;
        colours.select.value = now.colour;
        leaves.select.value = now.leaves;
        if (query.value !== now.query) query.value = now.query;
      },
      showHits: (text, found) => { hits.textContent = text.trim() ? `${found} found` : ""; },
    };
  }
}

function choice(label, options, change) {
  const select = h("select", { onchange: () => change(select.value) }, options.map(([value, text]) => h("option", { value }, text)));
  return { select, element: h("label", { class: "graph-choice" }, h("span", {}, label), select) };
}
