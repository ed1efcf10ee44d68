namespace NeuralJit.Tests;

/// <summary>Matrix products: all layouts, extents of 0 and 1, batches, vectors.</summary>
internal static class MatMulCases
{
    private static readonly (Shape A, Shape B)[] Pairs =
        [
            ([5, 7], [7, 3]), ([1, 1], [1, 1]), ([1, 40], [40, 33]), ([17, 33], [33, 1]), ([3, 0], [0, 4]),
                ([0, 3], [3, 4]), ([3, 4], [4, 0]),
            ([2, 3, 4], [2, 4, 5]), ([2, 3, 4], [4, 5]), ([3, 4], [2, 4, 5]), ([2, 1, 3, 4], [3, 4, 2]), ([4], [4, 3]),
                ([3, 4], [4]), ([4], [4]),
            ([2, 3, 4], [4]), ([0, 3, 4], [0, 4, 5]),
        ];

    public static IEnumerable<OpCase> All =>
        [
            .. Pairs.Select(p => new OpCase("matmul", x => x[0].MatMul(x[1]), Samples.Uniform(p.A), Samples.Uniform(p.B, seed: 2))),
            new("matmul with the left transposed", x => x[0].T.MatMul(x[1]), Samples.Uniform([7, 5]), Samples.Uniform([7, 3], seed: 2)),
            new("matmul with the right transposed", x => x[0].MatMul(x[1].T), Samples.Uniform([5, 7]), Samples.Uniform([3, 7], seed: 2)),
            new("matmul with both transposed", x => x[0].T.MatMul(x[1].T), Samples.Uniform([7, 5]), Samples.Uniform([3, 7], seed: 2)),
            new("matmul of slices", x =>
                x[0][.., (.., 2)].MatMul(x[1][(.., -1)]), Samples.Uniform([5, 7]), Samples.Uniform([4, 3], seed: 2)),
            new("matmul with itself", x => x[0].MatMul(x[0]), Samples.Uniform([4, 4])),
            new("linear", x =>
                x[0].Linear(x[1], x[2]), Samples.Uniform([3, 5]), Samples.Uniform([4, 5], seed: 2), Samples.Uniform([4], seed: 3)),
            new("linear of a vector", x =>
                x[0].Linear(x[1], x[2]), Samples.Uniform([5]), Samples.Uniform([4, 5], seed: 2), Samples.Uniform([4], seed: 3)),
            new("two layers", x => x[0].Linear(x[1]).Tanh().Linear(x[2]).Sigmoid(), Samples.Uniform([3, 2]),
                Samples.Uniform([4, 2], seed: 2), Samples.Uniform([1, 4], seed: 3)),
        ];
}
