using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>x · σ(x), also called swish.</summary>
public sealed record Silu : UnaryOp<SiluOperator>
{
    // d(x σ(x)) = σ(x) (1 + x (1 − σ(x))) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        Node s = x.Sigmoid();
        return dy * (s * (x * (1 - s) + 1));
    }
}

/// <summary>The sigmoid linear unit.</summary>
public static class SiluExtensions
{
    extension(Node x)
    {
        /// <summary>x · σ(x), also called swish.</summary>
        public Node Silu() => Node.Apply(new Silu(), x);
    }
}
