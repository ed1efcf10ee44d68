using System.Collections;
using System.Globalization;

namespace NeuralJit.Training;

/// <summary>
/// Cuts a data set into batches, epoch by epoch. Batches are copied into the same memory again and again, large ones by another thread
/// while the one before is used; the last one of an epoch is smaller when the data set is no multiple of the batch size.
/// </summary>
public sealed class DataLoader : IEnumerable<Batch>
{
    // Less is copied sooner than another thread wakes up.
    private const long WorthAThread = 32 * 1024;

    private readonly Dataset data;
    private readonly int[] order;
    private readonly Batch[] buffers;
    private readonly Batch? rest;
    private readonly Prefetcher? prefetcher;
    private readonly int batchSize;
    private readonly bool shuffle;
    private readonly long seed;
    private int next;

    /// <summary>Makes batches.</summary>
    /// <param name="data">What is cut.</param>
    /// <param name="batchSize">Samples per batch.</param>
    /// <param name="shuffle">Whether each epoch has the samples in another order.</param>
    /// <param name="seed">Which orders; the same seed gives the same order in the same epoch.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out; one full batch must be left then.</param>
    /// <param name="prefetch">Whether another thread prepares the next batch; by default, where a batch is large enough. It changes
    /// neither order nor values.</param>
    /// <exception cref="GraphException">The only batch is smaller than <paramref name="batchSize"/> and would be left out.</exception>
    public DataLoader(Dataset data, int batchSize, bool shuffle = true, long seed = 0, bool dropLast = false, bool? prefetch = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (dropLast && data.Count < batchSize)
        {
            throw new GraphException(string.Create(CultureInfo.InvariantCulture,
                $"no batch is left: there are {data.Count} samples for a batch size of {batchSize}, and smaller batches are left out; "
                + $"choose a smaller batch size, or keep the last batch"));
        }
        this.data = data;
        this.shuffle = shuffle;
        this.seed = seed;
        this.batchSize = Math.Min(batchSize, data.Count);
        order = new int[data.Count];
        int left = data.Count % this.batchSize;
        rest = left > 0 && !dropLast ? Allocate(left) : null;
        Batch full = Allocate(this.batchSize);
        bool ahead = (prefetch ?? full.Inputs.Type.Bytes >= WorthAThread) && Count > 1;
        prefetcher = ahead ? new Prefetcher(number => Fill(number)) : null;
        buffers = ahead ? [full, Allocate(this.batchSize)] : [full];
    }

    /// <summary>Number of batches in an epoch.</summary>
    public int Count => (data.Count / batchSize) + (rest is null ? 0 : 1);

    /// <summary>A batch of full size.</summary>
    internal Batch Full => buffers[0];

    /// <summary>The last batch of an epoch where it is smaller than the others, else null.</summary>
    internal Batch? Smaller => rest;

    /// <summary>The batches of one epoch; one epoch at a time.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled between two batches.</exception>
    public IEnumerable<Batch> Epoch(int epoch, CancellationToken cancellation = default) =>
        prefetcher is null ? InTurn(epoch, cancellation) : Ahead(prefetcher, epoch, cancellation);

    /// <summary>
    /// The batches of the next epoch: <c>foreach (Batch batch in loader)</c> goes through epoch 0 the first time, then 1 …
    /// </summary>
    public IEnumerator<Batch> GetEnumerator() => Epoch(next++).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<Batch> InTurn(int epoch, CancellationToken cancellation)
    {
        SetOrder(epoch);
        for (int number = 0; number < Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return Fill(number);
        }
    }

    // While the caller uses one batch, the next one is written into the other buffer.
    private IEnumerable<Batch> Ahead(Prefetcher prefetcher, int epoch, CancellationToken cancellation)
    {
        // An epoch that nobody went on with, nor disposed of, may have left work.
        prefetcher.Abandon();
        SetOrder(epoch);
        prefetcher.Start(0);
        try
        {
            for (int number = 0; number < Count; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                prefetcher.Wait();
                if (number + 1 < Count)
                {
                    prefetcher.Start(number + 1);
                }
                yield return BufferOf(number);
            }
        }
        finally
        {
            prefetcher.Abandon();
        }
    }

    private Batch BufferOf(int number) => rest is { } last && number == Count - 1 ? last : buffers[number % buffers.Length];

    private Batch Fill(int number)
    {
        Batch batch = BufferOf(number);
        data.Gather(order.AsSpan(number * batchSize, batch.Count), batch.Inputs, batch.Targets);
        return batch;
    }

    private void SetOrder(int epoch)
    {
        if (shuffle)
        {
            SampleOrder.Shuffled(order, seed, string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}"));
        }
        else
        {
            SampleOrder.InTurn(order);
        }
    }

    private Batch Allocate(int count) => new(
        TensorData.Zeros(new TensorType(data.Inputs.DType, data.Inputs.Shape.With(0, count))),
        TensorData.Zeros(new TensorType(data.Targets.DType, data.Targets.Shape.With(0, count))));
}
