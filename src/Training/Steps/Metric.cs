namespace NeuralJit.Training;

/// <summary>Something that is counted beside the loss: a sum over the samples of a batch, shown divided by their number.</summary>
/// <param name="Name">The name in reports.</param>
/// <param name="SumOverBatch">Gives the sum (one element) for the model's output and the target.</param>
public sealed record Metric(string Name, Func<Node, Node, Node> SumOverBatch)
{
    /// <summary>
    /// The share of samples whose greatest output, along dimension 1, is that of the class: targets are class numbers of
    /// shape (samples, …), and where a sample has several, it counts by its share of right ones.
    /// </summary>
    public static Metric Accuracy { get; } = new("accuracy", (output, target) =>
    {
        Node right = output.ArgMax(1).Equal(target.Cast(DType.Int64)).Cast(DType.Float32).Sum();
        long places = target.Shape.Count / Math.Max(1, target.Shape[0]);
        return places <= 1 ? right : right / places;
    });

    /// <summary>The share of samples whose output is on the target's side of <paramref name="threshold"/>: 0 for logits, 0.5 for probabilities.</summary>
    /// <exception cref="GraphException">The threshold is NaN.</exception>
    public static Metric BinaryAccuracy(double threshold = 0)
    {
        NumberRules.Number("accuracy", nameof(threshold), threshold);
        return new("accuracy", (output, target) => (output > threshold).Equal(target > 0.5).Cast(DType.Float32).Sum());
    }
}
