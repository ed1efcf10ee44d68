namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x where it is above a limit, else a fixed value.</summary>
/// <param name="Limit">Above it, x passes.</param>
/// <param name="Otherwise">What stands for x elsewhere.</param>
internal sealed record Threshold(double Limit, double Otherwise) : ActivationOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = base.Infer(inputs);
        NumberRules.Number(Name, "limit", Limit);
        return type;
    }

    /// <inheritdoc/>
    protected override Node Value(Node x) => Node.Where(x <= Limit, Otherwise, x);

    // 0 where x ≤ limit, else dy
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where(x <= Limit, 0, dy);
}

/// <summary>Thresholds.</summary>
public static class ThresholdExtensions
{
    extension(Node x)
    {
        /// <summary>x where it is above <paramref name="limit"/>, else <paramref name="otherwise"/>; NaN stays NaN.</summary>
        public Node Threshold(double limit, double otherwise) => Node.Apply(new Threshold(limit, otherwise), x);
    }
}
