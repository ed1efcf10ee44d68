using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether x is +∞ or −∞, as bool.</summary>
public sealed record IsInf : UnaryOp<IsInfinityOperator>
{
    /// <inheritdoc/>
    public override string Name => "isinf";

    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node x, Node y, Node dy) => null;
}

/// <summary>Looking for special values.</summary>
public static class IsInfExtensions
{
    extension(Node x)
    {
        /// <summary>Where x is +∞ or −∞.</summary>
        public Node IsInf() => Node.Apply(new IsInf(), x);
    }
}
