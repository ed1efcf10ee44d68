using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.
/// <summary>ln(1 + eˣ).</summary>
internal sealed record Softplus : UnaryOp<SoftplusOperator>
{
    // d ln(1 + eˣ) = σ(x) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * x.Sigmoid();
}

/// <summary>Smooth rectifiers and what is made of them.</summary>
public static class SoftplusExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// ln(1 + e^(βx)) / β, and x itself where βx is above the threshold, as torch.nn.functional.softplus. What is exact for every x is
        /// −<see cref="LogSigmoid(Node)"/> of −x.
        /// </summary>
        /// <exception cref="GraphException">β is 0 or not finite, or the threshold is NaN.</exception>
        public Node Softplus(double beta = 1, double threshold = 20)
        {
            NumberRules.Divisor("softplus", nameof(beta), beta, x.DType);
            NumberRules.Number("softplus", nameof(threshold), threshold);
            Node scaled = beta == 1 ? x : x * beta, smooth = Node.Apply(new Softplus(), scaled);
            // In float32, ln(1 + eˣ) is x from 17 on.
            return beta == 1 && threshold >= 17 && x.DType == DType.Float32
                ? smooth
                : Node.Where(scaled > threshold, x, beta == 1 ? smooth : smooth * (1 / beta));
        }

        /// <summary>ln σ(x) = −ln(1 + e⁻ˣ), without overflow and without a threshold.</summary>
        public Node LogSigmoid() => -Node.Apply(new Softplus(), -x);
    }
}
