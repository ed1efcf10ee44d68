namespace NeuralJit.Tests;

/// <summary>
/// Convolution, its two gradients and transposed convolution: windows, groups, 1 to 3 dimensions, empty and single extents.
/// </summary>
internal static class ConvCases
{
    public static IEnumerable<OpCase> All => [.. Convolutions, .. Gradients, .. Transposed];

    private static IEnumerable<OpCase> Convolutions =>
        [
            Conv("", [2, 3, 5, 6], [4, 3, 3, 2], ConvWindow.Create(2)),
            Conv("with stride and padding", [2, 3, 6, 5], [4, 3, 3, 3], ConvWindow.Create(2, [2, 1], [1, 2])),
            Conv("with uneven padding and dilation", [1, 2, 5, 6], [3, 2, 2, 3], new ConvWindow([1, 2], [2, 0], [0, 1], [2, 1])),
            Conv("in groups", [2, 4, 4, 5], [6, 2, 2, 3], ConvWindow.Create(2, padding: [1], groups: 2)),
            Conv("depth-wise", [2, 3, 5, 5], [6, 1, 3, 3], ConvWindow.Create(2, [2], [1], groups: 3)),
            Conv("at points", [3, 4, 3, 5], [2, 4, 1, 1], ConvWindow.Create(2)),
            Conv("over 1 dimension", [2, 3, 9], [4, 3, 3], ConvWindow.Create(1, [2], [1], [2])),
            Conv("over 3 dimensions", [1, 2, 3, 4, 5], [3, 2, 2, 3, 2], ConvWindow.Create(3, [1, 2, 1], [1, 0, 1])),
            Conv("of one place", [1, 3, 1, 1], [2, 3, 1, 1], ConvWindow.Create(2)),
            Conv("of no samples", [0, 3, 4, 4], [2, 3, 3, 3], ConvWindow.Create(2, padding: [1])),
            new("conv with bias", x => x[0].Conv(x[1], x[2], padding: [1]), Samples.Uniform([2, 3, 4, 4]),
                Samples.Uniform([5, 3, 3, 3], seed: 2), Samples.Uniform([5], seed: 3)),
            new("conv of a transposed tensor", x =>
                x[0].T.Conv(x[1].T), Samples.Uniform([2, 3, 6, 5]), Samples.Uniform([4, 3, 2, 3], seed: 2)),
        ];

    private static IEnumerable<OpCase> Gradients
    {
        get
        {
            var window = new ConvWindow([2, 1], [1, 0], [0, 1], [1, 2], Groups: 2);
            yield return new("conv input gradient", x => Node.Apply(new ConvInputGradient(window, [2, 4, 6, 7]), x[0], x[1]),
                Samples.Uniform([2, 6, 3, 4]), Samples.Uniform([6, 2, 3, 3], seed: 2));
            yield return new("conv weight gradient", x => Node.Apply(new ConvWeightGradient(window, [6, 2, 3, 3]), x[0], x[1]),
                Samples.Uniform([2, 4, 6, 7]), Samples.Uniform([2, 6, 3, 4], seed: 2));
            yield return new("conv weight gradient of no samples", x => Node.Apply(
                new ConvWeightGradient(window, [6, 2, 3, 3]), x[0], x[1]), Samples.Uniform([0, 4, 6, 7]), Samples.Uniform([0, 6, 3, 4]));
        }
    }

    private static IEnumerable<OpCase> Transposed =>
        [
            new("conv transpose", x => x[0].ConvTranspose(x[1]), Samples.Uniform([2, 3, 4, 3]), Samples.Uniform([3, 2, 3, 2], seed: 2)),
            new("conv transpose with stride and output padding", x => x[0].ConvTranspose(x[1], x[2], [3, 2], [1], [2, 1]),
                Samples.Uniform([2, 3, 3, 4]), Samples.Uniform([3, 2, 3, 3], seed: 2), Samples.Uniform([2], seed: 3)),
            new("conv transpose with dilation and groups", x => x[0].ConvTranspose(x[1], strides: [2], outputPadding: [2], dilations: [3],
                groups: 2), Samples.Uniform([1, 4, 3, 3]), Samples.Uniform([4, 3, 2, 2], seed: 2)),
            new("conv transpose over 1 dimension", x =>
                x[0].ConvTranspose(x[1], strides: [2], padding: [1]), Samples.Uniform([2, 3, 5]), Samples.Uniform([3, 2, 4], seed: 2)),
            new("conv transpose over 3 dimensions", x =>
                x[0].ConvTranspose(x[1], strides: [2]), Samples.Uniform([1, 2, 2, 2, 3]), Samples.Uniform([2, 2, 2, 3, 2], seed: 2)),
        ];

    private static OpCase Conv(string name, Shape x, Shape weight, ConvWindow window) =>
        new("conv " + name, n => n[0].Conv(n[1], window), Samples.Uniform(x), Samples.Uniform(weight, seed: 2));
}
