namespace NeuralJit;

/// <summary>Average and adaptive pooling, all made of sums of windows, element-wise ops and reductions.</summary>
public static class AvgPoolExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// The average of each window of x (batch, channels, 1 to 3 spatial dimensions), as torch.nn.functional.avg_pool1d, 2d and 3d.
        /// Lists have one number for all spatial dimensions or one for each; the strides are the kernel's extents by default.
        /// </summary>
        /// <param name="kernel">Extents of the window.</param>
        /// <param name="strides">Steps between neighbouring windows.</param>
        /// <param name="padding">Zeros before and after.</param>
        /// <param name="ceilMode">Whether a last window counts that is only partly inside.</param>
        /// <param name="countIncludePad">Whether the zeros of the padding count as elements.</param>
        /// <param name="divisorOverride">What sums are divided by, in place of the number of elements.</param>
        /// <exception cref="ShapeException">The window does not fit, or the divisor is 0.</exception>
        public Node AvgPool(
            IntList kernel, IntList? strides = null, IntList? padding = null, bool ceilMode = false, bool countIncludePad = true,
                int? divisorOverride = null)
        {
            PoolWindow window = PoolWindow.Create("avg_pool", x, kernel, strides, padding, null, ceilMode);
            // A window that covers the input is a reduction, which fuses with what surrounds it.
            Node sum = window.Covers(x.Shape)
                ? Node.Apply(new Sum(SpatialAxes(x), KeepDims: true), x)
                : Node.Apply(new SumPool(window), x);
            if (divisorOverride is { } divisor)
            {
                return divisor != 0
                    ? sum / divisor
                    : throw new ShapeException("avg_pool: the divisor must not be 0" + GraphTrace.DescribePlace());
            }
            return sum / Counts(window, x.Shape, sum.Type, countIncludePad);
        }

        /// <summary>
        /// The averages of as many parts as <paramref name="sizes"/> says (one number for all spatial dimensions or one for each): part i
        /// of n goes from ⌊i·extent/n⌋ to ⌈(i + 1)·extent/n⌉, as torch.nn.functional.adaptive_avg_pool1d, 2d and 3d.
        /// </summary>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        public Node AdaptiveAvgPool(IntList sizes)
        {
            sizes = AdaptiveParts.Spread("adaptive_avg_pool", x, sizes);
            if (sizes.AllAre(1))
            {
                return Node.Apply(new Mean(SpatialAxes(x), KeepDims: true), x);
            }
            return AdaptiveParts.Even("adaptive_avg_pool", x, sizes) is { } window
                ? x.AvgPool(window.Kernel)
                : x.Resize(sizes, ResizeMode.Area);
        }

        /// <summary>
        /// The greatest elements of parts that are divided as for <see cref="AdaptiveAvgPool(Node, IntList)"/>, as
        /// torch.nn.functional.adaptive_max_pool1d, 2d and 3d.
        /// </summary>
        /// <exception cref="ShapeException">The sizes do not fit.</exception>
        public Node AdaptiveMaxPool(IntList sizes)
        {
            sizes = AdaptiveParts.Spread("adaptive_max_pool", x, sizes);
            if (AdaptiveParts.Even("adaptive_max_pool", x, sizes) is { } window)
            {
                return x.MaxPool(window.Kernel);
            }
            Node indices = x.AdaptiveMaxPoolIndices(sizes), flat = x.Flatten(2);
            return flat.Gather(2, indices.Flatten(2)).Reshape(indices.Shape);
        }

        /// <summary>
        /// Where <see cref="AdaptiveMaxPool(Node, IntList)"/> finds its elements: int64 positions within the flattened spatial dimensions.
        /// </summary>
        public Node AdaptiveMaxPoolIndices(IntList sizes) =>
            Node.Apply(new AdaptiveMaxPoolIndices(AdaptiveParts.Spread("adaptive_max_pool", x, sizes)), x);
    }

    private static Axes SpatialAxes(Node x) => new(Axes.All(x.Rank).Mask & ~3u);

    // The number of elements of each window: one number where all are alike, else a factor per spatial dimension.
    internal static Node Counts(PoolWindow window, Shape input, TensorType sums, bool countIncludePad)
    {
        Node? counts = null;
        double same = 1;
        for (int i = 0; i < window.Rank; i++)
        {
            double[] along = new double[sums.Shape[i + 2]];
            for (int place = 0; place < along.Length; place++)
            {
                int first = (place * window.Strides[i]) - window.PadsBefore[i], pad = countIncludePad ? window.PadsBefore[i] : 0;
                along[place] = Math.Max(1, Math.Min(first + window.Kernel[i], input[i + 2] + pad) - Math.Max(first, -pad));
            }
            if (!along.AsSpan().ContainsAnyExcept(along[0]))
            {
                same *= along[0];
                continue;
            }
            int[] extents = [.. Enumerable.Repeat(1, window.Rank)];
            extents[i] = along.Length;
            Node factor = Node.From<double>(Shape.Create(extents), along).Cast(sums.DType);
            counts = counts is null ? factor : counts * factor;
        }
        return counts is null ? Node.Scalar(same, sums.DType) : counts * same;
    }
}
