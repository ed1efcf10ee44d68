using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The product over axes.</summary>
/// <param name="Axes">The axes that are multiplied.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Prod(Axes Axes, bool KeepDims = false) : ReduceOp<ProductReducer>(Axes, KeepDims)
{
    // ∂(Πx)/∂xᵢ is the product of the others. Nothing is divided, so zeros are no exception, in no derivative of any order.
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy)
    {
        int[] kept = [.. Enumerable.Range(0, x.Rank).Where(i => !Axes.Contains(i))], order = [.. kept, .. Axes.Ascending()];
        Node last = x.Permute(order);
        Shape shape = last.Shape;
        long count = 1;
        foreach (int extent in shape.Extents[kept.Length..])
        {
            count *= extent;
        }
        Node others = OfOthers(last.Reshape(Shape.Create([.. shape.Extents[..kept.Length], (int)count]))).Reshape(shape);
        return dy * Node.Apply(new Transpose(new Transpose(Shape.Create(order)).Inverse()), others);
    }

    // For each element along the last axis the product of the others. Of pairs (a, b), a half apart, it is that of the other pairs'
    // products, times b for a and times a for b; one that is left over is a pair with 1.
    private static Node OfOthers(Node x)
    {
        int count = x.Shape[-1], half = count / 2;
        if (half == 0)
        {
            return x.FilledLike(1);
        }
        Node a = x.Narrow(-1, 0, half), b = x.Narrow(-1, half, half), pairs = a * b;
        if (count % 2 == 0)
        {
            Node others = OfOthers(pairs);
            return Node.Concat([others * b, others * a], -1);
        }
        Node all = OfOthers(Node.Concat([pairs, x.Narrow(-1, count - 1, 1)], -1)), ofPairs = all.Narrow(-1, 0, half);
        return Node.Concat([ofPairs * b, ofPairs * a, all.Narrow(-1, half, 1)], -1);
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
