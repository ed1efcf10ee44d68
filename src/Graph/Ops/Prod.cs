using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The product over axes.</summary>
/// <param name="Axes">The axes that are multiplied.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Prod(Axes Axes, bool KeepDims = false) : ReduceOp<ProductReducer>(Axes, KeepDims)
{
    // ∂(Πx)/∂xᵢ is the product of the others. With P the product of the elements that are not zero: P / xᵢ without zeros; with one
    // zero, P there and 0 elsewhere; with more, 0. (The mixed second derivatives at a zero are not seen this way.)
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        Node isZero = x.Equal(0);
        Node safe = Node.Where(isZero, 1, x);
        Node product = Node.Apply(new Prod(Axes, KeepDims: true), safe);
        Node zeros = Node.Apply(new Sum(Axes, KeepDims: true), isZero.Cast(x.DType));
        Node otherZeros = zeros - isZero.Cast(x.DType);
        return Node.Where(otherZeros.Equal(0), dy * (product / safe), 0);
    }
}

/// <summary>Products over axes.</summary>
public static class ProdExtensions
{
    extension(Node x)
    {
        /// <summary>The product of all elements.</summary>
        public Node Prod() => x.Prod(axes: []);

        /// <summary>The product along one axis.</summary>
        public Node Prod(int axis, bool keepDims = false) => x.Prod([axis], keepDims);

        /// <summary>The product over axes; none means all.</summary>
        public Node Prod(ReadOnlySpan<int> axes, bool keepDims = false) => Node.Apply(new Prod(Axes.Of(x.Shape, axes), keepDims), x);
    }
}
