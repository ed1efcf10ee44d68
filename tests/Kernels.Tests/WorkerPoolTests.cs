namespace NeuralJit.Kernels.Tests;

[NonParallelizable]
public unsafe class WorkerPoolTests
{
    private static readonly ChunkBody Count = static (state, begin, end) =>
    {
        for (long i = begin; i < end; i++)
        {
            Interlocked.Increment(ref ((int*)state)[i]);
        }
    };

    private static readonly ChunkBody Nested = static (state, begin, end) =>
    {
        for (long i = begin; i < end; i++)
        {
            WorkerPool.Shared.Run(Count, state + (i * 16 * sizeof(int)), 16);
        }
    };

    private const long Flows = 2, FlowsNot = 1;

    private static readonly AsyncLocal<object?> Flowing = new();

    // Of chunks that a worker runs, whether the caller's local flows there.
    private static readonly ChunkBody Look = static (state, begin, end) =>
    {
        for (long i = begin; i < end; i++)
        {
            Thread.Sleep(1);
            ((long*)state)[i] = Thread.CurrentThread.Name?.StartsWith("NeuralJit worker", StringComparison.Ordinal) != true
                ? 0
                : Flowing.Value is null ? FlowsNot : Flows;
        }
    };

    private int threads;

    [SetUp]
    public void MoreThreadsThanProcessors()
    {
        threads = WorkerPool.Threads;
        WorkerPool.Threads = 4;
    }

    [TearDown]
    public void Restore() => WorkerPool.Threads = threads;

    [Test]
    public void Every_chunk_runs_exactly_once([Values(0, 1, 2, 3, 7, 64, 1000, 50_000)] int chunks, [Values(1, 2, 8)] int maxThreads)
    {
        int[] hits = new int[chunks + 1];
        fixed (int* state = hits)
        {
            WorkerPool.Shared.Run(Count, (long)state, chunks, maxThreads);
        }

        Assert.That(hits[..chunks], Is.All.EqualTo(1));
        Assert.That(hits[chunks], Is.Zero);
    }

    [Test]
    public void Workers_keep_nothing_of_the_code_that_started_them()
    {
        // More than any test before this one has started.
        WorkerPool.Threads = 40;
        Flowing.Value = this;
        long[] seen = new long[100];
        fixed (long* state = seen)
        {
            WorkerPool.Shared.Run(Look, (long)state, seen.Length);
        }
        Flowing.Value = null;
        Assert.That(seen.Count(s => s != 0), Is.GreaterThan(1), "a worker took part");
        Assert.That(seen, Has.None.EqualTo(Flows));
    }

    [Test]
    public void A_limit_holds_for_its_thread_until_it_ends()
    {
        Assert.That(() => WorkerPool.Limit(0).Dispose(), Throws.TypeOf<ArgumentOutOfRangeException>());
        using (WorkerPool.Limit(2))
        {
            Assert.That(ThreadLimit.Current, Is.EqualTo(2));
            using (WorkerPool.Limit(5))
            {
                Assert.That(ThreadLimit.Current, Is.EqualTo(2), "the tighter limit stays");
            }
            using (WorkerPool.Limit(1))
            {
                HashSet<int> seen = [];
                WorkerPool.Shared.Run((_, _, _) => seen.Add(Environment.CurrentManagedThreadId), 0, 100);
                Assert.That(seen, Is.EqualTo(new[] { Environment.CurrentManagedThreadId }));
            }
            Assert.That(ThreadLimit.Current, Is.EqualTo(2));
            int other = 0;
            var thread = new Thread(() => other = ThreadLimit.Current);
            thread.Start();
            thread.Join();
            Assert.That(other, Is.EqualTo(int.MaxValue), "other threads have none");
        }
        Assert.That(ThreadLimit.Current, Is.EqualTo(int.MaxValue));
    }

    [Test]
    public void A_late_worker_never_touches_an_old_job()
    {
        // The state of each job is poisoned as soon as Run returns; a straggler would be seen in the next check.
        int* state = stackalloc int[32];
        for (int round = 0; round < 30_000; round++)
        {
            int chunks = 2 + (round % 7);
            new Span<int>(state, 32).Clear();
            WorkerPool.Shared.Run(Count, (long)state, chunks);
            for (int i = 0; i < 32; i++)
            {
                if (state[i] != (i < chunks ? 1 : 0))
                {
                    Assert.Fail($"round {round}: chunk {i} of {chunks} ran {state[i]} times");
                }
            }

            if (round % 1000 == 0)
            {
                // Let the workers park, so that waking is tested as well.
                Thread.Sleep(1);
            }
        }
    }

    [Test]
    public void Nested_and_concurrent_callers_run_alone_and_complete()
    {
        Exception? failure = null;
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            try
            {
                int[] hits = new int[16 * 16];
                for (int round = 0; round < 500; round++)
                {
                    Array.Clear(hits);
                    fixed (int* state = hits)
                    {
                        WorkerPool.Shared.Run(Nested, (long)state, 16);
                    }

                    Assert.That(hits, Is.All.EqualTo(1));
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }))];
        Array.ForEach(callers, t => t.Start());
        Array.ForEach(callers, t => t.Join());
        Assert.That(failure, Is.Null);
    }

    [Test]
    public void An_exception_reaches_the_caller_and_the_pool_lives_on([Range(0, 9)] int bad)
    {
        ChunkBody body = (state, begin, end) =>
        {
            if (begin <= bad && bad < end)
            {
                throw new InvalidOperationException($"chunk {bad}");
            }
        };
        Assert.That(() => WorkerPool.Shared.Run(body, 0, 10), Throws.InvalidOperationException.With.Message.EqualTo($"chunk {bad}"));
        Every_chunk_runs_exactly_once(64, 8);
    }

    [Test]
    public void A_run_allocates_nothing()
    {
        int* state = stackalloc int[64];
        for (int i = 0; i < 100; i++)
        {
            WorkerPool.Shared.Run(Count, (long)state, 64);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            WorkerPool.Shared.Run(Count, (long)state, 64);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void The_number_of_threads_is_checked()
    {
        Assert.That(() => WorkerPool.Threads = 0, Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => WorkerPool.Threads = 257, Throws.InstanceOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void The_environment_may_say_1_to_256_threads_or_nothing()
    {
        Assert.That(new[] { "1", "7", "256" }.Select(WorkerPool.ThreadsOf), Is.EqualTo(new[] { 1, 7, 256 }));
        Assert.That(new[] { null, "" }.Select(WorkerPool.ThreadsOf), Has.All.EqualTo(Math.Min(Environment.ProcessorCount, 256)));
        foreach (string text in new[] { "junk", "0", "-1", "+3", " 4", "1,000", "0x10", "257", "999999999999", "2.0" })
        {
            Assert.That(() => WorkerPool.ThreadsOf(text), Throws.TypeOf<InvalidOperationException>().With.Message.EqualTo(
                $"the environment variable NEURALJIT_THREADS needs a whole number from 1 to 256, got '{text}'; without it, all "
                + $"processors are used"));
        }
    }
}
