using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>sin x.</summary>
public sealed record Sin : UnaryOp<SinOperator>
{
    // d sin x = cos x dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * x.Cos();
}

/// <summary>The sine.</summary>
public static class SinExtensions
{
    extension(Node x)
    {
        /// <summary>sin x, in radians.</summary>
        public Node Sin() => Node.Apply(new Sin(), x);
    }
}
