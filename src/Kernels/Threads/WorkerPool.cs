using System.Diagnostics;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The process-wide pool of worker threads. A parallel loop is a number of chunks that the caller and the workers claim
/// one after the other; the caller does whatever nobody else claimed, so it never waits for a worker to start. A loop
/// that finds the pool in use (another caller's, or its own outer loop) runs on the calling thread alone. Results do
/// not depend on any of this as long as chunks write different memory.
/// </summary>
/// <remarks>
/// Safety rests on one word, the gate: whether a job is open, how many workers may join, and how many have. A worker
/// reads the job only after it has joined, and the caller leaves (and the next job is written) only after the gate was
/// closed and everyone who joined has left. So a late worker finds the gate closed, or joins whatever job is open then.
/// </remarks>
public sealed class WorkerPool
{
    private const long Open = 1L << 62;
    private const int LimitShift = 24;
    private const long JoinedMask = (1L << LimitShift) - 1;
    private const int MaxThreads = 256;
    private const string Variable = "NEURALJIT_THREADS";

    private static readonly long SpinTicks = Stopwatch.Frequency / 50_000;
    // 0 until somebody asks or says.
    private static int threads;

    private readonly Lock starting = new();
    private readonly object parking = new();
    private PoolState state;
    private int started;
    private int parked;

    private WorkerPool()
    {
    }

    /// <summary>The pool.</summary>
    public static WorkerPool Shared { get; } = new();

