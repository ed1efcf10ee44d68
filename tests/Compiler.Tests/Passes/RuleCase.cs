using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>A form to which one rule of a pass applies, and the ops that are left after the pass.</summary>
internal sealed record RuleCase(string Pass, string Rule, Func<Node[], Node> Function, string[] Ops, params TensorData[] Inputs)
{
    private static readonly TensorData X = Samples.Uniform([3, 5], 0.3, 2), Y = Samples.Uniform([3, 5], 0.3, 2, seed: 2),
        Row = Samples.Uniform([5], 0.3, 2, seed: 3),
        Cube = Samples.Uniform([3, 4, 5]), Long = Samples.Uniform([1 << 17], -1, 1), B = Samples.Bools([3, 5]), C = Samples.Bools([5], 2);

    /// <summary>One row per rule, several where it has several forms.</summary>
    public static IReadOnlyList<RuleCase> All { get; } =
        [.. Canonical(), .. Algebra(), .. Stable(), .. Cuts(), .. Orders(), .. Layouts(), .. Convolutions(),
            new("fold constants", "f(constants) → constant", x => x[0] + Node.From(1f, 2, 3, 4, 5).Exp(), ["add"], X)];

    public override string ToString() => $"{Pass}: {Rule} [{string.Join(' ', Ops)}]";

    private static IEnumerable<RuleCase> Canonical()
    {
        const string Pass = "canonicalise";
        return
        [
            new(Pass, "stop_gradient(x) → x", x => x[0].StopGradient() + 1, ["add"], X),
            new(Pass, "view(x) of the same shape and order → x", x => Node.Apply(new Reshape(x[0].Shape), x[0]).Exp(), ["exp"], X),
            new(Pass, "view(x) of the same shape and order → x", x => Node.Apply(new Transpose([0, 1]), x[0]).Exp(), ["exp"], X),
            new(Pass, "reshape(reshape(x)) → reshape(x)", x => x[0].Reshape([15]).Reshape([5, 3]).Exp(), ["reshape", "exp"], X),
            new(Pass, "transpose(transpose(x)) → transpose(x)", x =>
                x[0].Permute(1, 2, 0).Permute(1, 2, 0).Exp(), ["transpose", "exp"], Cube),
            new(Pass, "transpose(transpose(x)) → transpose(x)", x => x[0].T.T.Exp(), ["exp"], X),
            new(Pass, "broadcast(broadcast(x)) → broadcast(x)", x =>
                x[0].BroadcastTo([3, 5]).BroadcastTo([2, 3, 5]).Exp(), ["broadcast", "exp"], Row),
            new(Pass, "f(broadcast(x), y) → f(x, y)", x => x[1].BroadcastTo([3, 5]) * x[0], ["multiply"], X, Row),
            new(Pass, "cast(x) to its own type → x", x => Node.Apply(new Cast(DType.Float32), x[0]).Exp(), ["exp"], X),
            new(Pass, "comparison of booleans → logic", x => x[0].Equal(x[1]), ["xor", "not"], B, C),
            new(Pass, "comparison of booleans → logic", x => x[0].NotEqual(x[1]), ["xor"], B, C),
            new(Pass, "comparison of booleans → logic", x => x[0] < x[1], ["not", "and"], B, C),
            new(Pass, "comparison of booleans → logic", x => x[0] <= x[1], ["not", "or"], B, C),
            new(Pass, "comparison of booleans → logic", x => x[0] > x[1], ["not", "and"], B, C),
            new(Pass, "comparison of booleans → logic", x => x[0] >= x[1], ["not", "or"], B, C),
        ];
    }

    private static IEnumerable<RuleCase> Algebra()
    {
        const string Pass = "simplify algebra", Powers = "pow(x, n) → products and roots of x";
        return
        [
            new(Pass, "x·1 → x", x => (x[0] * 1).Exp(), ["exp"], X),
            new(Pass, "x·1 → x", x => (1 * x[0]).Exp(), ["exp"], X),
            new(Pass, "x·1 → x", x => x[0] * Node.Ones([2, 3, 5]), ["broadcast"], X),
            new(Pass, "x/1 → x", x => (x[0] / 1).Exp(), ["exp"], X),
            new(Pass, "x − 0 → x", x => (x[0] - 0).Exp(), ["exp"], X),
            new(Pass, "x + (−y) → x − y", x => x[0] + -x[1], ["subtract"], X, Row),
            new(Pass, "(−x) + y → y − x", x => -x[0] + x[1], ["subtract"], X, Row),
            new(Pass, "x − (−y) → x + y", x => x[0] - -x[1], ["add"], X, Row),
            new(Pass, "−(−x) → x", x => (-(-x[0])).Exp(), ["exp"], X),
            new(Pass, "x·(−1) → −x", x => (x[0] * -1).Exp(), ["negate", "exp"], X),
            new(Pass, "x·x → x²", x => x[0] * x[0], ["square"], X),
            new(Pass, Powers, x => x[0].Pow(1).Exp(), ["exp"], X),
            new(Pass, Powers, x => x[0].Pow(2), ["square"], X),
            new(Pass, Powers, x => x[0].Pow(3), ["square", "multiply"], X),
            new(Pass, Powers, x => x[0].Pow(4), ["square", "square"], X),
            new(Pass, Powers, x => x[0].Pow(0.5), ["equal", "add", "sqrt", "select"], X),
            new(Pass, Powers, x => x[0].Pow(-0.5), ["equal", "add", "sqrt", "reciprocal", "select"], X),
            new(Pass, Powers, x => x[0].Pow(-1), ["reciprocal"], X),
            new(Pass, Powers, x => x[0].Pow(-2), ["reciprocal", "square"], X),
            new(Pass, "x/2ⁿ → x·2⁻ⁿ", x => x[0] / 8, ["multiply"], X),
            new(Pass, "where(c, x, x) → x", x => Node.Where(x[1], x[0], x[0]).Exp(), ["exp"], X, C),
            new(Pass, "not(not(x)) → x", x => !!x[0] & x[1], ["and"], B, C),
            new(Pass, "sum of nothing → reshape", x => x[0].Sum(0), ["reshape"], Samples.Uniform([1, 5])),
        ];
    }

