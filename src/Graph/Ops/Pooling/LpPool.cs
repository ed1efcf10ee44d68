namespace NeuralJit;

/// <summary>Lp pooling, made of sums and maxima of windows.</summary>
public static class LpPoolExtensions
{
    extension(Node x)
    {
        /// <summary>
        /// (Σ xᵖ)^(1/p) over each window, as torch.nn.functional.lp_pool1d, 2d and 3d; a window that is only partly inside (ceil mode)
        /// counts as if its average continued beyond. For p = ∞ it is the greatest |x|, for p = 0 the number of elements that are not 0.
        /// Where a sum is 0 the gradient is 0.
        /// </summary>
        /// <exception cref="ShapeException">The window does not fit.</exception>
        /// <exception cref="GraphException">
        /// p is negative or NaN, or p or 1/p is infinite as the element type, but not as it is given.
        /// </exception>
        public Node LpPool(double p, IntList kernel, IntList? strides = null, bool ceilMode = false)
        {
            NumberRules.Within("lp_pool", nameof(p), p, 0, double.PositiveInfinity);
            PoolWindow window = PoolWindow.Create("lp_pool", x, kernel, strides, null, null, ceilMode);
            return NumberRules.NormPower("lp_pool", p, x.DType) switch
            {
                double.PositiveInfinity => x.Abs().MaxPool(kernel, strides, ceilMode: ceilMode),
                0 => Whole(x.NotEqual(0).Cast(x.DType).AvgPool(kernel, strides, ceilMode: ceilMode), window),
                1 => Root(Whole(x.AvgPool(kernel, strides, ceilMode: ceilMode), window), p),
                2 => Root(Whole(x.Square().AvgPool(kernel, strides, ceilMode: ceilMode), window), p),
                _ => Scaled(x, p, window, ceilMode),
            };
        }
    }

    private static Node Whole(Node averages, PoolWindow window) => averages * window.Size;

    // The elements of each window divided by the greatest of them, so that no power is beyond all numbers.
    private static Node Scaled(Node x, double p, PoolWindow window, bool ceilMode)
    {
        Shape result = window.OutputShape("lp_pool", x.Type);
        Node columns = Node.Apply(new Unfold(window), x),
            elements = columns.Reshape(result[0], result[1], (int)window.Size, columns.Shape[2]);
        Node greatest = elements.Abs().Max(2, keepDims: true).StopGradient();
        Node scale = Node.Where(greatest.Equal(0) | greatest.IsInf(), 1, greatest);
        Node sums = Powers(elements / scale, p, ceilMode ? Inside(x, window) : null).Sum(2).Reshape(result);
        return Root(
            sums * (window.Size / AvgPoolExtensions.Counts(window, x.Shape, sums.Type, countIncludePad: true)), p) * scale.Reshape(result);
    }

    // The power of a zero that stands for what is beyond x would be seen by a second derivative.
    private static Node Powers(Node elements, double p, Node? inside) =>
        inside is null ? elements.Pow(p) : Node.Where(inside, Node.Where(inside, elements, 1).Pow(p), 0);

    // Which elements of the windows lie inside x, for all channels alike.
    private static Node Inside(Node x, PoolWindow window) =>
        Node.Apply(new Unfold(window), Node.Ones([1, 1, .. x.Shape.Extents[2..]], x.DType)).Unsqueeze(0).NotEqual(0);

    // s^(1/p); at 0, where its slope is infinite (for p = 1, as in PyTorch, too), 0 with the gradient 0.
    private static Node Root(Node sums, double p)
    {
        Node none = sums.Equal(0), safe = Node.Where(none, 1, sums);
        return Node.Where(none, 0, p == 1 ? safe : p == 2 ? safe.Sqrt() : safe.Pow(1 / p));
    }
}
