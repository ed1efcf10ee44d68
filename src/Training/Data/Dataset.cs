namespace NeuralJit.Training;

/// <summary>Samples in memory: row i of the inputs belongs to row i of the targets.</summary>
public sealed class Dataset
{
    /// <summary>Makes a data set of two tensors with the same first extent.</summary>
    /// <exception cref="ShapeException">The numbers of rows differ, or a tensor has no rows.</exception>
    public Dataset(TensorData inputs, TensorData targets)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        if (inputs.Shape.Rank == 0 || targets.Shape.Rank == 0 || inputs.Shape[0] != targets.Shape[0] || inputs.Shape[0] == 0)
        {
            throw new ShapeException(
                $"data set: inputs and targets need the same number of samples, at least 1, as first extent; got {inputs.Type} and "
                + $"{targets.Type}");
        }
        Inputs = inputs;
        Targets = targets;
    }

    /// <summary>The inputs, of shape (samples, …).</summary>
    public TensorData Inputs { get; }

    /// <summary>The targets, of shape (samples, …).</summary>
    public TensorData Targets { get; }

    /// <summary>Number of samples.</summary>
    public int Count => Inputs.Shape[0];

    /// <summary>A copy of some samples that lie side by side: <c>test[..100]</c>.</summary>
    public Dataset this[Range samples]
    {
        get
        {
            (int first, int count) = samples.GetOffsetAndLength(Count);
            return Select([.. Enumerable.Range(first, count)]);
        }
    }

    /// <summary>A copy of the samples with these numbers, in this order.</summary>
    public Dataset Select(ReadOnlySpan<int> samples)
    {
        var inputs = TensorData.Zeros(new TensorType(Inputs.DType, Inputs.Shape.With(0, samples.Length)));
        var targets = TensorData.Zeros(new TensorType(Targets.DType, Targets.Shape.With(0, samples.Length)));
        Gather(samples, inputs, targets);
        return new Dataset(inputs, targets);
    }

    /// <summary>The samples that a condition on their number holds for, and the others.</summary>
    public (Dataset Matching, Dataset Others) Split(Predicate<int> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ILookup<bool, int> parts = Enumerable.Range(0, Count).ToLookup(i => condition(i));
        return (Select([.. parts[true]]), Select([.. parts[false]]));
    }

    /// <summary>
    /// A share of the samples that are drawn at random, and the others: <c>var (training, validation) = data.Split(0.8, seed: 1)</c>.
    /// </summary>
    /// <param name="share">The share of the first part, from 0 to 1; each part has at least one sample.</param>
    /// <param name="seed">Which samples.</param>
    /// <exception cref="GraphException">The share is not from 0 to 1, or there are fewer than two samples.</exception>
    public (Dataset First, Dataset Second) Split(double share, long seed = 0)
    {
        NumberRules.Within("split", nameof(share), share, 0, 1);
        if (Count < 2)
        {
            throw new GraphException($"split: {Count} sample cannot be two parts");
        }
        int[] order = new int[Count];
        SampleOrder.Shuffled(order, seed, "split");
        int first = Math.Clamp((int)Math.Round(share * Count), 1, Count - 1);
        return (Select(order.AsSpan(0, first)), Select(order.AsSpan(first)));
    }

    /// <summary>For example <c>1437 samples: inputs f32[1437,64], targets i64[1437]</c>.</summary>
    public override string ToString() => $"{Count} samples: inputs {Inputs.Type}, targets {Targets.Type}";

    /// <summary>Copies samples into tensors that have as many rows.</summary>
    internal void Gather(ReadOnlySpan<int> samples, TensorData inputs, TensorData targets)
    {
        GatherRows(Inputs, samples, inputs);
        GatherRows(Targets, samples, targets);
    }

    private static void GatherRows(TensorData source, ReadOnlySpan<int> rows, TensorData destination)
    {
        long rowBytes = source.Type.Bytes / source.Shape[0];
        for (int i = 0; i < rows.Length; i++)
        {
            source.CopyTo(rows[i] * rowBytes, destination, i * rowBytes, rowBytes);
        }
    }
}
