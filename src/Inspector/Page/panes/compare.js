// Compare: two reports side by side. The second is one that the page holds, or a file that the user opens or drops here.

import { clear, h, on } from "#dom";
import { parseReport } from "#model";
import { graphCard, kernelCard, ruleCard, totalsCard, versionCard } from "#panes/compare-parts";
import { compareWork, verdict } from "#panes/comparison";

export const id = "compare";
export const title = "Compare";

export function create(context) {
  // Embedded reports can be linked to, those from files cannot: { model, index or null }.
  const reports = context.models.map((model, index) => ({ model, index }));
  const own = context.state.get().report;
  const chosen = { a: own, b: reports.length > 1 ? (own === 0 ? 1 : 0) : null };
  // With two reports in the page the first is taken for the one of before.
  if (chosen.b === 0) Object.assign(chosen, { a: 0, b: own });
  const bar = h("div", { class: "toolbar compare-bar" });
  const problem = h("p", { class: "banner", role: "alert", hidden: true });
  const body = h("div", { class: "compare-body" });

  function show() {
    clear(bar).append(choice("A", "a"), swapButton(), choice("B", "b"), h("span", { class: "grow" }), ...fileButton(read));
    clear(body).append(...chosen.b === null ? [invitation(read)] : comparison(context, reports[chosen.a], reports[chosen.b]));
  }

  function choice(label, side) {
    const select = h("select", { "aria-label": `Report ${label}`, onchange: () => { chosen[side] = Number(select.value); show(); } },
      chosen[side] === null && h("option", { value: "" }, "choose a report"),
      reports.map(({ model }, i) => h("option", { value: String(i), selected: i === chosen[side] }, `${i + 1} · ${model.title}`)));
    return h("label", { class: "compare-choice" }, h("strong", { class: `side side-${side}` }, label), select);
  }

  function swapButton() {
    const swap = () => { [chosen.a, chosen.b] = [chosen.b, chosen.a]; show(); };
    return h("button", { type: "button", disabled: chosen.b === null, "aria-label": "Swap A and B", title: "Swap A and B", onclick: swap }, "⇄");
  }

  async function read(file) {
    try {
      reports.push({ model: parseReport(jsonOf(await file.text()), file.name), index: null });
      chosen.b = reports.length - 1;
      problem.hidden = true;
      show();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    }
  }

  const element = h("div", { class: "compare" }, bar, problem, body);
  acceptDrops(element, read);
  show();
  return { element, update() {} };
}

// The file may also be such a page: the report in it is taken.
function jsonOf(text) {
  if (!/^\s*</.test(text)) return text;
  const report = new DOMParser().parseFromString(text, "text/html").getElementById("report-0");
  if (!report) throw new Error("This HTML file holds no NeuralJit report. Open one written by: neuraljit inspect MODEL --format json (or html)");
  return report.textContent;
}

function fileButton(read) {
  const input = h("input", { type: "file", accept: ".json,.html,application/json,text/html", class: "visually-hidden", tabindex: -1,
    "aria-label": "Report file", onchange: () => { if (input.files[0]) read(input.files[0]); } });
  return [h("button", { type: "button", onclick: () => input.click() }, "Open a report …"), input];
}

function invitation(read) {
  return h("div", { class: "card drop-place" }, h("p", {},
    "Compare this report with another one: before and after a change, eager and compiled, two versions, two batch sizes."),
    h("p", {}, fileButton(read)), h("p", { class: "muted" }, "Or drop a file here. Reports are written by ",
      h("code", {}, "neuraljit inspect MODEL --format json"), "; a page like this one will do as well. The file stays on this machine."));
}

function acceptDrops(element, read) {
  on(element, "dragover", event => {
    event.preventDefault();
    element.classList.add("dropping");
  });
  on(element, "dragleave", event => { if (!element.contains(event.relatedTarget)) element.classList.remove("dropping"); });
  on(element, "drop", event => {
    event.preventDefault();
    element.classList.remove("dropping");
    if (event.dataTransfer.files[0]) read(event.dataTransfer.files[0]);
  });
}

// "Better" means nothing where the two do not do the same.
function otherWork(a, b) {
  const differing = compareWork(a, b);
  const texts = differing.map(({ name, a: left, b: right }) => `${name} is ${left} in A, ${right} in B`);
  return texts.length > 0 && h("p", { class: "note" }, `They do not compute the same: ${texts.join("; ")}. So less and more are neither better nor worse.`);
}

function comparison(context, a, b) {
  return [
    h("div", {}, h("p", { class: "verdict", role: "status" }, verdict(a.model, b.model)), otherWork(a.model, b.model)),
    totalsCard(a.model, b.model), kernelCard(context, a, b),
    h("div", { class: "columns even" }, ruleCard(a.model, b.model), versionCard(a.model, b.model)),
    graphCard(a.model, b.model),
  ];
}