    private static IEnumerable<RuleCase> Stable()
    {
        const string Pass = "stabilise";
        return
        [
            new(Pass, "log(softmax(x)) → log_softmax(x)", x => x[0].Softmax(0).Log(), ["log_softmax"], X),
            new(Pass, "log(sigmoid(x)) → −softplus(−x)", x => x[0].Sigmoid().Log(), ["negate", "softplus", "negate"], X),
            new(Pass, "log(1 − sigmoid(x)) → −softplus(x)", x => (1 - x[0].Sigmoid()).Log(), ["softplus", "negate"], X),
            new(Pass, "log(1 + x) → log1p(x)", x => (1 + x[0]).Log(), ["log1p"], X),
            new(Pass, "log(1 + x) → log1p(x)", x => (x[0] + 1).Log(), ["log1p"], X),
            new(Pass, "exp(x) − 1 → expm1(x)", x => x[0].Exp() - 1, ["expm1"], X),
        ];
    }

    private static IEnumerable<RuleCase> Cuts()
    {
        const string Split = "split reductions";
        return
        [
            new("expand composites", "composite → its definition", x => x[0].LeakyRelu(0.5), ["greater", "multiply", "select"], X),
            new("expand composites", "composite → its definition", x => x[0].Softmax(1), ["max", "subtract", "exp", "sum", "divide"], X),
            new("expand composites", "stop_gradient(x) → x", x => x[0].StopGradient() * 2, ["multiply"], X),
            new(Split, "reduce over extents of 1 too → over the others", x =>
                x[0].Sum([0, 1]), ["sum", "reshape"], Samples.Uniform([1, 4, 5])),
            new(Split, "reduce over separate axes → one run at a time", x =>
                x[0].Sum([0, 2]), ["sum", "sum", "reshape"], Cube),
            new(Split, "sum of windows that do not meet → sums along each dimension", x =>
                Node.Apply(new SumPool(new PoolWindow([2, 4], [2, 4], [0, 0], [0, 0], [1, 1])), x[0]),
                ["reshape", "sum", "reshape", "sum"], Samples.Uniform([2, 3, 6, 8])),
            new(Split, "sum of windows that do not meet → sums along each dimension", x =>
                Node.Apply(new SumPool(new PoolWindow([1, 6], [1, 6], [0, 0], [0, 0], [1, 1])), x[0]),
                ["reshape", "sum"], Samples.Uniform([3, 1, 3, 6])),
            new(Split, "reduce over extents of 1 too → over the others", x =>
                Node.Apply(new Sum(new Axes(1), KeepDims: false), x[0]).Exp(), ["reshape", "exp"], Samples.Uniform([1, 4, 5])),
            new(Split, "large reduction to few values → segments, then the rest", x => x[0].Sum(), ["segment_reduce", "sum"], Long),
            new(Split, "large reduction to few values → segments, then the rest", x =>
                x[0].Max(), ["segment_reduce", "reshape", "max"], Samples.Uniform([1021, 67])),
            new(Split, "large reduction to few values → segments, then the rest", x =>
                x[0].Min(1, keepDims: true), ["segment_reduce", "min", "reshape"], Samples.Uniform([2, 40_009])),
            new(Split, "large reduction to few values → segments, then the rest", x =>
                x[0].Sum(), ["segment_reduce", "reshape", "sum"], Samples.Uniform([40, 41, 43])),
            new(Split, "tall column reduction → segments, then the rest", x =>
                x[0].Sum(0), ["segment_reduce", "sum"], Samples.Uniform([1025, 64])),
        ];
    }

