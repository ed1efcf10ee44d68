using NeuralJit.Compilation;

namespace NeuralJit.Training;

/// <summary>The memory into which a step writes its loss and metrics, and the loss as fractions.</summary>
internal sealed class StepResults(int metrics)
{
    private readonly float[] sums = new float[metrics];
    private TensorData[] tensors = [];
    private LossFraction[] fractions = [];

    /// <summary>The terms of the last batch's loss as fractions; none where it is a mean over the samples.</summary>
    public ReadOnlySpan<LossFraction> Fractions => fractions;

    /// <summary>The metrics of the last batch.</summary>
    public ReadOnlySpan<float> MetricSums => sums;

    /// <summary>Runs a program that gives what <see cref="Objective.Compute"/> does, takes its results over and gives the loss.</summary>
    public float Run(CompiledProgram program, TensorData input, TensorData target, CancellationToken cancellation)
    {
        int count = program.OutputTypes.Length;
        program.Run([input, target], For(count), cancellation);
        return Read(count);
    }

    /// <summary>
    /// The memory of so many results: the loss, then the metrics, then numerators and denominators of the loss's terms, if it has any.
    /// </summary>
    public ReadOnlySpan<TensorData> For(int results)
    {
        if (tensors.Length < results)
        {
            tensors = [.. Enumerable.Range(0, results).Select(_ => TensorData.Zeros(new TensorType(DType.Float32, Shape.Scalar)))];
        }
        return tensors.AsSpan(0, results);
    }

    /// <summary>Takes over so many results that were written and gives the loss.</summary>
    public float Read(int results)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = tensors[i + 1].Item<float>();
        }
        int first = sums.Length + 1, terms = (results - first) / 2;
        fractions = fractions.Length == terms ? fractions : new LossFraction[terms];
        for (int i = 0; i < terms; i++)
        {
            fractions[i] = new LossFraction(tensors[first + (2 * i)].Item<float>(), tensors[first + (2 * i) + 1].Item<float>());
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
            throw new ShapeException(
                $"training step: input and target need the same number of samples, at least 1, as first extent; got {input.Type} and "
                + $"{target.Type}");
        }
    }
}
