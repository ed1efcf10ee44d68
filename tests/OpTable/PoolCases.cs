namespace NeuralJit.Tests;

/// <summary>Poolings, windows as columns and back: strides, padding, dilation, ceil mode, 1 to 3 dimensions, ties, empty batches.</summary>
internal static class PoolCases
{
    public static IEnumerable<OpCase> All => [.. Greatest, .. Indices, .. Averages, .. Columns];

    private static IEnumerable<OpCase> Greatest =>
        [
            Of("max pool", x => x.MaxPool([2]), [2, 3, 6, 8]),
            Of("max pool of odd extents", x => x.MaxPool([2]), [2, 3, 7, 9]),
            Of("max pool of wide rows", x => x.MaxPool([2]), [1, 2, 4, 70]),
            Of("max pool that overlaps", x => x.MaxPool([3], [2], [1]), [2, 2, 7, 6]),
            Of("max pool with dilation", x => x.MaxPool([3, 2], [1, 2], [2, 1], [2, 3]), [1, 2, 7, 9]),
            Of("max pool in ceil mode", x => x.MaxPool([3], [2], ceilMode: true), [2, 2, 6, 8]),
            Of("max pool over 1 dimension", x => x.MaxPool([3], [2], [1]), [2, 3, 9]),
            Of("max pool over 3 dimensions", x => x.MaxPool([2, 1, 2], [1, 2, 2]), [1, 2, 3, 4, 5]),
            Of("max pool with no gaps", x => x.MaxPool([2, 3], [1]), [1, 2, 4, 20]),
            Of("max pool of no samples", x => x.MaxPool([2]), [0, 3, 4, 4]),
            new("max pool with ties", x => (x[0] * 1e-30).MaxPool([2]), Samples.Ties([1, 2, 4, 6])) { Differentiable = false },
            new("max pool of a transposed tensor", x => x[0].T.MaxPool([2]), Samples.Uniform([1, 2, 6, 4])),
            new("gradient of max pool", x => x[0].MaxPool([3], [2], [1]).Tanh().MaxPool([2]), Samples.Uniform([1, 2, 9, 9])),
            new("max pool gather", x => Node.Apply(new MaxPoolGather(PoolWindow.Create("max_pool", x[0], [3], [2], [1])), x[0], x[1]),
                Samples.Uniform([1, 2, 5, 6]), Samples.Uniform([1, 2, 5, 6], seed: 2)),
            new("max pool gradient", x => Node.Apply(new MaxPoolGradient(PoolWindow.Create("max_pool", x[0], [2])), x[0], x[1]),
                Samples.Uniform([1, 2, 5, 6]), Samples.Uniform([1, 2, 2, 3], seed: 2)),
            Of("adaptive max pool", x => x.AdaptiveMaxPool([3, 2]), [2, 2, 7, 5]),
            Of("adaptive max pool of even parts", x => x.AdaptiveMaxPool([2]), [1, 2, 6, 4]),
        ];

    private static IEnumerable<OpCase> Indices =>
        [
            Positions("max pool indices", x => x.MaxPoolIndices([3, 2], [2], [1]), [2, 2, 7, 6]),
            Positions("max pool indices with dilation", x => x.MaxPoolIndices([2], [1], [1], [3]), [1, 2, 7, 6]),
            Positions("max pool indices over 1 dimension", x => x.MaxPoolIndices([2], ceilMode: true), [1, 2, 5]),
            Positions("max pool indices over 3 dimensions", x => x.MaxPoolIndices([2]), [1, 2, 4, 3, 5]),
            Positions("adaptive max pool indices", x => x.AdaptiveMaxPoolIndices([3, 4]), [1, 2, 7, 5]),
            new("max unpool", x =>
                x[0].MaxUnpool(x[1].MaxPoolIndices([2]), [6, 4]), Samples.Uniform([2, 2, 3, 2]), Samples.Uniform([2, 2, 6, 4], seed: 2)),
        ];

