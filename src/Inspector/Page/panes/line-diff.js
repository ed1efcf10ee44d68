// The shortest edit between two lists (Myers' algorithm), and what of it is worth showing.

/** Where more than this differs, the middle is given as wholly other: a shortest edit would take too long and tell nobody anything. */
const mostEdits = 1500;

/** [{ kind: "same" | "removed" | "added", a?, b? }]: positions in both lists, in order. */
export function diff(a, b, equal = (x, y) => x === y) {
  let start = 0;
  while (start < a.length && start < b.length && equal(a[start], b[start])) start++;
  let tail = 0;
  while (tail < a.length - start && tail < b.length - start && equal(a[a.length - 1 - tail], b[b.length - 1 - tail])) tail++;
  const middle = shortestEdit(a, b, { start, endA: a.length - tail, endB: b.length - tail, equal });
  const same = (from, count, shift) => Array.from({ length: count }, (_, i) => ({ kind: "same", a: from + i, b: from + i + shift }));
  return [...same(0, start, 0), ...middle, ...same(a.length - tail, tail, b.length - a.length)];
}

function shortestEdit(a, b, { start, endA, endB, equal }) {
  const n = endA - start;
  const m = endB - start;
  const limit = Math.min(n + m, mostEdits);
  // reach[middle + k]: how far in a one comes on the diagonal k = x − y with the edits so far; all states are kept to walk back.
  const middle = limit + 1;
  const reach = new Int32Array(2 * limit + 3);
  const states = [];
  for (let edits = 0; edits <= limit; edits++) {
    states.push(reach.slice(middle - edits - 1, middle + edits + 2));
    for (let k = -edits; k <= edits; k += 2) {
      let x = step(reach, middle, k, edits).x;
      while (x < n && x - k < m && equal(a[start + x], b[start + x - k])) x++;
      reach[middle + k] = x;
      if (x >= n && x - k >= m) return walkBack(states, n, m).map(found => shifted(found, start));
    }
  }
  return [
    ...Array.from({ length: n }, (_, i) => ({ kind: "removed", a: start + i })),
    ...Array.from({ length: m }, (_, i) => ({ kind: "added", b: start + i })),
  ];
}

// The edit that leads to diagonal k: down (a line of b) or to the right (a line of a), whichever has come further.
function step(reach, middle, k, edits) {
  const down = k === -edits || (k !== edits && reach[middle + k - 1] < reach[middle + k + 1]);
  return { down, x: down ? reach[middle + k + 1] : reach[middle + k - 1] + 1 };
}

function walkBack(states, x, y) {
  const found = [];
  for (let edits = states.length - 1; edits >= 0; edits--) {
    const k = x - y;
    const { down, x: after } = step(states[edits], edits + 1, k, edits);
    while (x > after && y > after - k) found.push({ kind: "same", a: --x, b: --y });
    if (edits === 0) break;
    if (down) found.push({ kind: "added", b: --y });
    else found.push({ kind: "removed", a: --x });
  }
  return found.reverse();
}

const shifted = ({ kind, a, b }, by) => ({ kind, ...(a !== undefined && { a: a + by }), ...(b !== undefined && { b: b + by }) });

/** Rows with runs of same ones, but for `context` at the edges, put together as { kind: "fold", rows }. */
export function folded(rows, context = 3) {
  const result = [];
  for (let i = 0; i < rows.length;) {
    let end = i;
    while (end < rows.length && rows[end].kind === "same") end++;
    const head = i === 0 ? 0 : context;
    const tail = end === rows.length ? 0 : context;
    if (end - i > head + tail + 1) result.push(...rows.slice(i, i + head), { kind: "fold", rows: rows.slice(i + head, end - tail) }, ...rows.slice(end - tail, end));
    else result.push(...rows.slice(i, end));
    if (end < rows.length) result.push(rows[end]);
    i = end + 1;
  }
  return result;
}
