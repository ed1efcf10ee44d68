// Time in which no kernel runs: within the one run of the timeline, and by the times of all profiled runs.

/** Times in which no thread runs a kernel: [{ start, length, before, after }], before and after being pieces or null. Pieces are ordered by start. */
export function gapsOf(pieces, end) {
  const gaps = [];
  let reached = 0;
  let before = null;
  for (const piece of pieces) {
    if (piece.start > reached) gaps.push({ start: reached, length: piece.start - reached, before, after: piece });
    if (piece.start + piece.length > reached) [reached, before] = [piece.start + piece.length, piece];
  }
  if (end > reached) gaps.push({ start: reached, length: end - reached, before, after: null });
  return gaps;
}

/**
 * Microseconds of a run that are in no kernel; null without a profile. Medians of single kernels need not add up to the median of a run, so what
 * the fastest times leave counts as well, and the smaller of both is what the program itself costs.
 */
export function timeOutside(model) {
  const { medianMicroseconds: median, minMicroseconds: fastest } = model.profile ?? {};
  if (!(median > 0)) return null;
  const least = model.kernels.reduce((sum, { time }) => sum + (time?.minMicroseconds ?? time?.medianMicroseconds ?? 0), 0);
  return Math.max(0, Math.min(median - model.kernelTime, (fastest ?? median) - least));
}
