namespace NeuralJit.Training;

/// <summary>The memory into which a step writes its loss and metrics.</summary>
internal sealed class StepResults
{
    private readonly TensorData[] tensors;
    private readonly float[] sums;

    public StepResults(int metrics)
    {
        tensors = new TensorData[metrics + 1];
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i] = TensorData.Zeros(new TensorType(DType.Float32, Shape.Scalar));
        }
        sums = new float[metrics];
    }

    /// <summary>The loss, then the metrics.</summary>
    public ReadOnlySpan<TensorData> Tensors => tensors;

    /// <summary>The metrics of the last batch.</summary>
    public ReadOnlySpan<float> MetricSums => sums;

    /// <summary>Takes over what was written and gives the loss.</summary>
    public float Read()
    {
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
