using NeuralJit.NN;

namespace NeuralJit.Training;

/// <summary>
/// Cuts a data set into batches, epoch by epoch. Batches are copied into the same memory again and again; the last one
/// of an epoch is smaller when the data set is no multiple of the batch size.
/// </summary>
public sealed class Batches
{
    private readonly Dataset data;
    private readonly int[] order;
    private readonly Batch full;
    private readonly Batch? rest;
    private readonly bool shuffle;
    private readonly long seed;

    /// <summary>Makes batches.</summary>
    /// <param name="data">What is cut.</param>
    /// <param name="batchSize">Samples per batch.</param>
    /// <param name="shuffle">Whether each epoch has the samples in another order.</param>
    /// <param name="seed">Which orders; the same seed gives the same order in the same epoch.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    public Batches(Dataset data, int batchSize, bool shuffle = true, long seed = 0, bool dropLast = false)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        this.data = data;
        this.shuffle = shuffle;
        this.seed = seed;
        order = new int[data.Count];
        full = Allocate(Math.Min(batchSize, data.Count));
        int left = data.Count % full.Count;
        rest = left > 0 && !dropLast ? Allocate(left) : null;
    }

    /// <summary>Number of batches in an epoch.</summary>
    public int Count => (data.Count / full.Count) + (rest is null ? 0 : 1);

    /// <summary>The batches of one epoch.</summary>
    public IEnumerable<Batch> Epoch(int epoch)
    {
        SetOrder(epoch);
        for (int start = 0; start < data.Count; start += full.Count)
        {
            Batch? batch = start + full.Count <= data.Count ? full : rest;
            if (batch is { } next)
            {
                data.Gather(order.AsSpan(start, next.Count), next.Inputs, next.Targets);
                yield return next;
            }
        }
    }

    // Fisher and Yates' shuffle of 0, 1, 2, …
    private void SetOrder(int epoch)
    {
        for (int i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }
        if (shuffle)
        {
            var random = new Generator(seed, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"epoch {epoch}"));
            for (int i = order.Length - 1; i > 0; i--)
            {
                int j = random.NextInteger(i + 1);
                (order[i], order[j]) = (order[j], order[i]);
            }
        }
    }

    private Batch Allocate(int count) => new(
        TensorData.Zeros(new TensorType(data.Inputs.DType, data.Inputs.Shape.With(0, count))),
        TensorData.Zeros(new TensorType(data.Targets.DType, data.Targets.Shape.With(0, count))));
}
