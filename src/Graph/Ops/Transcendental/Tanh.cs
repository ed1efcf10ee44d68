using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>The hyperbolic tangent.</summary>
internal sealed record Tanh : UnaryOp<TanhOperator>
{
    // d tanh x = (1 − tanh² x) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * (1 - y.Square());
}

/// <summary>The hyperbolic tangent.</summary>
public static class TanhExtensions
{
    extension(Node x)
    {
        /// <summary>tanh x.</summary>
        public Node Tanh() => Node.Apply(new Tanh(), x);
    }
}
