namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>min(max(x + 3, 0), 6) / 6: a sigmoid of three straight lines.</summary>
internal sealed record Hardsigmoid : ActivationOp
{
    /// <inheritdoc/>
    protected override Node Value(Node x) => (x + 3).Maximum(0).Minimum(6) * (1.0 / 6);

    // dy / 6 where −3 < x < 3, else 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where((x > -3) & (x < 3), dy * (1.0 / 6), 0);
}

/// <summary>The sigmoid of straight lines.</summary>
public static class HardsigmoidExtensions
{
    extension(Node x)
    {
        /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
        public Node Hardsigmoid() => Node.Apply(new Hardsigmoid(), x);
    }
}
