// What follows from a kernel's numbers: rates, the part of the run, and how near it comes to the roofline.

import { rate } from "#format";

/** The machine's measured peaks in FLOP/s and B/s, or null when the report has none. */
export function peaksOf(model) {
  const { peakGflops, peakGbs } = model.profile ?? {};
  return peakGflops > 0 && peakGbs > 0 ? { flops: peakGflops * 1e9, bytes: peakGbs * 1e9 } : null;
}

/** What the roofline allows at an intensity (FLOP/B), in FLOP/s. */
export const attainable = (peaks, intensity) => Math.min(peaks.flops, intensity * peaks.bytes);

/** Bytes that a kernel reads and writes. */
export const bytesOf = kernel => (kernel.bytesRead ?? 0) + (kernel.bytesWritten ?? 0);

/**
 * { kernel, flops, bytes, intensity, time, share, flopRate, byteRate, best, roof, lost, bound }: time, best (what the roofline allows) and
 * lost in microseconds, rates per second, share and roof as parts of one; null where it is not known.
 */
export function metricsOf(model, kernel) {
  const flops = kernel.flops ?? 0;
  const bytes = bytesOf(kernel);
  const time = kernel.time?.medianMicroseconds ?? null;
  const peaks = peaksOf(model);
  const best = peaks && flops + bytes > 0 ? Math.max(flops / peaks.flops, bytes / peaks.bytes) * 1e6 : null;
  const measured = time > 0;
  return {
    kernel, flops, bytes, time, best,
    intensity: bytes > 0 ? flops / bytes : null,
    share: measured && model.kernelTime > 0 ? time / model.kernelTime : null,
    flopRate: measured && flops > 0 ? flops / time * 1e6 : null,
    byteRate: measured ? bytes / time * 1e6 : null,
    roof: measured && best !== null ? best / time : null,
    lost: measured && best !== null ? Math.max(0, time - best) : null,
    bound: best === null ? null : flops / peaks.flops > bytes / peaks.bytes ? "compute" : "memory",
  };
}

/** The metrics of all kernels, in running order. */
export const allMetrics = model => model.kernels.map(kernel => metricsOf(model, kernel));

/** FLOP per byte as text. */
export const perByte = intensity => rate(intensity, "FLOP/B");

/** The module that holds all nodes of a kernel; "" when there is none. */
export function moduleOfKernel(model, kernel) {
  const paths = (kernel.nodes ?? []).map(node => model.moduleOf(model.findRecord(node))).filter(path => path !== "").map(path => path.split("."));
  if (paths.length === 0) return "";
  const [first, ...rest] = paths;
  const common = first.findIndex((part, i) => rest.some(path => path[i] !== part));
  return first.slice(0, common < 0 ? first.length : common).join(".");
}

/** The fewest rows, largest first, that make up the part given of the whole. */
export function fewest(rows, value, part) {
  const sorted = rows.filter(row => value(row) > 0).sort((a, b) => value(b) - value(a));
  const total = sum(sorted, value);
  let reached = 0;
  return sorted.filter(row => {
    const needed = reached < part * total;
    reached += value(row);
    return needed;
  });
}

export const sum = (rows, value) => rows.reduce((total, row) => total + (value(row) ?? 0), 0);

/** Groups rows by a key, in order of first appearance. */
export function groupBy(rows, key) {
  const groups = new Map();
  for (const row of rows) {
    const list = groups.get(key(row));
    if (list) list.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
