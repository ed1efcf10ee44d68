using System.Collections.Concurrent;

namespace NeuralJit.Compilation;

/// <summary>What this machine can do at most, as measured: the roof of a roofline plot.</summary>
/// <param name="Threads">On how many threads.</param>
/// <param name="FlopsPerSecond">
/// float32 operations per second of multiply-adds in registers (each counts as two), at the machine's widest vectors.
/// </param>
/// <param name="BytesPerSecond">Bytes read and written per second by a loop over memory that no cache holds.</param>
public sealed record MachinePeak(int Threads, double FlopsPerSecond, double BytesPerSecond)
{
    // A property of the machine, which takes a quarter of a second to find out: once in a process for each number of threads.
    private static readonly ConcurrentDictionary<int, Lazy<MachinePeak>> Known = new();

    /// <summary>Operations per byte at which both limits meet: kernels of less are bound by memory.</summary>
    public double RidgeIntensity => FlopsPerSecond / BytesPerSecond;

    /// <summary>
    /// Measures on up to so many threads of the worker pool (0: all); the first time takes about a quarter of a second, then the result is
    /// known.
    /// </summary>
    public static MachinePeak Measure(int threads = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        int most = Math.Min(threads == 0 ? int.MaxValue : threads, Kernels.WorkerPool.Threads);
        return Known.GetOrAdd(most, static n =>
            new Lazy<MachinePeak>(() => new MachinePeak(n, PeakLoops.FlopsPerSecond(n), PeakLoops.BytesPerSecond(n)))).Value;
    }

    /// <summary>
    /// The least time in microseconds for so much work: that of the operations or that of the bytes, whichever is longer.
    /// </summary>
    public double LeastMicroseconds(long flops, long bytes) => Math.Max(flops / FlopsPerSecond, bytes / BytesPerSecond) * 1e6;
}
