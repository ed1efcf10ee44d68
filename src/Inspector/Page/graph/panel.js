// The panel beside the graph: what is known of the selection, and the list of all values, which is the graph for those who do not see the canvas.

import { h } from "#dom";
import { groupDetails, nodeDetails } from "#graph/details";
import { virtualList } from "#list";

const rowHeight = 44;

export class SidePanel {
  #model;
  #go;
  #records = [];
  #details = h("div", { class: "graph-details", role: "tabpanel", "aria-label": "Details", tabindex: 0 });
  #list;
  #listPanel;
  #tabs;
  #key = null;

  /** go: { node(id), kernel(index), stage(index), toggle(group) }. */
  constructor(model, go) {
    this.#model = model;
    this.#go = go;
    this.#list = virtualList({ label: "Values", rowHeight, render: record => this.#row(record), onSelect: record => go.node(record.id) });
    this.#listPanel = h("div", { class: "graph-values", role: "tabpanel", "aria-label": "Values" }, this.#list.element);
    this.#tabs = { details: this.#tab("Details", "details"), values: this.#tab("Values", "values") };
    this.element = h("aside", { class: "graph-side", "aria-label": "Selection" },
      h("div", { class: "graph-side-tabs", role: "tablist" }, this.#tabs.details, this.#tabs.values,
        h("button", { type: "button", class: "quiet icon graph-side-fold", "aria-label": "Fold or unfold the panel", onclick: () => this.element.classList.toggle("folded") }, "▾")),
      this.#details, this.#listPanel);
    this.open("details");
    // On a narrow screen the graph has the room until something is selected.
    this.element.classList.add("folded");
  }

  /** Shows one of the two parts: "details" or "values". */
  open(part) {
    this.element.classList.remove("folded");
    for (const [name, tab] of Object.entries(this.#tabs)) tab.setAttribute("aria-selected", String(name === part));
    this.#details.hidden = part !== "details";
    this.#listPanel.hidden = part !== "values";
  }

  /** The values that the list shows. */
  list(records) {
    this.#records = records;
    this.#list.update(records);
    this.#tabs.values.textContent = `Values (${records.length})`;
  }

  showNode(stage, id) {
    if (id !== null) this.element.classList.remove("folded");
    this.#show(`%${id} ${stage}`, () => id === null
      ? [h("div", { class: "empty" }, h("p", {}, "Select a value or a group to see everything about it."), h("p", { class: "small" }, "Click, or press [ and ] on the graph. A double click opens and closes groups."))]
      : nodeDetails(this.#model, stage, id, this.#go));
    const index = this.#records.findIndex(record => record.id === id);
    if (index >= 0) this.#list.select(index);
  }

  showGroup(group, isClosed) {
    this.#show(`${group.key} ${isClosed}`, () => groupDetails(this.#model, group, isClosed, this.#go));
  }

  // Panels that show the same already keep their scroll and focus.
  #show(key, make) {
    if (key === this.#key) return;
    this.#key = key;
    this.#details.replaceChildren(...make().filter(Boolean));
    this.#details.scrollTop = 0;
  }

  #tab(text, part) {
    return h("button", { type: "button", role: "tab", onclick: () => this.open(part) }, text);
  }

  #row(record) {
    const module = this.#model.moduleOf(record);
    return [
      h("span", { class: "graph-value-name" }, h("span", { class: "mono muted" }, `%${record.id} `), record.variable ?? record.name ?? record.op, record.variable || record.name ? h("span", { class: "muted" }, ` ${record.kind}`) : null),
      h("span", { class: "graph-value-type mono muted" }, `${record.type}${module ? " · " + module : ""}${record.gradient ? " ∇" : ""}`),
    ];
  }
}
