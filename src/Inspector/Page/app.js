// The frame around the panes. A pane is a module that exports { id, title, create(context) }; create returns { element, update(state) }.
// context is { models: ReportModel[], state }. A pane is created when it is first shown, and again when another report is chosen; update
// is called when it is shown and after each change of the state while it is visible.

import { clear, h, on, perFrame } from "#dom";
import { keyHelp } from "#keys";
import { parseReport } from "#model";
import * as compare from "#panes/compare";
import * as fusion from "#panes/fusion";
import * as graph from "#panes/graph";
import * as kernels from "#panes/kernels";
import * as memory from "#panes/memory";
import * as overview from "#panes/overview";
import * as passes from "#panes/passes";
import * as timeline from "#panes/timeline";
import { createState } from "#state";
import { themeButton } from "#theme";

const panes = [overview, graph, passes, kernels, memory, fusion, timeline, compare];

export function start(root = document.getElementById("app")) {
  const { models, errors } = readReports();
  if (models.length === 0) {
    showMessage(root, "This report cannot be shown", errors.length > 0 ? errors : ["The page holds no report. Write one with: neuraljit inspect MODEL --format html"]);
    return;
  }
  const state = createState();
  new Frame(root, { models, state }, errors);
}

function readReports() {
  const models = [];
  const errors = [];
  for (const script of document.querySelectorAll('script[type="application/json"][id^="report-"]')) {
    try {
      models.push(parseReport(script.textContent, `Report ${models.length + errors.length + 1}`));
    } catch (error) {
      errors.push(error.message);
    }
  }
  return { models, errors };
}

function showMessage(root, title, lines) {
  clear(root).append(h("main", { class: "message", role: "alert" }, h("h1", {}, title), lines.map(line => h("p", {}, line))));
}

class Frame {
  #context;
  #created = new Map();
  #tabs;
  #main;

  constructor(root, context, errors) {
    this.#context = context;
    this.#main = h("main", { class: "panes" });
    this.#tabs = panes.map(pane => h("button", {
      type: "button", role: "tab", id: `tab-${pane.id}`, "aria-controls": `pane-${pane.id}`, onclick: () => context.state.set({ pane: pane.id }),
    }, pane.title));
    const nav = h("nav", { class: "tabs", "aria-label": "Panes" }, h("div", { role: "tablist", onkeydown: event => this.#moveTab(event) }, this.#tabs));
    showScroll(nav);
    clear(root).append(this.#header(), nav, ...errors.map(error => h("p", { class: "banner", role: "alert" }, error)), this.#main);
    on(document, "keydown", event => this.#paneByDigit(event));
    context.state.subscribe((state, before) => this.#show(state, before));
    this.#show(context.state.get(), null);
  }

  #header() {
    const { models, state } = this.#context;
    const help = keyHelp();
    return h("header", { class: "top" },
      h("span", { class: "brand" }, h("span", { class: "brand-mark", "aria-hidden": "true" }), "NeuralJit"),
      models.length === 1 ? h("h1", { title: models[0].title }, models[0].title) : reportChoice(models, state),
      h("span", { class: "grow" }),
      h("button", { type: "button", class: "quiet", onclick: () => help.showModal() }, "Keys"), themeButton(), help);
  }

  #show(state, before) {
    const { models } = this.#context;
    // An address may name a report or pane that this page does not have.
    if (!models[state.report] || !panes.some(pane => pane.id === state.pane)) {
      this.#context.state.set({ report: models[state.report] ? state.report : 0, pane: panes[0].id });
      return;
    }
    if (before && before.report !== state.report) {
      this.#created.clear();
      clear(this.#main);
    }
    document.title = `${models[state.report].title} · NeuralJit`;
    for (const [i, pane] of panes.entries()) this.#showPane(pane, this.#tabs[i], state);
  }

  #showPane(pane, tab, state) {
    const isShown = pane.id === state.pane;
    const wasShown = tab.getAttribute("aria-selected") === "true";
    tab.setAttribute("aria-selected", String(isShown));
    tab.tabIndex = isShown ? 0 : -1;
    if (isShown && !wasShown) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (isShown && !this.#created.has(pane.id)) this.#create(pane);
    const created = this.#created.get(pane.id);
    if (!created) return;
    created.panel.hidden = !isShown;
    if (isShown) this.#guard(pane, created.panel, () => created.view?.update(state));
  }

  #create(pane) {
    const panel = h("section", { class: `pane pane-${pane.id}`, role: "tabpanel", id: `pane-${pane.id}`, "aria-labelledby": `tab-${pane.id}` });
    this.#main.append(panel);
    const created = { panel, view: null };
    this.#created.set(pane.id, created);
    this.#guard(pane, panel, () => {
      created.view = pane.create(this.#context);
      panel.append(created.view.element);
    });
  }

  // A pane that fails says so in its place; the others go on working.
  #guard(pane, panel, action) {
    try {
      action();
    } catch (error) {
      console.error(error);
      clear(panel).append(h("p", { class: "banner", role: "alert" }, `The pane "${pane.title}" cannot show this report: ${error.message}`));
    }
  }

  #moveTab(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (this.#tabs.indexOf(document.activeElement) + step + this.#tabs.length) % this.#tabs.length;
    this.#tabs[next].focus();
    this.#tabs[next].click();
    event.preventDefault();
  }

  #paneByDigit(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("input, select, textarea, dialog")) return;
    const pane = panes[Number(event.key) - 1];
    if (pane && event.key !== " ") this.#context.state.set({ pane: pane.id });
  }
}

// Where there are more tabs than the window is wide, they fade out on the side on which the others are.
function showScroll(nav) {
  const show = perFrame(() => {
    nav.classList.toggle("more-before", nav.scrollLeft > 1);
    nav.classList.toggle("more-after", nav.scrollLeft + nav.clientWidth < nav.scrollWidth - 1);
  });
  on(nav, "scroll", show);
  new ResizeObserver(show).observe(nav);
}

function reportChoice(models, state) {
  const select = h("select", { class: "report-choice", "aria-label": "Report", onchange: () => state.set({ report: select.selectedIndex, node: null, kernel: null, stage: null, collapsed: null }) },
    models.map((model, i) => h("option", { value: String(i) }, `${i + 1} · ${model.title}`)));
  const show = ({ report }) => { select.selectedIndex = report; };
  state.subscribe(show);
  show(state.get());
  return select;
}