    private static IEnumerable<RuleCase> Orders()
    {
        const string Sums = "products as sums", Memory = "follow memory";
        TensorData large = Samples.Uniform([130, 128]), vector = Samples.Uniform([128, 1], seed: 2), row = Samples.Uniform([130], seed: 3);
        return
        [
            new(Sums, "a·b of depth 1 → a∘b", x => x[0].MatMul(x[1]), ["multiply"],
                Samples.Uniform([3, 1]), Samples.Uniform([1, 4], seed: 2)),
            new(Sums, "a·v → Σ a∘vᵀ", x => x[0].MatMul(x[1]), ["transpose", "multiply", "sum"], large, vector),
            new(Sums, "v·b → Σ vᵀ∘b", x => x[1].T.MatMul(x[0].T), ["transpose", "transpose", "transpose", "multiply", "sum", "reshape"],
                large, vector),
            new(Sums, "v·b → Σ vᵀ∘b", x => x[0].MatMul(x[1]), ["transpose", "multiply", "sum"],
                Samples.Uniform([1, 512]), Samples.Uniform([512, 513], seed: 2)),
            new(Memory, "f(transpose(x)) → transpose(f(x))", x => (x[0].T * x[1]).Sum(1),
                ["reshape", "transpose", "multiply", "sum", "transpose", "reshape"], large, row),
            new(Memory, "reduce(transpose(x)) → transpose(reduce(x))", x => x[0].T.Min(0, keepDims: true), ["min", "transpose"], large),
            new(Memory, "read across memory → read a copy", x => x[0].T.Exp(), ["transpose", "copy", "exp"], large),
        ];
    }

    private static IEnumerable<RuleCase> Layouts()
    {
        const string Pass = "choose layouts";
        return
        [
            new(Pass, "reshape of a strided view → reshape of a copy", x =>
                x[0].T.Reshape([15]).Exp(), ["transpose", "copy", "reshape", "exp"], X),
            new(Pass, "a·bᵀ → a·pack(bᵀ)", x => x[0].MatMul(x[1].T), ["transpose", "pack_columns", "packed_matmul"], X, Y),
            new("own results", "result without memory of its own → copy", x => x[0].T, ["transpose", "copy"], X),
        ];
    }

    private static IEnumerable<RuleCase> Convolutions()
    {
        const string Lower = "lower convolutions", Patches = "windows that do not meet → one element over patches";
        ConvWindow patch = ConvWindow.Create(2, strides: [4]);
        TensorData patchWeight = Samples.Uniform([5, 3, 4, 4], seed: 5);
        TensorData image = Samples.Uniform([2, 3, 6, 5]), weight = Samples.Uniform([4, 3, 3, 3], seed: 2),
            pointwise = Samples.Uniform([4, 3, 1, 1], seed: 3), dy = Samples.Uniform([2, 4, 6, 5], seed: 4);
        ConvWindow padded = ConvWindow.Create(2, padding: [1]), plain = ConvWindow.Create(2);
        return
        [
            new(Lower, Patches, x => x[0].Conv(x[1], patch),
                ["reshape", "reshape", "slice", "copy", "reshape", "transpose", "copy", "reshape", "pointwise_conv"],
                Samples.Uniform([2, 3, 9, 8]), patchWeight),
            new(Lower, Patches, x => Node.Apply(new ConvInputGradient(patch, [2, 3, 8, 8]), x[0], x[1]),
                ["reshape", "reshape", "transpose", "pointwise_conv", "reshape", "transpose", "copy", "reshape"],
                Samples.Uniform([2, 5, 2, 2]), patchWeight),
            new(Lower, Patches, x => Node.Apply(new ConvWeightGradient(patch, patchWeight.Shape), x[0], x[1]),
                ["slice", "copy", "reshape", "transpose", "copy", "reshape", "pad_planes", "reshape", "transpose", "pack_columns",
                    "plane_weight_gradient", "sum", "transpose", "reshape", "copy", "reshape"],
                Samples.Uniform([2, 3, 8, 10]), Samples.Uniform([2, 5, 2, 2], seed: 2)),
            new(Lower, "conv with one element → product of channels", x =>
                x[0].Conv(x[1], plain), ["reshape", "pointwise_conv"], image, pointwise),
            new(Lower, "conv → tiles over planes", x => x[0].Conv(x[1], padded), ["reshape", "pad_planes", "plane_conv"], image, weight),
            new(Lower, "input gradient with one element → product of channels", x =>
                Node.Apply(new ConvInputGradient(plain, image.Shape), x[0], x[1]),
                ["reshape", "transpose", "pointwise_conv"], dy, pointwise),
            new(Lower, "input gradient → conv", x => Node.Apply(new ConvInputGradient(padded, image.Shape), x[0], x[1]),
                ["reshape", "transpose", "slice", "reshape", "copy", "reshape", "pad_planes", "plane_conv"], dy, weight),
            new(Lower, "weight gradient → tiles over planes", x => Node.Apply(new ConvWeightGradient(padded, weight.Shape), x[0], x[1]),
                ["pad_planes", "reshape", "transpose", "pack_columns", "plane_weight_gradient", "sum", "transpose", "copy", "reshape"],
                    image, dy),
            new(Lower, "reshape of a strided view → reshape of a copy", x => x[0].PixelShuffle(2).Conv(x[1], plain),
                ["reshape", "reshape", "transpose", "copy", "reshape", "pointwise_conv"], Samples.Uniform([2, 12, 3, 5]), pointwise),
        ];
    }
}
