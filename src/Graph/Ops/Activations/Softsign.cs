namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x / (1 + |x|).</summary>
internal sealed record Softsign : ActivationOp
{
    /// <inheritdoc/>
    protected override Node Value(Node x) => x / (x.Abs() + 1);

    // dy / (1 + |x|)²
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy / (x.Abs() + 1).Square();
}

/// <summary>A sigmoid with slowly falling slope.</summary>
public static class SoftsignExtensions
{
    extension(Node x)
    {
        /// <summary>x / (1 + |x|).</summary>
        public Node Softsign() => Node.Apply(new Softsign(), x);
    }
}
