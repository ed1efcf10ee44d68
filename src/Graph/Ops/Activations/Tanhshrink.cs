using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.

/// <summary>x − tanh x.</summary>
internal sealed record Tanhshrink : UnaryOp<TanhshrinkOperator>
{
    // d(x − tanh x) = tanh² x dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * x.Tanh().Square();
}

/// <summary>What tanh leaves.</summary>
public static class TanhshrinkExtensions
{
    extension(Node x)
    {
        /// <summary>x − tanh x, exact near 0.</summary>
        public Node Tanhshrink() => Node.Apply(new Tanhshrink(), x);
    }
}
