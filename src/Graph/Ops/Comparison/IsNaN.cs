using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether x is not a number, as bool.</summary>
public sealed record IsNaN : UnaryOp<IsNaNOperator>
{
    /// <inheritdoc/>
    public override string Name => "isnan";

    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node x, Node y, Node dy) => null;
}

/// <summary>Looking for special values.</summary>
public static class IsNaNExtensions
{
    extension(Node x)
    {
        /// <summary>Where x is not a number.</summary>
        public Node IsNaN() => Node.Apply(new IsNaN(), x);
    }
}
