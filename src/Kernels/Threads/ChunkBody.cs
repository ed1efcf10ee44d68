namespace NeuralJit.Kernels;

/// <summary>A range of the chunks of a parallel loop.</summary>
/// <param name="state">What the caller passed to <see cref="WorkerPool.Run"/>: usually the address of its arguments.</param>
/// <param name="begin">The first chunk.</param>
/// <param name="end">One past the last chunk.</param>
public delegate void ChunkBody(long state, long begin, long end);
