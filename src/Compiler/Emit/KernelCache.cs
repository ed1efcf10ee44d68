using System.Collections.Concurrent;

namespace NeuralJit.Compilation;

/// <summary>All that the code of a kernel depends on.</summary>
/// <param name="Lambdas">What compiles it.</param>
/// <param name="VectorBits">The width of its vectors.</param>
/// <param name="Structure">What it computes, and how.</param>
internal sealed record KernelKey(string Lambdas, int VectorBits, IKernelStructure Structure);

/// <summary>
/// Kernels by what they compute: bounded, safe from many threads. When it is full, the eighth that was used longest ago makes room, so that
/// what a process uses again and again stays.
/// </summary>
/// <param name="capacity">How many kernels it keeps at most (a few more while several threads add at once).</param>
internal sealed class KernelCache(int capacity)
{
    private readonly ConcurrentDictionary<KernelKey, Entry> entries = new();
    private readonly Lock evicting = new();
    private long clock;
    private int count;

    /// <summary>How many kernels there are.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>The kernel of a key; made by <paramref name="make"/> when there is none, and then <paramref name="isNew"/>.</summary>
    public CompiledKernel For(KernelKey key, Func<CompiledKernel> make, out bool isNew)
    {
        isNew = false;
        if (!entries.TryGetValue(key, out Entry? entry))
        {
            var made = new Entry(make());
            entry = entries.GetOrAdd(key, made);
            isNew = ReferenceEquals(entry, made);
        }
        Volatile.Write(ref entry.LastUse, Interlocked.Increment(ref clock));
        if (isNew && Interlocked.Increment(ref count) > capacity)
        {
            Evict();
        }
        return entry.Kernel;
    }

    private void Evict()
    {
        lock (evicting)
        {
            if (Count <= capacity)
            {
                return;
            }
            int least = Math.Max(1, capacity / 8);
            foreach ((KernelKey key, _) in entries.ToArray().Select(e => (e.Key, Use: Volatile.Read(ref e.Value.LastUse)))
                .OrderBy(e => e.Use).Take(least))
            {
                if (entries.TryRemove(key, out _))
                {
                    Interlocked.Decrement(ref count);
                }
            }
        }
    }

    private sealed class Entry(CompiledKernel kernel)
    {
        public long LastUse;

        public CompiledKernel Kernel { get; } = kernel;
    }
}
