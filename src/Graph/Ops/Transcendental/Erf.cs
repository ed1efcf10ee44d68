using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
public sealed record Erf : UnaryOp<ErfOperator>
{
    // d erf(x) = 2/√π e^(−x²) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * ((-x.Square()).Exp() * (2 / Math.Sqrt(Math.PI)));
}

/// <summary>The error function.</summary>
public static class ErfExtensions
{
    extension(Node x)
    {
        /// <summary>2/√π ∫₀ˣ e^(−t²) dt.</summary>
        public Node Erf() => Node.Apply(new Erf(), x);
    }
}
