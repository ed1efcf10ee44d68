using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The loop of every kernel that several threads may share: items, cut into chunks by their number and size only.</summary>
internal static unsafe class ParallelLoop
{
    /// <summary>How much work a chunk is, about: elements that are read and written once.</summary>
    public const int Grain = 16384;

    /// <summary>How many items of this much work make a chunk.</summary>
    public static long PerChunk(long work) => Math.Max(1, Grain / Math.Max(1, work));

    /// <summary>Runs all items, on several threads where they are work for two chunks.</summary>
    /// <param name="job">The body; it stays where it is.</param>
    /// <param name="items">Their number.</param>
    /// <param name="work">The work of one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TJob>(ref TJob job, long items, long work)
        where TJob : unmanaged, ILoopJob
    {
        bool forks = items * work >= 2 * Grain;
        Run(ref job, items, forks ? PerChunk(work) : items, forks);
    }

    /// <summary>Runs all items.</summary>
    /// <param name="job">The body; it stays where it is.</param>
    /// <param name="items">Their number.</param>
    /// <param name="perChunk">How many a thread takes together.</param>
    /// <param name="forks">Whether other threads are worth the trouble.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TJob>(ref TJob job, long items, long perChunk, bool forks)
        where TJob : unmanaged, ILoopJob
    {
        if (forks && items > 0)
        {
            Fork(ref job, items, perChunk);
        }
        else if (items > 0)
        {
            job.Run(0, items);
        }
    }

    private static void Fork<TJob>(ref TJob job, long items, long perChunk)
        where TJob : unmanaged, ILoopJob
    {
        fixed (TJob* address = &job)
        {
            Chunks<TJob> chunks = new(address, items, perChunk);
            WorkerPool.Shared.Run(Chunks<TJob>.Body, (long)(&chunks), ((items - 1) / perChunk) + 1);
        }
    }

    private readonly struct Chunks<TJob>(TJob* job, long items, long perChunk)
        where TJob : unmanaged, ILoopJob
    {
        public static readonly ChunkBody Body = static (state, begin, end) => ((Chunks<TJob>*)state)->Run(begin, end);

        private void Run(long begin, long end) => job->Run(begin * perChunk, Math.Min(items, end * perChunk));
    }
}
