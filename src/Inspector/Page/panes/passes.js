// What each pass did: a slider through all stages, the rules that fired, and the difference to the stage before as text and as a graph.

import { h } from "#dom";
import { count, microseconds } from "#format";
import { countKinds, stageDifference } from "#passes/difference";
import { DifferenceGraph } from "#passes/graph";
import { rulesView } from "#passes/rules";
import { stageStrip } from "#passes/strip";
import { textView } from "#passes/text";

export const id = "passes";
export const title = "Passes";

export function create({ models, state }) {
  const model = models[state.get().report];
  if (model.stages.length === 0) return { element: h("p", { class: "empty" }, "This report has no stages."), update() {} };
  const pane = new PassesPane(model, state);
  return { element: pane.element, update: now => pane.update(now) };
}

class PassesPane {
  #model;
  #select;
  #strip;
  #text;
  #graph;
  #head = h("div", { class: "passes-head" });
  #rules = h("section", { class: "passes-rules", "aria-label": "Rules that fired" });
  #tabs;
  #parts;
  #rows = [];
  #shown = { stage: null, node: null };
  #graphStage = null;

  constructor(model, state) {
    this.#model = model;
    this.#select = node => state.set({ node });
    this.#strip = stageStrip(model, stage => state.set({ stage }));
    this.#text = textView(this.#select);
    this.#graph = new DifferenceGraph(model, this.#select);
    this.#parts = { text: h("div", { class: "passes-part" }, this.#text.element), graph: h("div", { class: "passes-part" }, this.#graph.element) };
    this.#tabs = { text: this.#tab("Text", "text"), graph: this.#tab("Graph", "graph") };
    const show = h("button", { type: "button", onclick: () => state.set({ pane: "graph", stage: this.#shown.stage }) }, "Open in the graph pane");
    this.element = h("div", { class: "passes-pane" }, this.#strip.element, this.#head,
      h("div", { class: "passes-body" }, this.#rules, h("section", { class: "passes-difference", "aria-label": "Difference to the stage before" },
        h("div", { class: "toolbar passes-tabs" }, h("span", { class: "segments", role: "tablist" }, this.#tabs.text, this.#tabs.graph), h("span", { class: "grow" }), show), Object.values(this.#parts))));
    this.#open("text");
  }

  update(state) {
    const stage = state.stage === null ? firstChanged(this.#model) : this.#model.stageOr(state.stage);
    const isNewStage = this.#shown.stage !== stage;
    const isNewNode = this.#shown.node !== state.node;
    this.#shown = { stage, node: state.node };
    if (isNewStage) this.#showStage(stage);
    if ((isNewStage || isNewNode) && state.node !== null) this.#mark();
  }

  #showStage(stage) {
    this.#rows = stageDifference(this.#model, stage);
    const counts = countKinds(this.#rows);
    const isChanged = counts.same < this.#rows.length;
    this.#strip.show(stage);
    this.#head.replaceChildren(...headline(this.#model, stage, counts));
    const rewrites = this.#model.stages[stage].rewrites ?? [];
    this.#rules.replaceChildren(h("h2", {}, `Rules that fired (${count(rewrites.length)})`), rulesView(rewrites, this.#select));
    this.#text.show(this.#rows, isChanged);
    this.#showGraph();
  }

  // The graph is laid out only when it is looked at.
  #showGraph() {
    if (this.#parts.graph.hidden || this.#graphStage === this.#shown.stage) return;
    this.#graphStage = this.#shown.stage;
    this.#graph.show(this.#graphStage);
  }

  #mark() {
    this.#text.mark(this.#shown.node);
    if (!this.#parts.graph.hidden) this.#graph.mark(this.#shown.node);
  }

  #tab(text, part) {
    return h("button", { type: "button", role: "tab", onclick: () => this.#open(part) }, text);
  }

  #open(part) {
    for (const [name, tab] of Object.entries(this.#tabs)) tab.setAttribute("aria-selected", String(name === part));
    for (const [name, element] of Object.entries(this.#parts)) element.hidden = name !== part;
    if (this.#shown.stage === null) return;
    this.#showGraph();
    if (this.#shown.node !== null) this.#mark();
  }
}

// Where nobody has chosen a stage: the first that did something is what there is to see.
function firstChanged(model) {
  const changed = model.stages.findIndex(({ changed: isChanged }, stage) => stage > 0 && isChanged);
  return changed < 0 ? model.lastStage : changed;
}

function headline(model, stage, counts) {
  const { title, name, ms, nodes } = model.stages[stage];
  const chip = (kind, text) => counts[kind] > 0 && h("span", { class: `chip diff-chip-${kind}` }, `${count(counts[kind])} ${text}`);
  const before = stage > 0 ? `${count(model.stages[stage - 1].nodes.length)} → ` : "";
  return [
    h("h2", {}, h("span", { class: "muted num" }, `${stage + 1}/${model.stages.length} `), title ?? name),
    h("span", { class: "num" }, `${before}${count(nodes.length)} values`),
    chip("new", "new"), chip("changed", "changed"), chip("gone", "gone"),
    stage > 0 && counts.same === nodes.length && counts.gone === 0 && h("span", { class: "chip" }, "changed nothing"),
    ms !== undefined && ms !== null && h("span", { class: "muted num" }, microseconds(ms * 1000)),
  ].filter(Boolean);
}
