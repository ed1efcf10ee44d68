// The keys of the page, as a dialog.

import { h } from "#dom";

const keys = [
  ["Anywhere", [["1 … 8", "pane"], ["← →", "previous or next pane, on the tabs"], ["Esc", "close this dialog"]]],
  ["Tables and lists", [["↑ ↓ PgUp PgDn Home End", "move"], ["Enter", "select"], ["Tab, then Enter", "on a header: sort"]]],
  ["Graph", [["← ↑ → ↓", "pan"], ["+ − 0", "zoom in, out, all"], ["Shift + arrows", "to the input, the user, the neighbour"], ["[ ]", "previous or next node"],
    ["G", "select the group around the selection"], ["Enter", "open or close the selected group"], ["E C", "open or close all groups"], ["/", "search; Enter goes on, Shift + Enter back"], ["Esc", "select nothing"]]],
  ["Passes", [["← → Home End", "stage, on the slider"]]],
];

export function keyHelp() {
  const dialog = h("dialog", { class: "keys", "aria-label": "Keys" },
    h("h2", {}, "Keys"),
    h("div", { class: "keys-groups" }, keys.map(([title, rows]) => h("section", {}, h("h3", {}, title),
      h("dl", {}, rows.map(([key, meaning]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, meaning)]))))),
    h("form", { method: "dialog" }, h("button", { type: "submit" }, "Close")));
  return dialog;
}
