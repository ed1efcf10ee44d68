using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>Whether a &gt; b (false for NaN), as bool.</summary>
public sealed record Greater : BinaryOp<GreaterOperator>
{
    /// <inheritdoc/>
    public override bool GivesBool => true;

    // A bool has no gradient.
    /// <inheritdoc/>
    protected override Node? Gradient(Node a, Node b, Node y, Node dy, int input) => null;
}

/// <summary>Comparing nodes.</summary>
public static class GreaterExtensions
{
    extension(Node a)
    {
        /// <summary>Where a &gt; b (false for NaN), broadcast.</summary>
        public Node Greater(Node b) => Node.Apply(new Greater(), a, b);

        /// <summary>Where a &gt; b (false for NaN).</summary>
        public Node Greater(double b) => a.Greater(a.ScalarLike(b));
    }
}
