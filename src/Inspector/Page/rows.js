// Which rows of a long list are in sight, and how keys move through it: what tables and lists share.

/** Lists longer than this hold only the rows in sight. */
export const virtualAbove = 200;

/** Rows kept above and below those in sight, so that scrolling shows no gaps. */
const spare = 12;

/** The first row and the one after the last that a scrolled area of this height shows. */
export function rowsInSight(scrollTop, height, rowHeight, count) {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - spare);
  return { first: Math.min(first, count), end: Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + spare) };
}

/** The row that a key leads to, or null when the key is none that moves. */
export function rowAfterKey(key, row, count, page) {
  const target = { ArrowDown: row + 1, ArrowUp: row - 1, PageDown: row + page, PageUp: row - page, Home: 0, End: count - 1 }[key];
  return target === undefined || count === 0 ? null : Math.min(count - 1, Math.max(0, target));
}

/** Scrolls the area by as little as needed to show a row. */
export function scrollToRow(area, row, rowHeight, above = 0) {
  const top = row * rowHeight;
  if (top < area.scrollTop) area.scrollTop = top;
  else if (top + rowHeight + above > area.scrollTop + area.clientHeight) area.scrollTop = top + rowHeight + above - area.clientHeight;
}