    private static IEnumerable<OpCase> Averages =>
        [
            Of("avg pool", x => x.AvgPool([2]), [2, 3, 6, 8]),
            Of("avg pool with padding", x => x.AvgPool([3], [2], [1]), [2, 2, 7, 6]),
            Of("avg pool without the padding", x => x.AvgPool([3], [2], [1], countIncludePad: false), [2, 2, 7, 6]),
            Of("avg pool in ceil mode", x => x.AvgPool([3, 2], [2, 3], [1], ceilMode: true), [2, 2, 6, 8]),
            Of("avg pool with a divisor", x => x.AvgPool([2, 3], divisorOverride: 5), [1, 2, 5, 7]),
            Of("avg pool over 1 dimension", x => x.AvgPool([3], [1], [1]), [2, 3, 9]),
            Of("avg pool over 3 dimensions", x => x.AvgPool([2], [1, 2, 2], [1, 0, 1], countIncludePad: false), [1, 2, 3, 4, 5]),
            new("sum pool", x =>
                Node.Apply(new SumPool(PoolWindow.Create("sum_pool", x[0], [2], [1])), x[0]), Samples.Uniform([1, 2, 4, 20])),
            new("sum pool gradient", x => Node.Apply(new SumPoolGradient(PoolWindow.Create(
                "sum_pool", Node.Zeros([1, 2, 7, 6]), [3], [2], [1]), [1, 2, 7, 6]), x[0]), Samples.Uniform([1, 2, 4, 3])),
            Of("avg pool of no samples", x => x.AvgPool([2]), [0, 3, 4, 4]),
            new("lp pool", x => x[0].LpPool(2, [2, 3], [2, 1], ceilMode: true), Samples.Uniform([1, 2, 5, 6], 0.5, 2)),
            new("lp pool over 1 dimension", x => x[0].LpPool(3, [2]), Samples.Uniform([1, 2, 7], 0.5, 2)),
            new("lp pool of large p", x =>
                x[0].LpPool(50, [2, 2], [1, 2], ceilMode: true), Samples.Uniform([1, 2, 5, 5], 0.5, 2)) { TwiceDifferentiable = false },
            new("lp pool of p = ∞", x => x[0].LpPool(double.PositiveInfinity, [3], [2]), Samples.Uniform([1, 2, 7])),
            new("lp pool of p = 0", x => x[0].LpPool(0, [3]), Samples.Ties([1, 2, 7])) { Differentiable = false },
            Of("avg pool of everything", x => x.AvgPool([4, 5]), [2, 3, 4, 5]),
            Of("global avg pool", x => x.AdaptiveAvgPool([1]), [2, 3, 4, 5]),
            Of("adaptive avg pool", x => x.AdaptiveAvgPool([3, 4]), [2, 2, 7, 5]),
            Of("adaptive avg pool of even parts", x => x.AdaptiveAvgPool([2, 1]), [2, 2, 6, 5]),
            Of("adaptive avg pool over 1 dimension", x => x.AdaptiveAvgPool([4]), [2, 2, 10]),
        ];

    private static IEnumerable<OpCase> Columns =>
        [
            Of("unfold", x => x.Unfold([2, 3]), [2, 2, 4, 5]),
            Of("unfold with everything", x => x.Unfold([2, 3], [2, 1], [1, 2], [2, 1]), [1, 2, 5, 4]),
            Of("unfold over 1 dimension", x => x.Unfold([3], strides: [2]), [1, 2, 8]),
            Of("fold", x => x.Fold([4, 5], [2, 3]), [2, 12, 9]),
            Of("fold with everything", x => x.Fold([5, 4], [2, 3], [2, 1], [1, 2], [2, 1]), [1, 12, 18]),
        ];

    private static OpCase Of(string name, Func<Node, Node> op, Shape shape) => new(name, x => op(x[0]), Samples.Uniform(shape));

    private static OpCase Positions(string name, Func<Node, Node> op, Shape shape) =>
        new(name, x => op(x[0]), Samples.Uniform(shape)) { Differentiable = false };
}
