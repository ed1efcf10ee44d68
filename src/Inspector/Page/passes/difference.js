// What a pass did to the text of the graph: lines matched by the ids of their values.

import { statusOf } from "#graph/content";
import { diff } from "#panes/line-diff";

/** Rows in the order of the text: { kind: "same" | "changed" | "new" | "gone", id, before, after }, the records of the value in both stages or null. */
export function stageDifference(model, stage) {
  const after = model.nodesOf(stage);
  if (stage === 0) return after.map(record => ({ kind: "same", id: record.id, before: record, after: record }));
  const before = model.nodesOf(stage - 1);
  const rows = [];
  for (const { kind, a, b } of diff(before.map(record => record.id), after.map(record => record.id))) {
    const id = kind === "removed" ? before[a].id : after[b].id;
    const [old, now] = [model.recordOf(stage - 1, id), model.recordOf(stage, id)];
    // A value that only moved stands where it is now.
    if (kind !== "removed" || !now) rows.push({ kind: statusOf(old, now), id, before: old, after: now });
  }
  return rows;
}

/** How many rows there are of each kind. */
export function countKinds(rows) {
  const counts = { same: 0, changed: 0, new: 0, gone: 0 };
  for (const row of rows) counts[row.kind]++;
  return counts;
}

/** The words of two lines, [{ text, differs }] for each, the beginning and the end that they share being one piece. */
export function differingWords(before, after) {
  const [a, b] = [before, after].map(line => line.split(/(\s+)/));
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  return [a, b].map(words => [
    { text: words.slice(0, head).join(""), differs: false },
    { text: words.slice(head, words.length - tail).join(""), differs: true },
    { text: words.slice(words.length - tail).join(""), differs: false },
  ].filter(piece => piece.text !== ""));
}
