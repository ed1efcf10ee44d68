// What goes through memory between kernels, and what does not because its ops share one. Counted as the kernels' own reads and writes are, so
// that it is a part of them: only kernels of every run, and only the bytes that they read and write.

const elementBytes = { f64: 8, i64: 8, u64: 8, f16: 2, bf16: 2, i16: 2, u16: 2, i8: 1, u8: 1, bool: 1 };

/**
 * { moved, avoided } in bytes. A value that leaves its kernel is written once and read by each other kernel that uses it; one that does not is
 * neither written nor read, however many ops use it.
 */
export function traffic(model) {
  const kernels = model.kernels.filter(kernel => !kernel.prepared);
  const written = new Map(kernels.flatMap(kernel => (kernel.stores ?? []).map(access => [access.node, { kernel, bytes: access.bytes }])));
  const between = new Map();
  for (const kernel of kernels)
    for (const { node, bytes } of kernel.loads ?? [])
      if (written.has(node) && written.get(node).kernel !== kernel) between.set(node, (between.get(node) ?? written.get(node).bytes) + bytes);
  const fused = model.fusion.filter(edge => edge.fused && !model.kernelOf(edge.producer)?.prepared);
  const unwritten = new Set(fused.map(edge => edge.producer).filter(producer => !written.has(producer)));
  return {
    moved: [...between.values()].reduce((sum, bytes) => sum + bytes, 0),
    avoided: [...fused.map(edge => edge.producer), ...unwritten].reduce((sum, producer) => sum + sizeOf(model.findRecord(producer)), 0),
  };
}

function sizeOf(record) {
  return record ? (elementBytes[record.dtype] ?? 4) * (record.shape ?? []).reduce((product, extent) => product * extent, 1) : 0;
}
