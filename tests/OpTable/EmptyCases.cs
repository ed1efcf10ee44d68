namespace NeuralJit.Tests;

/// <summary>Results that no element of an input reaches: windows of padding alone, images without elements, sums of nothing.</summary>
public static class EmptyCases
{
    /// <summary>All rows.</summary>
    public static IEnumerable<OpCase> All => [.. Windows, .. Convolutions, .. Others];

    private static PoolWindow Tall => new([2, 1], [1, 1], [1, 0], [1, 0], [1, 1]);

    private static PoolWindow Apart => new([2, 1], [3, 1], [1, 0], [2, 0], [3, 1]);

    private static IEnumerable<OpCase> Windows =>
        [
            new("unfold of an empty image", x => x[0].Unfold([2, 1], padding: [1, 0]), Samples.Uniform([1, 2, 0, 3])),
            new("unfold of padding alone", x => x[0].Unfold([2, 1], [3, 1], [2, 0], [3, 1]), Samples.Uniform([1, 2, 2, 3])),
            new("fold of an empty image", x => x[0].Fold([0, 3], [2, 1], padding: [1, 0]), Samples.Uniform([1, 4, 3])),
            new("fold onto padding alone", x => x[0].Fold([2, 3], [2, 1], [3, 1], [2, 0], [3, 1]), Samples.Uniform([1, 4, 3])),
            new("sum pool of an empty image", x => Node.Apply(new SumPool(Tall), x[0]), Samples.Uniform([1, 2, 0, 3])),
            new("sum pool of padding alone", x => Node.Apply(new SumPool(Apart), x[0]), Samples.Uniform([1, 2, 2, 3])),
            new("avg pool of padding alone", x => x[0].AvgPool([2], [3], [1], ceilMode: true), Samples.Uniform([1, 2, 3, 3])),
            new("max pool of an empty image", x =>
                Node.Apply(new MaxPool(Tall), x[0]), Samples.Uniform([1, 2, 0, 3])) { Differentiable = false },
            new("max pool of padding alone", x =>
                x[0].MaxPool([2, 1], [3, 1], [1, 0], [3, 1]), Samples.Uniform([1, 2, 2, 3])) { Differentiable = false },
            new("max pool gradient of padding alone", x =>
                Node.Apply(new MaxPoolGradient(Apart), x[0], x[1]), Samples.Uniform([1, 2, 2, 3]), Samples.Uniform([1, 2, 1, 3], seed: 2)),
            new("max pool gather of padding alone", x =>
                Node.Apply(new MaxPoolGather(Apart), x[0], x[1]), Samples.Uniform([1, 2, 2, 3]), Samples.Uniform([1, 2, 2, 3], seed: 2)),
            new("max pool indices of padding alone", x =>
                x[0].MaxPoolIndices([2, 1], [3, 1], [1, 0], [3, 1]), Samples.Uniform([1, 1, 2, 1])) { Differentiable = false },
            new("max pool indices of an empty image", x =>
                Node.Apply(new MaxPoolIndices(Tall), x[0]), Samples.Uniform([1, 2, 0, 3])) { Differentiable = false },
        ];

    private static IEnumerable<OpCase> Convolutions =>
        [
            new("conv of an empty image", x =>
                x[0].Conv(x[1], padding: [1, 0]), Samples.Uniform([1, 2, 0, 3]), Samples.Uniform([4, 2, 2, 1], seed: 2)),
            new("conv of an empty image with groups", x =>
                x[0].Conv(x[1], padding: [1, 0], groups: 2), Samples.Uniform([1, 2, 0, 3]), Samples.Uniform([4, 1, 2, 1], seed: 2)),
            new("conv of no channels", x =>
                x[0].Conv(x[1], padding: [1]), Samples.Uniform([1, 0, 3, 3]), Samples.Uniform([4, 0, 2, 2], seed: 2)),
            new("product of no channels", x => x[0].Conv(x[1]), Samples.Uniform([1, 0, 3, 3]), Samples.Uniform([4, 0, 1, 1], seed: 2)),
            new("conv to no channels", x =>
                x[0].Conv(x[1], padding: [1]), Samples.Uniform([1, 2, 3, 3]), Samples.Uniform([0, 2, 2, 2], seed: 2)),
            new("conv of no samples", x =>
                x[0].Conv(x[1], padding: [1]), Samples.Uniform([0, 2, 3, 3]), Samples.Uniform([4, 2, 2, 2], seed: 2)),
            new("conv of padding alone", x => x[0].Conv(x[1], strides: [3, 1], padding: [2, 0], dilations: [3, 1]),
                Samples.Uniform([1, 2, 2, 3]), Samples.Uniform([4, 2, 2, 1], seed: 2)),
            new("conv that leaves elements out", x =>
                x[0].Conv(x[1], strides: [3]), Samples.Uniform([1, 2, 5, 5]), Samples.Uniform([4, 2, 2, 1], seed: 2)),
            new("transposed conv with gaps", x => x[0].ConvTranspose(x[1], strides: [3], outputPadding: [2]), Samples.Uniform([1, 2, 3, 2]),
                Samples.Uniform([2, 3, 2, 1], seed: 2)),
            new("transposed conv of no channels", x =>
                x[0].ConvTranspose(x[1]), Samples.Uniform([1, 0, 3, 2]), Samples.Uniform([0, 3, 2, 1], seed: 2)),
        ];

    private static IEnumerable<OpCase> Others =>
        [
            new("matmul over nothing", x => x[0].MatMul(x[1]), Samples.Uniform([3, 0]), Samples.Uniform([0, 4], seed: 2)),
            new("batches of matmul over nothing", x =>
                x[0].MatMul(x[1]) + 1, Samples.Uniform([2, 3, 0]), Samples.Uniform([2, 0, 4], seed: 2)),
            new("sum over nothing", x => x[0].Sum(1), Samples.Uniform([3, 0, 2])),
            new("product over nothing", x => x[0].Prod(1), Samples.Uniform([3, 0, 2])),
            new("sum of nothing at all", x => x[0].Sum(), Samples.Uniform([3, 0])),
            new("scatter of nothing", x => x[0].ScatterRows(x[1], x[2], 0, ScatterMode.Add), Samples.Uniform([4, 3]),
                Samples.Longs([0], 0, 1), Samples.Uniform([0, 3], seed: 2)),
            new("instance norm of no channels", x =>
                x[0].InstanceNorm(x[1], x[2]), Samples.Uniform([2, 0, 5, 3]), Samples.Uniform([0]), Samples.Uniform([0], seed: 2)),
            new("padding of nothing", x => x[0].Pad([1, 0], [1, 2], value: 3), Samples.Uniform([0, 2])),
            new("concat with nothing", x => Node.Concat([x[0], x[1]], 0), Samples.Uniform([0, 3]), Samples.Uniform([2, 3], seed: 2)),
        ];
}
