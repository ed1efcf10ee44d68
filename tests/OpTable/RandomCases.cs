namespace NeuralJit.Tests;

/// <summary>Random numbers: every mode draws the same.</summary>
internal static class RandomCases
{
    public static IEnumerable<OpCase> All =>
        [
            new("random uniform", x => Node.RandomUniform([3, 37]).Cast(x[0].DType) * x[0], Samples.Uniform([37])),
            new("random normal", x => Node.RandomNormal([3, 37]).Cast(x[0].DType) * x[0], Samples.Uniform([37])),
            new("two streams", x =>
                x[0] + Node.RandomUniform([5]).Cast(x[0].DType) - Node.RandomUniform([5]).Cast(x[0].DType), Samples.Uniform([5])),
            new("random of nothing", x => Node.RandomUniform([0, 3]).Cast(x[0].DType) * x[0], Samples.Uniform([3])),
            new("random f64", x => Node.RandomUniform([9], DType.Float64).Cast(x[0].DType) + x[0]
                + Node.RandomNormal([9], DType.Float64).Cast(x[0].DType), Samples.Uniform([9])),
            new("dropout", x => Node.Where(Node.Bernoulli([4, 5], 0.5), x[0] * 2, 0), Samples.Uniform([4, 5])),
        ];
}
