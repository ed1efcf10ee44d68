namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>x · min(max(x + 3, 0), 6) / 6: Howard et al. 2019.</summary>
internal sealed record Hardswish : ActivationOp
{
    /// <inheritdoc/>
    protected override Node Value(Node x) => x * ((x + 3).Maximum(0).Minimum(6) * (1.0 / 6));

    // 0 where x < −3, (x/3 + 1/2) dy up to 3, then dy
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => Node.Where(x < -3, 0, Node.Where(x <= 3, dy * (x * (1.0 / 3) + 0.5), dy));
}

/// <summary>The swish of straight lines.</summary>
public static class HardswishExtensions
{
    extension(Node x)
    {
        /// <summary>x · min(max(x + 3, 0), 6) / 6: Howard et al. 2019.</summary>
        public Node Hardswish() => Node.Apply(new Hardswish(), x);
    }
}
