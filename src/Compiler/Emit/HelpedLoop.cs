using System.Runtime.ExceptionServices;

namespace NeuralJit.Compilation;

/// <summary>
/// Does something with each of several items on the calling thread, with the help of those threads of the pool that are free: each thread
/// claims one item after the other. The caller never waits for a thread to begin, only for items that another one is working on, so it ends
/// also when the pool is blocked.
/// </summary>
internal sealed class HelpedLoop<T> : IThreadPoolWorkItem
{
    private readonly IReadOnlyList<T> items;
    private readonly Action<T> body;
    private readonly object finished = new();
    private ExceptionDispatchInfo? failure;
    private int claimed;
    private int open;

    private HelpedLoop(IReadOnlyList<T> items, Action<T> body)
    {
        this.items = items;
        this.body = body;
        open = items.Count;
    }

    /// <summary>
    /// Does all items, in no particular order; the first exception is thrown here, and items that nobody has begun by then are left out.
    /// </summary>
    public static void Run(IReadOnlyList<T> items, Action<T> body)
    {
        var loop = new HelpedLoop<T>(items, body);
        for (int i = Math.Min(items.Count, Environment.ProcessorCount) - 1; i > 0; i--)
        {
            ThreadPool.UnsafeQueueUserWorkItem(loop, preferLocal: false);
        }
        loop.Execute();
        lock (loop.finished)
        {
            while (loop.open > 0)
            {
                Monitor.Wait(loop.finished);
            }
        }
        loop.failure?.Throw();
    }

    /// <summary>Claims items until there are none left.</summary>
    public void Execute()
    {
        while (Interlocked.Increment(ref claimed) - 1 is int number && number < items.Count)
        {
            try
            {
                if (Volatile.Read(ref failure) is null)
                {
                    body(items[number]);
                }
            }
#pragma warning disable CA1031 // Whatever an item throws belongs to the caller of Run, on its own thread.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(error), null);
            }
            lock (finished)
            {
                if (--open == 0)
                {
                    Monitor.PulseAll(finished);
                }
            }
        }
    }
}
