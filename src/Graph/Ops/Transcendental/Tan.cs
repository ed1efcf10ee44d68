using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>tan x.</summary>
public sealed record Tan : UnaryOp<TanOperator>
{
    // d tan x = (1 + tan² x) dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy * (y.Square() + 1);
}

/// <summary>The tangent.</summary>
public static class TanExtensions
{
    extension(Node x)
    {
        /// <summary>tan x, in radians.</summary>
        public Node Tan() => Node.Apply(new Tan(), x);
    }
}
