namespace NeuralJit.Tests;

/// <summary>Softmax, layer norm and functions with gradients of their own.</summary>
internal static class CompositeCases
{
    public static IEnumerable<OpCase> All =>
        [
            new("softmax of a scalar", x => x[0].Softmax(0), Samples.Uniform([])),
                new("log_softmax of a scalar", x => x[0].LogSoftmax(), Samples.Uniform([])),
            .. Rows("softmax", (x, axis) => x.Softmax(axis)), .. Rows("log_softmax", (x, axis) => x.LogSoftmax(axis)),
            new("softmax of large values", x => (x[0] * 100).Softmax(), Samples.Uniform([3, 5])) { TwiceDifferentiable = false },
            new("layer norm", x => x[0].LayerNorm([5]), Samples.Uniform([3, 5])),
            new("layer norm with weight", x => x[0].LayerNorm([5], x[1]), Samples.Uniform([3, 5]), Samples.Uniform([5], seed: 2)),
            new("layer norm with bias", x => x[0].LayerNorm([5], null, x[1]), Samples.Uniform([3, 5]), Samples.Uniform([5], seed: 2)),
            new("layer norm with both", x =>
                x[0].LayerNorm([5], x[1], x[2]), Samples.Uniform([3, 5]), Samples.Uniform([5], seed: 2), Samples.Uniform([5], seed: 3)),
            new("layer norm over two axes", x => x[0].LayerNorm([4, 5], x[1], x[2], 1e-3), Samples.Uniform([3, 4, 5]),
                Samples.Uniform([4, 5], seed: 2), Samples.Uniform([4, 5], seed: 3)),
            new("layer norm of a transposed tensor", x =>
                x[0].T.LayerNorm([3], x[1], x[2]), Samples.Uniform([3, 5]), Samples.Uniform([3], seed: 2), Samples.Uniform([3], seed: 3)),
            new("layer norm of long rows", x => x[0].LayerNorm([100], x[1], x[2]), Samples.Uniform([2, 100]),
                Samples.Uniform([100], seed: 2), Samples.Uniform([100], seed: 3)),
            new("layer norm of no rows", x =>
                x[0].LayerNorm([5], x[1], x[2]), Samples.Uniform([0, 5]), Samples.Uniform([5], seed: 2), Samples.Uniform([5], seed: 3)),
            new("custom gradient", x => x[0].WithGradient(v => v.Exp(), (v, y, dy) => dy * y), Samples.Uniform([3, 5])),
            new("custom gradient of two", x => Node.WithGradient([x[0], x[1]], v => v[0] * v[1], (v, y, dy) => [dy * v[1], dy * v[0]]),
                Samples.Uniform([3, 5]), Samples.Uniform([5], seed: 2)),
        ];

    private static IEnumerable<OpCase> Rows(string name, Func<Node, int, Node> op) =>
        [
            new(name, x => op(x[0], -1), Samples.Uniform([3, 5])), new(name + " over 0", x => op(x[0], 0), Samples.Uniform([3, 5])),
            new(name + " over the middle", x => op(x[0], 1), Samples.Uniform([2, 3, 4])), new(name, x => op(x[0], 0), Samples.Uniform([7])),
            new(name + " of a transposed tensor", x => op(x[0].T, 1), Samples.Uniform([3, 5])),
                new(name, x => op(x[0], -1), Samples.Uniform([4, 100])),
            new(name + " of one class", x => op(x[0], 1), Samples.Uniform([3, 1])),
                new(name + " of no rows", x => op(x[0], 1), Samples.Uniform([0, 3])),
            new(name + " of no classes", x => op(x[0], 1), Samples.Uniform([3, 0])),
        ];
}
