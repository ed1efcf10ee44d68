using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The greatest element over axes; NaN if there is one.</summary>
/// <param name="Axes">The axes that are reduced.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Max(Axes Axes, bool KeepDims = false) : ReduceOp<MaxReducer>(Axes, KeepDims)
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

/// <summary>The greatest element.</summary>
public static class MaxExtensions
{
    extension(Node x)
    {
        /// <summary>The greatest of all elements.</summary>
        public Node Max() => x.Max(axes: []);

        /// <summary>The greatest element along one axis.</summary>
        public Node Max(int axis, bool keepDims = false) => x.Max([axis], keepDims);

        /// <summary>The greatest element over axes; none means all.</summary>
        public Node Max(ReadOnlySpan<int> axes, bool keepDims = false) => Node.Apply(new Max(Axes.Of(x.Shape, axes), keepDims), x);
    }
}
