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
        /// <summary>ln(1 + eˣ), without overflow.</summary>
        public Node Softplus() => Node.Apply(new Softplus(), x);

        /// <summary>ln(1 + e^(βx)) / β, and x itself where βx is above the threshold.</summary>
        public Node Softplus(double beta, double threshold = 20)
        {
            if (beta == 1 && threshold == 20)
            {
                return x.Softplus();
            }
            Node scaled = x * beta;
            return Node.Where(scaled > threshold, x, scaled.Softplus() * (1 / beta));
        }

        /// <summary>ln σ(x) = −ln(1 + e⁻ˣ), without overflow.</summary>
        public Node LogSigmoid() => -(-x).Softplus();

        /// <summary>x · tanh(ln(1 + eˣ)): Misra 2019.</summary>
        public Node Mish() => x * x.Softplus().Tanh();
    }
}
