using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>The logistic function 1 / (1 + e⁻ˣ).</summary>
internal sealed record Sigmoid : UnaryOp<SigmoidOperator>
{
    // dσ(x) = σ(x) (1 − σ(x)) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * (y * (1 - y));
}

/// <summary>The logistic function.</summary>
public static class SigmoidExtensions
{
    extension(Node x)
    {
        /// <summary>1 / (1 + e⁻ˣ).</summary>
        public Node Sigmoid() => Node.Apply(new Sigmoid(), x);
    }
}
