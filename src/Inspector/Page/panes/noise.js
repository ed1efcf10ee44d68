// Whether a profile can be trusted: on a machine that does something else meanwhile, times say more about that than about the program.

import { microseconds, percent } from "#format";
import { peaksOf } from "#panes/metrics";

/** Runs of an idle machine differ less than this from the fastest. */
const usualSpread = 1.25;
/** No arithmetic is faster than the peak; what seems so by more than the clock's error shows that the peak was measured under load. */
const clockError = 1.1;

/** Why the times of a report are noisy, as a sentence; null when nothing speaks against them. */
export function noiseOf(model) {
  const { medianMicroseconds: median, minMicroseconds: fastest } = model.profile ?? {};
  if (median > usualSpread * fastest) return `The median run takes ${microseconds(median)}, the fastest ${microseconds(fastest)}.`;
  const peaks = peaksOf(model);
  const beyond = peaks && model.kernels.map(kernel => ({ kernel, part: (kernel.flops ?? 0) / peaks.flops * 1e6 / kernel.time?.medianMicroseconds }))
    .filter(({ part }) => part > clockError && part < Infinity).sort((a, b) => b.part - a.part)[0];
  return beyond ? `${beyond.kernel.name} computes at ${percent(beyond.part)} of the machine's peak, so the peak was measured under load.` : null;
}
