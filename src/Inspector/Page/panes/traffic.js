// What goes through memory between kernels, and what does not because its ops share one.

import { groupBy } from "#panes/metrics";

const elementBytes = { f64: 8, i64: 8, u64: 8, f16: 2, bf16: 2, i16: 2, u16: 2, i8: 1, u8: 1, bool: 1 };

/**
 * { moved, avoided } in bytes. A value that leaves its kernel is written once and read by each kernel that uses it; one that does not is
 * neither written nor read, however many ops use it.
 */
export function traffic(model) {
  const stored = new Set(model.kernels.flatMap(kernel => (kernel.stores ?? []).map(access => access.node)));
  let moved = 0;
  let avoided = 0;
  for (const [producer, edges] of groupBy(model.fusion, edge => edge.producer)) {
    const size = sizeOf(model.findRecord(producer));
    const readers = new Set(edges.filter(edge => !edge.fused).map(edge => edge.to)).size;
    const isWritten = readers > 0 || stored.has(producer);
    if (readers > 0) moved += size * (1 + readers);
    avoided += size * (edges.filter(edge => edge.fused).length + (isWritten ? 0 : 1));
  }
  return { moved, avoided };
}

function sizeOf(record) {
  return record ? (elementBytes[record.dtype] ?? 4) * (record.shape ?? []).reduce((product, extent) => product * extent, 1) : 0;
}