    /// <summary>
    /// How many threads a loop uses at most, the caller included: the environment variable NEURALJIT_THREADS, else the
    /// number of processors. 1 turns parallelism off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1 or above 256.</exception>
    /// <exception cref="InvalidOperationException">NEURALJIT_THREADS is something else than a whole number from 1 to 256.</exception>
    public static int Threads
    {
        get
        {
            if (Volatile.Read(ref threads) == 0)
            {
                // What somebody sets meanwhile holds.
                Interlocked.CompareExchange(ref threads, ThreadsOf(Environment.GetEnvironmentVariable(Variable)), 0);
            }

            return Volatile.Read(ref threads);
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, MaxThreads);
            Volatile.Write(ref threads, value);
        }
    }

    /// <summary>
    /// Until it is disposed of, the loops that the calling thread starts use at most so many threads, the caller included, or fewer where a
    /// limit holds already. Other threads' loops are their own affair.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public static ThreadLimit Limit(int threads) => new(threads);

    /// <summary>Runs all chunks and returns when the last is done. An exception in a chunk is thrown here; chunks that
    /// nobody has begun by then are skipped.</summary>
    /// <param name="body">What to do with a range of chunks.</param>
    /// <param name="argument">Passed to the body.</param>
    /// <param name="chunks">The number of chunks.</param>
    /// <param name="maxThreads">The most threads to use, the caller included.</param>
    public void Run(ChunkBody body, long argument, long chunks, int maxThreads = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(body);
        int workers = (int)Math.Min(Math.Min(Math.Min(maxThreads, ThreadLimit.Current), Threads), chunks) - 1;
        if (workers <= 0 || Interlocked.CompareExchange(ref state.Busy, 1, 0) != 0)
        {
            if (chunks > 0)
            {
                body(argument, 0, chunks);
            }

            return;
        }

        try
        {
            RunTogether(body, argument, chunks, workers);
        }
        finally
        {
            Volatile.Write(ref state.Busy, 0);
        }
    }

    private void RunTogether(ChunkBody body, long argument, long chunks, int workers)
    {
        Start(workers);
        state.Body = body;
        state.Argument = argument;
        state.Chunks = chunks;
        state.Step = Math.Max(1, chunks / ((workers + 1) * 8L));
        state.Shares = (workers + 1) * 2;
        state.Failure = null;
        Volatile.Write(ref state.Next, 0);

        // Opening is a full fence: a worker that is about to park has either raised the count that is read next, or sees
        // the open gate.
        Interlocked.Exchange(ref state.Gate, Open | ((long)workers << LimitShift));
        if (Volatile.Read(ref parked) != 0)
        {
            Wake(workers);
        }

        Work();

        Interlocked.And(ref state.Gate, ~Open);
        AwaitLeavers();
        ExceptionDispatchInfo? failure = state.Failure;
        state.Body = null;
        state.Failure = null;
        failure?.Throw();
    }

    /// <summary>Claims chunks until there are none left.</summary>
    private void Work()
    {
        ChunkBody body = state.Body!;
        long argument = state.Argument;
        try
        {
            while (TryClaim(out long begin, out long end))
            {
                body(argument, begin, end);
            }
        }
#pragma warning disable CA1031 // Whatever a chunk throws belongs to the caller of Run, on its own thread.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref state.Failure, ExceptionDispatchInfo.Capture(exception), null);
            Volatile.Write(ref state.Next, state.Chunks);
        }
    }

    /// <summary>Claims the next chunks: pieces of equal length, shorter ones towards the end, so that all threads end together.</summary>
    private bool TryClaim(out long begin, out long end)
    {
        long chunks = state.Chunks, step = state.Step;
        for (; ; )
        {
            begin = Volatile.Read(ref state.Next);
            end = begin + Math.Clamp((chunks - begin) / state.Shares, 1, step);
            if (begin >= chunks)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref state.Next, end, begin) == begin)
            {
                return true;
            }
        }
    }

    private void AwaitLeavers()
    {
        long begin = Stopwatch.GetTimestamp();
        while ((Volatile.Read(ref state.Gate) & JoinedMask) != 0)
        {
            Thread.SpinWait(4);
            if (Stopwatch.GetTimestamp() - begin > SpinTicks)
            {
                // The worker may have lost its processor; let it have this one.
                Thread.Yield();
            }
        }
    }

    private void Loop()
    {
        for (; ; )
        {
            if (TryJoin())
            {
                Work();
                Interlocked.Decrement(ref state.Gate);
            }

            if (!SpinUntilOpen())
            {
                Park();
            }
        }
    }

    private bool TryJoin()
    {
        for (; ; )
        {
            long gate = Volatile.Read(ref state.Gate);
            if (!CanJoin(gate))
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref state.Gate, gate + 1, gate) == gate)
            {
                return true;
            }
        }
    }

    /// <summary>Whether a job is open, has room for another worker, and (as far as one can see from outside) work left.</summary>
    private bool CanJoin(long gate) =>
        (gate & Open) != 0
        && (gate & JoinedMask) < ((gate & ~Open) >> LimitShift)
        && Volatile.Read(ref state.Next) < Volatile.Read(ref state.Chunks);

    private bool SpinUntilOpen()
    {
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetTimestamp() - begin < SpinTicks)
        {
            if (CanJoin(Volatile.Read(ref state.Gate)))
            {
                return true;
            }

            Thread.SpinWait(4);
        }

        return false;
    }

    private void Park()
    {
        lock (parking)
        {
            Interlocked.Increment(ref parked);
            if (!CanJoin(Volatile.Read(ref state.Gate)))
            {
                Monitor.Wait(parking);
            }

            Interlocked.Decrement(ref parked);
        }
    }

    private void Wake(int count)
    {
        lock (parking)
        {
            for (int i = Math.Min(count, parked); i > 0; i--)
            {
                Monitor.Pulse(parking);
            }
        }
    }

    private void Start(int workers)
    {
        if (Volatile.Read(ref started) >= workers)
        {
            return;
        }

        lock (starting)
        {
            for (; started < workers; started++)
            {
                // Workers outlive whoever needs them first: what flows along with that code stays out of them.
                new Thread(Loop) { IsBackground = true, Name = $"NeuralJit worker {started + 1}" }.UnsafeStart();
            }
        }
    }

    /// <summary>The number of threads that the environment variable's text asks for; all processors where there is none.</summary>
    internal static int ThreadsOf(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return Math.Min(Environment.ProcessorCount, MaxThreads);
        }
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MaxThreads
            ? count
            : throw new InvalidOperationException($"the environment variable {Variable} needs a whole number from 1 to {MaxThreads}, "
                + $"got '{text}'; without it, all processors are used");
    }
}
