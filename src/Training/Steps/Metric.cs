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
        CheckTargets(nameof(Accuracy), output.ArgMax(1), target, target.Shape.Equals(output.Shape)
            ? $"these are as many as outputs, as one-hot targets are: use Metric.{nameof(OneHotAccuracy)}"
            : "the outputs are scores of classes along dimension 1, the targets class numbers without that dimension");
        return ShareOf(output.ArgMax(1).Equal(target.Cast(DType.Int64)));
    });

    /// <summary>
    /// As <see cref="Accuracy"/> for targets of the output's shape: the class is where a target is greatest along dimension 1.
    /// </summary>
    public static Metric OneHotAccuracy { get; } = new("accuracy", (output, target) =>
    {
        CheckTargets(nameof(OneHotAccuracy), output, target, $"for class numbers use Metric.{nameof(Accuracy)}");
        return ShareOf(output.ArgMax(1).Equal(target.ArgMax(1)));
    });

    /// <summary>
    /// The share of samples whose output is on the target's side of <paramref name="threshold"/>: 0 for logits, 0.5 for probabilities.
    /// </summary>
    /// <exception cref="GraphException">The threshold is NaN.</exception>
    public static Metric BinaryAccuracy(double threshold = 0)
    {
        NumberRules.Number("accuracy", nameof(threshold), threshold);
        return new("accuracy", (output, target) =>
        {
            CheckTargets(nameof(BinaryAccuracy), output, target,
                "each output needs its own target, as the loss does; Unsqueeze or Reshape one of them");
            return (output > threshold).Equal(target > 0.5).Cast(DType.Float32).Sum();
        });
    }

    /// <summary>The mean distance of outputs from targets of their shape.</summary>
    public static Metric MeanAbsoluteError { get; } = new(
        "mean absolute error", (output, target) => MeanOf(nameof(MeanAbsoluteError), output, target, d => d.Abs()));

    /// <summary>The mean squared distance of outputs from targets of their shape.</summary>
    public static Metric MeanSquaredError { get; } = new(
        "mean squared error", (output, target) => MeanOf(nameof(MeanSquaredError), output, target, d => d.Square()));

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static Node ShareOf(Node right)
    {
        long places = right.Shape.Count / Math.Max(1, right.Shape[0]);
        Node sum = right.Cast(DType.Float32).Sum();
        return places <= 1 ? sum : sum / places;
    }

    private static Node MeanOf(string metric, Node output, Node target, Func<Node, Node> error)
    {
        CheckTargets(metric, output, target, "each output needs its own target; Unsqueeze or Reshape one of them");
        return error(output - target).Sum() / Math.Max(1, output.Shape.Count / Math.Max(1, output.Shape[0]));
    }

    // Targets of another shape would be broadcast, and a number come out that means nothing.
    private static void CheckTargets(string metric, Node expected, Node target, string remedy)
    {
        if (!expected.Shape.Equals(target.Shape))
        {
            throw new ShapeException(
                $"Metric.{metric}: expected targets of shape {expected.Shape}, got {target.Type}; {remedy}" + GraphTrace.DescribePlace());
        }
    }
}
