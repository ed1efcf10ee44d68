using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>cos x.</summary>
public sealed record Cos : UnaryOp<CosOperator>
{
    // d cos x = −sin x dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => -(dy * x.Sin());
}

/// <summary>The cosine.</summary>
public static class CosExtensions
{
    extension(Node x)
    {
        /// <summary>cos x, in radians.</summary>
        public Node Cos() => Node.Apply(new Cos(), x);
    }
}
