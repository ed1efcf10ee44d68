using System.Runtime.ExceptionServices;

namespace NeuralJit.Training;

/// <summary>
/// Does one piece of work at a time on a thread of the pool, while the caller does something else. Whoever comes first, the pool or the
/// caller who waits for it, does it: a busy pool costs nothing but the overlap. Allocates nothing once made.
/// </summary>
/// <param name="work">The work; it is told the number given to <see cref="Start"/>.</param>
internal sealed class Prefetcher(Action<int> work) : IThreadPoolWorkItem
{
    private const int Idle = 0, Ready = 1, Running = 2, Finished = 3;

    private ExceptionDispatchInfo? failure;
    private int number;
    private int state;
    private int queued;

    /// <summary>Hands out work; what was handed out before must have been waited for.</summary>
    public void Start(int number)
    {
        this.number = number;
        Volatile.Write(ref state, Ready);
        // A call that came too late for its own work does this one.
        if (Interlocked.Exchange(ref queued, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Returns when the work is done, by this thread if nobody has begun it.</summary>
    /// <exception cref="Exception">What the work threw.</exception>
    public void Wait()
    {
        Run();
        Finish();
        ExceptionDispatchInfo? thrown = failure;
        failure = null;
        thrown?.Throw();
    }

    /// <summary>Takes back work that nobody has begun, and returns when nothing runs any more; what it threw is forgotten.</summary>
    public void Abandon()
    {
        Interlocked.CompareExchange(ref state, Idle, Ready);
        Finish();
        failure = null;
    }

    /// <summary>What the pool calls.</summary>
    public void Execute()
    {
        Volatile.Write(ref queued, 0);
        Run();
    }

    private void Finish()
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref state) == Running)
        {
            // What is waited for is a copy that is nearly done: not worth a sleep.
            spin.SpinOnce(sleep1Threshold: -1);
        }
        Volatile.Write(ref state, Idle);
    }

    private void Run()
    {
        if (Interlocked.CompareExchange(ref state, Running, Ready) != Ready)
        {
            return;
        }
        try
        {
            work(number);
        }
        catch (Exception error)
        {
            failure = ExceptionDispatchInfo.Capture(error);
        }
        Volatile.Write(ref state, Finished);
    }
}
