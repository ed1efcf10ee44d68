using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>eˣ − 1, exact near 0.</summary>
public sealed record Expm1 : UnaryOp<Expm1Operator>
{
    // d(eˣ − 1) = eˣ dx = (y + 1) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * (y + 1);
}

/// <summary>eˣ − 1.</summary>
public static class Expm1Extensions
{
    extension(Node x)
    {
        /// <summary>eˣ − 1, exact near 0.</summary>
        public Node Expm1() => Node.Apply(new Expm1(), x);
    }
}
