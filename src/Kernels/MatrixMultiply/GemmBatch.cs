namespace NeuralJit.Kernels;

/// <summary>
/// Many products of one shape: small ones are shared out whole, large ones are computed one after the other by all threads.
/// </summary>
internal unsafe struct GemmBatch<T> : ILoopJob
    where T : unmanaged
{
    private const long WholeBelow = 1 << 21;

    /// <summary>The first product.</summary>
    public GemmProblem<T> Problem;

    /// <summary>Elements from one A to the next.</summary>
    public long ABatchStride;

    /// <summary>Elements from one B to the next.</summary>
    public long BBatchStride;

    /// <summary>Elements from one C to the next.</summary>
    public long CBatchStride;

    /// <summary>Runs all products.</summary>
    public void Run(int batch)
    {
        long work = (long)Problem.M * Problem.N * Problem.K;
        ParallelLoop.Run(ref this, batch, perChunk: 1, forks: batch > 1 && work < WholeBelow && work * batch >= 2 * Gemm<T>.ForkAbove);
    }

    /// <inheritdoc/>
    public readonly void Run(long begin, long end)
    {
        for (long i = begin; i < end; i++)
        {
            MatrixMultiply.Run(
                Problem.M, Problem.N, Problem.K,
                Problem.A + (i * ABatchStride), Problem.ARowStride, Problem.AColumnStride,
                Problem.B + (i * BBatchStride), Problem.BRowStride, Problem.BColumnStride,
                Problem.C + (i * CBatchStride), Problem.CRowStride);
        }
    }
}
