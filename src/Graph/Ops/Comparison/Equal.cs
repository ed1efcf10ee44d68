using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether a = b (false for NaN), as bool.</summary>
public sealed record Equal : BinaryOp<EqualOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Comparing nodes.</summary>
public static class EqualExtensions
{
    extension(Node a)
    {
        /// <summary>Where a = b (false for NaN), broadcast.</summary>
        public Node Equal(Node b) => Node.Apply(new Equal(), a, b);

        /// <summary>Where a = b (false for NaN).</summary>
        public Node Equal(double b) => a.Equal(a.ScalarLike(b));
    }
}
