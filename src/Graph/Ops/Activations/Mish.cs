using NeuralJit.Kernels;

namespace NeuralJit;

// The layer of the same name in NeuralJit.NN is what users write; a public op would make it ambiguous.

/// <summary>x · tanh(ln(1 + eˣ)).</summary>
internal sealed record Mish : UnaryOp<MishOperator>
{
    // With t = tanh(ln(1 + eˣ)): d(x t) = (t + x σ(x) (1 − t²)) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        Node t = Node.Apply(new Softplus(), x).Tanh();
        return dy * (t + x * x.Sigmoid() * (1 - t.Square()));
    }
}

/// <summary>A smooth rectifier that dips below zero.</summary>
public static class MishExtensions
{
    extension(Node x)
    {
        /// <summary>x · tanh(ln(1 + eˣ)): Misra 2019.</summary>
        public Node Mish() => Node.Apply(new Mish(), x);
    }
}
