namespace NeuralJit.Tests;

/// <summary>Normalisations with and without weights, over 0 to 3 spatial dimensions.</summary>
internal static class NormalizationCases
{
    private static readonly Shape[] Batches = [[5, 3], [4, 3, 5], [2, 3, 4, 5], [2, 3, 2, 3, 2], [2, 3, 1, 7], [4, 3, 1, 1]];

    private static TensorData Weight => Samples.Uniform([3], 0.5, 1.5, seed: 2);

    private static TensorData Bias => Samples.Uniform([3], seed: 3);

    private static TensorData Spread => Samples.Uniform([3], 0.5, 2, seed: 4);

    public static IEnumerable<OpCase> All =>
        [
            .. Batches.SelectMany(OfBatch),
            new("batch norm of nothing", x => x[0].BatchNorm(x[1], x[2]), Samples.Uniform([0, 3, 4]), Bias, Spread),
            new("batch norm of a large mean", x =>
                (x[0] + 100).BatchNormOfBatch(x[1], x[2]).Value, Samples.Uniform([6, 3, 8]), Weight, Bias) { Tolerance = 1e-4 },
            new("batch norm with weight only", x => x[0].BatchNormOfBatch(x[1]).Value, Samples.Uniform([5, 3]), Weight),
            new("batch norm with bias only", x =>
                x[0].BatchNorm(x[1], x[2], null, x[3]), Samples.Uniform([5, 3]), Bias, Spread, Samples.Uniform([3], seed: 5)),
            new("batch variance", x => x[0].BatchNormOfBatch().Variance + x[0].BatchNormOfBatch().Mean, Samples.Uniform([4, 3, 5])),
            new("batch norm of large images", x =>
                x[0].BatchNormOfBatch(x[1], x[2]).Value, Samples.Uniform([2, 3, 17, 33]), Weight, Bias) { Tolerance = 1e-4 },
            new("variance over separate axes", x => x[0].Variance([0, 2]), Samples.Uniform([3, 4, 5])),
            new("variance over separate axes, kept", x =>
                x[0].Variance([0, 2, 4], keepDims: true, unbiased: false), Samples.Uniform([2, 3, 2, 2, 3])),
            new("group norm", x => x[0].GroupNorm(2, x[1], x[2]), Samples.Uniform([3, 4, 5]), Samples.Uniform([4], 0.5, 1.5, seed: 2),
                Samples.Uniform([4], seed: 3)),
            new("group norm of vectors", x => x[0].GroupNorm(2), Samples.Uniform([3, 6])),
            new("group norm of one group", x => x[0].GroupNorm(1, x[1]), Samples.Uniform([2, 3, 4, 5]), Weight),
            new("group norm with bias only", x => x[0].GroupNorm(3, null, x[1]), Samples.Uniform([2, 3, 4]), Bias),
            new("group norm of nothing", x => x[0].GroupNorm(3, x[1], x[2]), Samples.Uniform([0, 3, 4]), Weight, Bias),
            new("instance norm", x => x[0].InstanceNorm(x[1], x[2]), Samples.Uniform([2, 3, 4, 5]), Weight, Bias),
            new("instance norm of one sample", x => x[0].InstanceNorm(x[1], x[2]), Samples.Uniform([1, 3, 1, 4]), Weight, Bias),
            new("rms norm", x => x[0].RmsNorm([5]), Samples.Uniform([3, 5])),
            new("rms norm with weight", x =>
                x[0].RmsNorm([4, 5], x[1], 1e-3), Samples.Uniform([3, 4, 5]), Samples.Uniform([4, 5], seed: 2)),
            new("rms norm of no rows", x => x[0].RmsNorm([5], x[1]), Samples.Uniform([0, 5]), Samples.Uniform([5], seed: 2)),
            new("local response norm", x => x[0].LocalResponseNorm(3, 0.5), Samples.Uniform([2, 4, 3, 2])),
            new("local response norm of even size", x => x[0].LocalResponseNorm(2, 0.5, 1, 2), Samples.Uniform([2, 5, 3])),
        ];

    private static IEnumerable<OpCase> OfBatch(Shape shape) =>
        [
            new("batch norm", x =>
                x[0].BatchNorm(x[1], x[2], x[3], x[4]), Samples.Uniform(shape), Bias, Spread, Weight, Samples.Uniform([3], seed: 5)),
            new("batch norm without weights", x => x[0].BatchNorm(x[1], x[2], epsilon: 1e-3), Samples.Uniform(shape), Bias, Spread),
            new("batch norm of the batch", x => x[0].BatchNormOfBatch(x[1], x[2]).Value, Samples.Uniform(shape), Weight, Bias),
            new("batch norm of the batch without weights", x => x[0].BatchNormOfBatch().Value, Samples.Uniform(shape)),
        ];
}
