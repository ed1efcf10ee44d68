namespace NeuralJit.Tests;

/// <summary>Views and what moves elements about.</summary>
internal static class ViewCases
{
    public static IEnumerable<OpCase> All =>
        [
            Of("reshape", x => x.Reshape([4, -1]), [2, 3, 4]), Of("reshape of a transposed tensor", x => x.T.Reshape([15]), [3, 5]),
            Of("reshape adding 1s", x => x.T.Reshape([1, 5, 1, 3]), [3, 5]), Of("reshape of nothing", x => x.Reshape([4, 0]), [0, 3]),
            Of("flatten", x => x.Flatten(1), [2, 3, 4]), Of("flatten of a scalar", x => x.Flatten(), []),
                Of("unsqueeze", x => x.Unsqueeze(-1), [3, 5]),
            Of("squeeze", x => x.Squeeze(), [1, 3, 1]), Of("squeeze of an axis", x => x.Squeeze(-1), [1, 3, 1]),
            Of("transpose", x => x.T, [3, 5]), Of("transpose of nothing", x => x.T, [0, 5]),
                Of("permute", x => x.Permute(2, 0, 1), [2, 3, 4]),
            Of("transpose of axes", x => x.Transpose(0, -1), [2, 3, 4]), Of("broadcast", x => x.BroadcastTo([2, 3, 4]), [3, 1]),
            Of("broadcast of a scalar", x => x.BroadcastTo([2, 3]), []), Of("broadcast to nothing", x => x.BroadcastTo([0, 3]), [1, 3]),
            Of("tril", x => x.Tril(), [3, 5]), Of("tril of many", x => x.Tril(-1), [2, 4, 3]), Of("triu", x => x.Triu(1), [3, 5]),
                Of("triu of nothing", x => x.Triu(), [0, 3]),
            Of("slice", x => x[1..3, ..2], [4, 3]), Of("slice at a position", x => x[^1, 1..], [4, 3]),
                Of("slice with a step", x => x[(1..8, 3)], [9]),
            Of("slice backwards", x => x[(1..8, -2), (.., -1)], [9, 2]), Of("slice of nothing", x => x[2..2], [4, 3]),
            Of("slice with new axes", x => x[SliceIndex.NewAxis, 0, SliceIndex.Ellipsis, 1..], [4, 2, 3]),
            Of("slice of a slice of a transposed tensor", x => x.T[1.., (.., 2)][..2, ^1], [5, 4]), Of("slice of all", x => x[..], [3]),
            Of("flip", x => x.Flip(0, 2), [2, 3, 4]), Of("narrow", x => x.Narrow(-1, 1, 2), [3, 4]),
            Of("pad", x => x.Pad([1, 0], [2, 3]), [3, 2]), Of("pad inside", x => x.Pad([1, 2], [0, 1], [2, 1], 7), [3, 2]),
            Of("pad of one", x => x.Pad([1], [1], [3]), [1]), Of("pad of nothing", x => x.Pad([2], [1], [3], 5), [0]),
            Of("pad with less at the ends", x => x.Pad([-1, 1], [2, -1], null, 7), [3, 2]),
                Of("pad inside with less", x => x.Pad([-2, 1], [0, -1], [2, 1], 7), [3, 2]),
            Of("pad of a transposed tensor", x => x.T.Pad([1, 0], [0, 1]), [3, 2]),
            new("concat", x => Node.Concat([x[0], x[1], x[0]], 1), Samples.Uniform([2, 3]), Samples.Uniform([2, 2], seed: 2)),
            new("concat of rows", x => Node.Concat([x[0].T, x[1]], 0), Samples.Uniform([2, 3]), Samples.Uniform([0, 2], seed: 2)),
            new("stack", x => Node.Stack([x[0], x[1]], 1), Samples.Uniform([2, 3]), Samples.Uniform([2, 3], seed: 2)),
            Of("split", x => x.Split(2, 1)[1] * x.Split(2, 1)[2].Sum(), [3, 5]), Of("split by sizes", x => x.Split([1, 4], 1)[1], [3, 5]),
            Of("chunk", x => x.Chunk(2)[1], [5, 3]),
            new("stop gradient", x =>
                (x[0] * x[0].StopGradient() * 0).Sum() + x[0], Samples.Uniform([3, 5])) { TwiceDifferentiable = false },
            new("view of bools", x => x[0].T[(.., -1)], Samples.Bools([3, 5])) { Differentiable = false },
            new("pad of integers", x => x[0].Pad([1], [1], null, -1), Samples.Longs([3], 0, 9)) { Differentiable = false },
            new("concat of bools", x => Node.Concat([x[0], !x[0]]), Samples.Bools([3])) { Differentiable = false },
            new("iota", x =>
                Node.Iota(new TensorType(DType.Int32, [2, 3, 2]), 1) + x[0], Samples.Ints([2], 0, 9)) { Differentiable = false },
            new("arange", x => Node.Arange(-1, 2, 0.25, x[0].DType) * x[0], Samples.Uniform([12])),
            new("linspace", x => Node.Linspace(-1, 1, 7, x[0].DType) * x[0], Samples.Uniform([7])),
        ];

    private static OpCase Of(string name, Func<Node, Node> op, Shape shape) => new(name, x => op(x[0]), Samples.Uniform(shape));
}
