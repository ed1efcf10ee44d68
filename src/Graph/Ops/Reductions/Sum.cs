using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>The sum over axes.</summary>
/// <param name="Axes">The axes that are summed.</param>
/// <param name="KeepDims">Whether they stay as extents of 1.</param>
public sealed record Sum(Axes Axes, bool KeepDims = false) : ReduceOp<SumReducer>(Axes, KeepDims)
{
    // d Σx = Σ dx
    /// <inheritdoc/>
    protected override Node Gradient(Node x, Node y, Node dy) => dy.BroadcastTo(x.Shape);
}

/// <summary>Summing.</summary>
public static class SumExtensions
{
    extension(Node x)
    {
        /// <summary>The sum of all elements.</summary>
        public Node Sum() => x.Sum(axes: []);

        /// <summary>The sum along one axis.</summary>
        public Node Sum(int axis, bool keepDims = false) => x.Sum([axis], keepDims);

        /// <summary>The sum over axes; none means all.</summary>
        public Node Sum(ReadOnlySpan<int> axes, bool keepDims = false) => Node.Apply(new Sum(Axes.Of(x.Shape, axes), keepDims), x);

        /// <summary>Undoes broadcasting: sums x over what was repeated to get from <paramref name="shape"/> to x's shape.</summary>
        public Node SumTo(Shape shape)
        {
            if (x.Shape.Equals(shape))
            {
                return x;
            }
            uint mask = 0;
            int shift = x.Rank - shape.Rank;
            for (int i = 0; i < x.Rank; i++)
            {
                bool repeated = i < shift || (shape[i - shift] == 1 && x.Shape[i] != 1);
                mask |= repeated ? 1u << i : 0;
            }
            Node sum = mask == 0 ? x : Node.Apply(new Sum(new Axes(mask), KeepDims: true), x);
            return sum.Reshape(shape);
        }
    }
}
