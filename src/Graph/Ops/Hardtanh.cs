namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x held between two limits.</summary>
/// <param name="Min">The lower limit.</param>
/// <param name="Max">The upper limit.</param>
internal sealed record Hardtanh(double Min, double Max) : ActivationOp
{
    /// <inheritdoc/>
    protected override Node Value(Node x) => x.Maximum(Min).Minimum(Max);

    // dy strictly between the limits, else 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where((x > Min) & (x < Max), dy, 0);
}

/// <summary>Limiting.</summary>
public static class HardtanhExtensions
{
    extension(Node x)
    {
        /// <summary>x held between <paramref name="min"/> and <paramref name="max"/>; NaN stays NaN.</summary>
        public Node Hardtanh(double min = -1, double max = 1) => min <= max
            ? Node.Apply(new Hardtanh(min, max), x)
            : throw new GraphException(FormattableString.Invariant($"hardtanh: the lower limit {min} is above the upper limit {max}"));
    }
}
