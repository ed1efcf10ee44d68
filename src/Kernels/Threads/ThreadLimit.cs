namespace NeuralJit.Kernels;

/// <summary>
/// How many threads the loops that one thread starts may use; made by <see cref="WorkerPool.Limit"/>, and ended by disposing of it on that
/// thread.
/// </summary>
public readonly ref struct ThreadLimit
{
    // Of the calling thread; 0 where there is no limit.
    [ThreadStatic]
    private static int current;

    private readonly int before;

    internal ThreadLimit(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        before = current;
        current = Math.Min(Current, threads);
    }

    /// <summary>The limit of the calling thread.</summary>
    internal static int Current => current > 0 ? current : int.MaxValue;

    /// <summary>Ends the limit: what held before holds again.</summary>
    public void Dispose() => current = before;
}
