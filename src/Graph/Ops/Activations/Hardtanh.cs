namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x held between two limits; where they are swapped, the upper one everywhere.</summary>
/// <param name="Min">The lower limit.</param>
/// <param name="Max">The upper limit.</param>
internal sealed record Hardtanh(double Min, double Max) : ActivationOp
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        TensorType type = base.Infer(inputs);
        NumberRules.Number(Name, "min", Min);
        NumberRules.Number(Name, "max", Max);
        return type;
    }

    /// <inheritdoc/>
    protected override Node Value(Node x) => x.Maximum(Min).Minimum(Max);

    // dy strictly between the limits (and for NaN, which they do not hold), else 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where((x <= Min) | (x >= Max), 0, dy);
}

/// <summary>Limiting.</summary>
public static class HardtanhExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// x held between <paramref name="min"/> and <paramref name="max"/>; NaN stays NaN. Where min is above max, max everywhere, as in
        /// PyTorch's functions (its layer refuses such limits, and so does ours).
        /// </summary>
        public Node Hardtanh(double min = -1, double max = 1) => Node.Apply(new Hardtanh(min, max), x);
    }
}
