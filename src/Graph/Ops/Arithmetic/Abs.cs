using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>|x|.</summary>
public sealed record Abs : UnaryOp<AbsOperator>
{
    /// <inheritdoc/>
    public override bool TakesIntegers => true;

    // d|x| = sign(x) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * x.Sign();
}

/// <summary>Absolute values.</summary>
public static class AbsExtensions
{
    extension(Node x)
    {
        /// <summary>|x|.</summary>
        public Node Abs() => Node.Apply(new Abs(), x);
    }
}
