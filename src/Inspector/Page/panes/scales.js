// From values to positions, and where an axis bears marks.

/** A scale is a function value → position with its `domain` and `range`. */
export const linear = (domain, range) => scale(domain, range, x => x);

/** Equal factors are equal distances; the domain is above zero. */
export const logarithmic = (domain, range) => scale(domain, range, Math.log10);

/** Round values (1, 2, 5 times a power of the base) from 0 to at most `max`, about `wanted` of them. */
export function ticks(max, wanted, base = 10) {
  if (!(max > 0)) return [0];
  const step = roundStep(max / wanted, base);
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => i * step);
}

/** Round values within a part of an axis. */
export function ticksBetween(from, to, wanted) {
  const step = roundStep((to - from) / wanted, 10);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

/** The powers of ten around the values: the domain of a logarithmic axis. */
export function decades(values, least = 1) {
  const logs = values.filter(v => v > 0).map(Math.log10);
  if (logs.length === 0) return [1, 10 ** least];
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(Math.ceil(Math.max(...logs)), low + least);
  return [10 ** low, 10 ** high];
}

/** The powers of ten of a domain, every n-th when there are more than wanted. */
export function powers([from, to], wanted = 12) {
  const low = Math.round(Math.log10(from));
  const high = Math.round(Math.log10(to));
  const step = Math.ceil((high - low) / wanted) || 1;
  return Array.from({ length: Math.floor((high - low) / step) + 1 }, (_, i) => 10 ** (low + i * step));
}

function roundStep(about, base) {
  const power = base ** Math.floor(Math.log(about) / Math.log(base));
  const factors = base === 2 ? [1, 2] : [1, 2, 5, 10];
  return power * factors.find(factor => factor * power >= about * (1 - 1e-9));
}

function scale([from, to], [start, end], transform) {
  const low = transform(from);
  const factor = (end - start) / (transform(to) - low || 1);
  return Object.assign(x => start + (transform(x) - low) * factor, { domain: [from, to], range: [start, end] });
}
