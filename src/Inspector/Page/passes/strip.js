// All stages side by side with the slider that goes through them.

import { h } from "#dom";
import { count, microseconds } from "#format";

const highest = 34; // pixels

/** { element, show(stage) }; onStage(index) is called when the user goes to a stage. */
export function stageStrip(model, onStage) {
  const most = Math.max(1, ...model.stages.map(stage => stage.nodes.length));
  const columns = model.stages.map((stage, i) => h("button", {
    type: "button", tabindex: -1, class: ["stage-column", stage.changed === false && "unchanged"], title: stageTitle(stage), "aria-label": stageTitle(stage), onclick: () => onStage(i),
  }, h("span", { class: "stage-bar", style: { height: Math.max(2, highest * stage.nodes.length / most) + "px" } }), h("span", { class: "stage-name" }, stage.name)));
  const slider = h("input", { type: "range", min: 0, max: Math.max(0, model.lastStage), step: 1, "aria-label": "Stage", oninput: () => onStage(Number(slider.value)) });
  const step = (text, label, by) => h("button", { type: "button", class: "icon", "aria-label": label, title: label, onclick: () => onStage(Math.min(model.lastStage, Math.max(0, Number(slider.value) + by))) }, text);
  const strip = h("div", { class: "stage-strip", style: { "--stages": model.stages.length } }, h("div", { class: "stage-columns" }, columns), slider);
  return {
    element: h("div", { class: "stage-choice" }, step("◀", "Stage before", -1), strip, step("▶", "Stage after", 1)),
    show(stage) {
      slider.value = stage;
      slider.setAttribute("aria-valuetext", stageTitle(model.stages[stage]));
      columns.forEach((column, i) => column.classList.toggle("chosen", i === stage));
      columns[stage].scrollIntoView({ block: "nearest", inline: "nearest" });
    },
  };
}

const stageTitle = stage => `${stage.title ?? stage.name}: ${count(stage.nodes.length)} values, ${stage.ms === undefined || stage.ms === null ? "time unknown" : microseconds(stage.ms * 1000)}${stage.changed === false ? ", changed nothing" : ""}`;
