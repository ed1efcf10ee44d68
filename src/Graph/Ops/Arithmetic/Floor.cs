using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The greatest integer that is not above x.</summary>
public sealed record Floor : UnaryOp<FloorOperator>
{
    // constant almost everywhere, so its derivative counts as 0
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => y.FilledLike(0);
}

/// <summary>Rounding down.</summary>
public static class FloorExtensions
{
    extension(Node x)
    {
        /// <summary>x rounded down.</summary>
        public Node Floor() => Node.Apply(new Floor(), x);
    }
}
