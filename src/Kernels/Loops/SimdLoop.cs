using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// A <see cref="ParallelLoop"/> at the widest width; what is cut for one width is a <see cref="WidthLoop{TJob, W, V, T}"/>.
/// </summary>
internal unsafe struct SimdLoop<TJob, T> : ILoopJob, ISimdAction<T, SimdLoop<TJob, T>.Part>
    where TJob : unmanaged, ISimdJob<T>
    where T : unmanaged
{
    private TJob job;

    /// <summary>Runs all items, on several threads where they are work for two chunks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(in TJob job, long items, long work)
    {
        SimdLoop<TJob, T> loop = new() { job = job };
        ParallelLoop.Run(ref loop, items, work);
    }

    /// <summary>Runs all items, so many per chunk; see <see cref="ParallelLoop"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run(in TJob job, long items, long perChunk, bool forks)
    {
        SimdLoop<TJob, T> loop = new() { job = job };
        ParallelLoop.Run(ref loop, items, perChunk, forks);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Run(long begin, long end)
    {
        fixed (TJob* address = &job)
        {
            Simd.Run<SimdLoop<TJob, T>, T, Part>(new Part(address, begin, end));
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Invoke<W, V>(in Part part)
        where W : struct, ISimd<V, T>
        where V : struct => part.Job->Run<W, V>(part.Begin, part.End);

    /// <summary>Some items.</summary>
    internal readonly struct Part(TJob* job, long begin, long end)
    {
        /// <summary>The body.</summary>
        public readonly TJob* Job = job;

        /// <summary>The first.</summary>
        public readonly long Begin = begin;

        /// <summary>One past the last.</summary>
        public readonly long End = end;
    }
}
