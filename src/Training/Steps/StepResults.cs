namespace NeuralJit.Training;

/// <summary>The memory into which a step writes its loss and metrics, and the loss as a fraction.</summary>
internal sealed class StepResults
{
    private readonly TensorData[] tensors;
    private readonly float[] sums;

    public StepResults(int metrics)
    {
        tensors = new TensorData[metrics + 3];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = TensorData.Zeros(new TensorType(DType.Float32, Shape.Scalar));
        }
        sums = new float[metrics];
    }

    /// <summary>The loss of the last batch as a fraction, or null where it is a mean over the samples.</summary>
    public LossFraction? Fraction { get; private set; }

    /// <summary>The metrics of the last batch.</summary>
    public ReadOnlySpan<float> MetricSums => sums;

    /// <summary>The memory of so many results: the loss, then the metrics, then perhaps the loss's numerator and denominator.</summary>
    public ReadOnlySpan<TensorData> For(int results) => tensors.AsSpan(0, results);

    /// <summary>Takes over so many results that were written and gives the loss.</summary>
    public float Read(int results)
    {
        Fraction = results == tensors.Length ? new LossFraction(tensors[^2].Item<float>(), tensors[^1].Item<float>()) : null;
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = tensors[i + 1].Item<float>();
        }
        return tensors[0].Item<float>();
    }

    /// <summary>Checks that a batch has samples, and as many targets.</summary>
    public static void CheckBatch(TensorData input, TensorData target)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(target);
        if (input.Shape.Rank == 0 || target.Shape.Rank == 0 || input.Shape[0] != target.Shape[0] || input.Shape[0] == 0)
        {
            throw new ShapeException($"training step: input and target need the same number of samples, at least 1, as first extent; got {input.Type} and {target.Type}");
        }
    }
}
