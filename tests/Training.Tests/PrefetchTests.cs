namespace NeuralJit.Training.Tests;

/// <summary>Batches that another thread prepares: the same as without, and nothing is left behind.</summary>
public sealed class PrefetchTests
{
    private static readonly Dataset Data = Numbers(103, width: 50);

    [Test]
    public void Order_and_bits_are_those_without([Values(1, 8, 50, 103, 200)] int batchSize, [Values] bool shuffle, [Values] bool dropLast)
    {
        dropLast &= batchSize <= Data.Count;
        (float[] Inputs, long[] Targets)[] Read(bool prefetch, int epoch) =>
            [.. new DataLoader(Data, batchSize, shuffle, seed: 4, dropLast, prefetch).Epoch(epoch)
                .Select(b => (b.Inputs.Span<float>().ToArray(), b.Targets.Span<long>().ToArray()))];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            (float[] Inputs, long[] Targets)[] with = Read(true, epoch), without = Read(false, epoch);
            Assert.That(with, Has.Length.EqualTo(without.Length));
            for (int i = 0; i < with.Length; i++)
            {
                Assert.That(with[i].Inputs.AsSpan().SequenceEqual(without[i].Inputs)
                    && with[i].Targets.AsSpan().SequenceEqual(without[i].Targets), Is.True, $"batch {i}");
            }
        }
    }

    [Test]
    public void A_batch_stays_as_it_is_until_the_next_one([Values(1, 7)] int batchSize)
    {
        foreach (Batch batch in new DataLoader(Data, batchSize, prefetch: true).Epoch(0))
        {
            long[] before = batch.Targets.Span<long>().ToArray();
            Thread.Yield();
            Assert.That(batch.Targets.Span<long>().ToArray(), Is.EqualTo(before));
            for (int i = 0; i < batch.Count; i++)
            {
                Assert.That(batch.Inputs.Span<float>()[i * 50], Is.EqualTo(before[i]), "rows belong together");
            }
        }
    }

    [Test]
    public void Epochs_that_are_abandoned_leave_nothing_behind()
    {
        var batches = new DataLoader(Data, 10, seed: 1, prefetch: true);
        long[] expected = [.. batches.Epoch(3).SelectMany(b => b.Targets.Span<long>().ToArray())];
        for (int taken = 0; taken < 5; taken++)
        {
            Assert.That(batches.Epoch(0).Take(taken).Count(), Is.EqualTo(taken));
            // Not even disposed of.
            IEnumerator<Batch> forgotten = batches.Epoch(1).GetEnumerator();
            forgotten.MoveNext();
            Assert.That(batches.Epoch(3).SelectMany(b => b.Targets.Span<long>().ToArray()), Is.EqualTo(expected));
        }
    }

    [Test]
    public void Cancelling_ends_the_epoch([Values] bool prefetch)
    {
        using var cancel = new CancellationTokenSource();
        int taken = 0;
        void Run()
        {
            foreach (Batch _ in new DataLoader(Data, 10, prefetch: prefetch).Epoch(0, cancel.Token))
            {
                if (++taken == 3)
                {
                    cancel.Cancel();
                }
            }
        }
        Assert.That(Run, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(taken, Is.EqualTo(3));
    }

    [Test]
    public void Training_is_the_same_with_and_without_it()
    {
        // A batch of 64 rows of 784 is large enough to be prepared by another thread, one of 8 is not; both see the samples of one order.
        Dataset wide = Numbers(256, width: 784);
        long[] Order(int batchSize) =>
            [.. new DataLoader(wide, batchSize, seed: 9).Epoch(2).SelectMany(b => b.Targets.Span<long>().ToArray())];
        Assert.That(Order(64), Is.EqualTo(Order(8)));
    }

    [Test]
    public void A_warm_epoch_allocates_nothing_per_batch()
    {
        var batches = new DataLoader(Data, 2, prefetch: true);
        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (Batch _ in batches.Epoch(0))
            {
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Allocated();
        Assert.That(Allocated(), Is.LessThan(52 * 16), "52 batches; the enumerator and the order's seed are made once");
    }

    [Test]
    public void Failures_surface_where_the_work_is_waited_for_and_later_work_goes_on()
    {
        int last = -1;
        var prefetcher = new Prefetcher(number => last = number % 3 != 1 ? number : throw new InvalidDataException($"no {number}"));
        for (int i = 0; i < 300; i++)
        {
            prefetcher.Start(i);
            if (i % 3 == 1)
            {
                Assert.That(prefetcher.Wait, Throws.TypeOf<InvalidDataException>().With.Message.EqualTo($"no {i}"));
            }
            else
            {
                prefetcher.Wait();
                Assert.That(last, Is.EqualTo(i));
            }
        }
        prefetcher.Start(1);
        prefetcher.Abandon();
        prefetcher.Start(2);
        prefetcher.Wait();
        Assert.That(last, Is.EqualTo(2));
    }

    [Test]
    public void Work_is_done_once_also_when_the_pool_is_busy()
    {
        var release = new ManualResetEventSlim();
        int[] counts = new int[2000];
        var prefetcher = new Prefetcher(number => Interlocked.Increment(ref counts[number]));
        for (int i = 0; i < 64; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => release.Wait(), null);
        }
        for (int i = 0; i < counts.Length; i++)
        {
            if (i == counts.Length / 2)
            {
                release.Set();
            }
            prefetcher.Start(i);
            prefetcher.Wait();
        }
        Assert.That(counts, Has.All.EqualTo(1));
    }

    private static Dataset Numbers(int count, int width) => new(
        TensorData.From<float>([count, width], [.. Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat((float)i, width))]),
        TensorData.From<long>([count], [.. Enumerable.Range(0, count).Select(i => (long)i)]));
}
