// The text of a stage against the one before.

import { h } from "#dom";
import { virtualList } from "#list";
import { folded } from "#panes/line-diff";
import { differingWords } from "#passes/difference";

const rowHeight = 22;
const marks = { same: " ", changed: "~", new: "+", gone: "−" };
const words = { same: "", changed: "changed: ", new: "new: ", gone: "gone: " };

/** { element, show(rows, folds), mark(id) }; onSelect(id) is called when a line is chosen. */
export function textView(onSelect) {
  let lines = [];
  const list = virtualList({
    label: "Text of the graph, with what the pass changed", rowHeight, rowClass: line => `diff-line diff-line-${line.kind}`, render: renderLine,
    onSelect: line => line.kind === "fold" ? unfold(line) : onSelect(line.id),
  });
  list.element.classList.add("passes-text");

  function unfold(fold) {
    const at = lines.indexOf(fold);
    lines = [...lines.slice(0, at), ...fold.rows.flatMap(linesOf), ...lines.slice(at + 1)];
    list.update(lines);
  }

  const indexOf = id => lines.findIndex(line => line.id === id || line.rows?.some(row => row.id === id));
  return {
    element: list.element,
    show(rows, folds) {
      lines = (folds ? folded(rows) : rows).flatMap(linesOf);
      list.update(lines);
      list.scrollTo(0);
    },
    /** Marks the line of a value and brings it into sight; one that is folded away is unfolded. */
    mark(id) {
      const index = indexOf(id);
      if (index >= 0 && lines[index].kind === "fold") unfold(lines[index]);
      list.select(indexOf(id));
    },
  };
}

function linesOf(row) {
  if (row.kind === "fold") return [row];
  if (row.kind !== "changed") return [{ kind: row.kind, id: row.id, mark: marks[row.kind], pieces: [{ text: textOf(row.after ?? row.before), differs: false }] }];
  const [before, after] = differingWords(textOf(row.before), textOf(row.after));
  return [{ kind: "changed", id: row.id, mark: "−", pieces: before, isOld: true }, { kind: "changed", id: row.id, mark: "~", pieces: after }];
}

const textOf = record => record.text ?? `%${record.id} = ${record.op} ${record.type} ${record.inputs.map(input => "%" + input).join(", ")}`;

function renderLine(line) {
  if (line.kind === "fold") return h("span", { class: "diff-fold" }, `⋯ ${line.rows.length} unchanged lines`);
  return [
    h("span", { class: "diff-line-mark", "aria-hidden": "true" }, line.mark),
    h("span", { class: "visually-hidden" }, line.isOld ? "before: " : words[line.kind]),
    line.pieces.map(piece => piece.differs ? h("mark", {}, piece.text) : piece.text),
  ];
}
