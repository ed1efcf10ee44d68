using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The smallest element over axes; NaN if there is one.</summary>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Min(Axes Axes, bool KeepDims = false) : ReduceOp<MinReducer>(Axes, KeepDims)
{
    /// <inheritdoc/>
    public override bool NeedsElements => true;

    // The elements that equal y share dy equally; where y is NaN, those that are NaN.
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        Node chosen = x.Equal(y.Reshape(dy.Shape)) | x.IsNaN();
        Node count = Node.Apply(new Sum(Axes, KeepDims: true), chosen.Cast(x.DType));
        return Node.Where(chosen, dy / count, 0);
    }
}

/// <summary>The smallest element.</summary>
public static class MinExtensions
{
    extension(Node x)
    {
        /// <summary>The smallest of all elements.</summary>
        public Node Min() => x.Min(axes: []);

        /// <summary>The smallest element along one axis.</summary>
        public Node Min(int axis, bool keepDims = false) => x.Min([axis], keepDims);

        /// <summary>The smallest element over axes; none means all.</summary>
        public Node Min(ReadOnlySpan<int> axes, bool keepDims = false) => Node.Apply(new Min(Axes.Of(x.Shape, axes), keepDims), x);
    }
}
