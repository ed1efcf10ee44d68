using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>A <see cref="ParallelLoop"/> at a width that is chosen already: the one for which its caller has cut the work.</summary>
internal struct WidthLoop<TJob, W, V, T> : ILoopJob
    where TJob : unmanaged, ISimdJob<T>
    where W : struct, ISimd<V, T>
    where V : struct
    where T : unmanaged
{
    private TJob job;

    /// <summary>Runs all items, on several threads where they are work for two chunks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(in TJob job, long items, long work)
    {
        WidthLoop<TJob, W, V, T> loop = new() { job = job };
        ParallelLoop.Run(ref loop, items, work);
    }

    /// <summary>Runs all items, so many per chunk; see <see cref="ParallelLoop"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(in TJob job, long items, long perChunk, bool forks)
    {
        WidthLoop<TJob, W, V, T> loop = new() { job = job };
        ParallelLoop.Run(ref loop, items, perChunk, forks);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(long begin, long end) => job.Run<W, V>(begin, end);
}
