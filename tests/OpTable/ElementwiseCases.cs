namespace NeuralJit.Tests;

/// <summary>Element-wise ops: over extents of 0, 1 and more than one vector, broadcast and transposed.</summary>
internal static class ElementwiseCases
{
    private static readonly Shape[] Shapes = [[3, 5], [0, 4], [1], [], [37]];

    private static readonly (Shape A, Shape B)[] Pairs =
        [([3, 5], [3, 5]), ([3, 5], [5]), ([3, 1], [1, 5]), ([], [3, 5]), ([0, 3], [3]), ([4, 1, 3], [2, 1]), ([35], [35])];

    public static IEnumerable<OpCase> Unary =>
        [
            .. Row("neg", x => -x), .. Row("abs", x => x.Abs()), .. Row("sign", x => x.Sign()), .. Row("exp", x => x.Exp()),
            .. Row("expm1", x => x.Expm1()), .. Row("log", x => x.Log(), 0.1, 4), .. Row("log1p", x => x.Log1p(), -0.9, 3),
            .. Row("sqrt", x => x.Sqrt(), 0.1, 4), .. Row("rsqrt", x => x.Rsqrt(), 0.1, 4),
                .. Row("reciprocal", x => x.Reciprocal(), 0.3, 4),
            .. Row("sin", x => x.Sin()), .. Row("cos", x => x.Cos()), .. Row("tan", x => x.Tan(), -1, 1), .. Row("tanh", x => x.Tanh()),
            .. Row("sigmoid", x => x.Sigmoid()), .. Row("erf", x => x.Erf()), .. Row("floor", x => x.Floor()),
                .. Row("ceiling", x => x.Ceiling()),
            .. Row("round", x => x.Round()), .. Row("square", x => x.Square()), .. Row("relu", x => x.Relu()),
                .. Row("gelu", x => x.Gelu()),
            .. Row("gelu_tanh", x => x.Gelu(approximate: true)), .. Row("silu", x => x.Silu()), .. Row("softplus", x => x.Softplus()),
            .. Row("leaky_relu", x => x.LeakyRelu(0.1)), .. Row("elu", x => x.Elu(1.5)),
            new("tanh of a transposed tensor", x => x[0].T.Tanh(), Samples.Uniform([3, 5])),
            new("exp of a reversed tensor", x => x[0][(.., -2)].Exp(), Samples.Uniform([9])),
            new("exp of a broadcast tensor", x => x[0].BroadcastTo([4, 3]).Exp(), Samples.Uniform([3])),
        ];

    public static IEnumerable<OpCase> Binary =>
        [
            .. Row("add", (a, b) => a + b), .. Row("subtract", (a, b) => a - b), .. Row("multiply", (a, b) => a * b),
            .. Row("divide", (a, b) => a / b, 0.5, 3), .. Row("power", (a, b) => a.Pow(b), 0.5, 2),
                .. Row("maximum", (a, b) => a.Maximum(b)),
            .. Row("minimum", (a, b) => a.Minimum(b)), .. Row("modulo", (a, b) => a % b, 0.5, 3),
                .. Row("atan2", (a, b) => a.Atan2(b), 0.2, 3),
            new("add of a transposed tensor", x => x[0].T + x[1], Samples.Uniform([5, 3]), Samples.Uniform([3, 5], seed: 2)),
            new("maximum of equal values", x => x[0].Maximum(x[1]), Samples.Ties([7]), Samples.Ties([7], 2)),
            new("add of a scalar", x => 1 + x[0] + 2.5, Samples.Uniform([3, 5])),
            new("subtract from a scalar", x => 1 - (x[0] - 2.5), Samples.Uniform([3, 5])),
            new("divide by a scalar", x => 1 / (x[0] / 2.5), Samples.Uniform([3, 5], 0.5, 2)),
            new("square by power", x => x[0].Pow(2), Samples.Uniform([3, 5])),
            new("power of a negative base", x => x[0].Pow(3), Samples.Uniform([3, 5])),
            new("where", x => Node.Where(x[0], x[1], x[2]), Samples.Bools([3, 1]), Samples.Uniform([5]), Samples.Uniform([3, 5], seed: 2)),
            new("where with scalars", x =>
                Node.Where(x[1] > 0, Node.Where(x[0], x[1], 2), x[1]), Samples.Bools([3, 5]), Samples.Uniform([3, 5])),
            new("an input used twice", x => (x[0] * x[0].Exp()) + (x[0] * x[1]), Samples.Uniform([3, 5]), Samples.Uniform([5])),
        ];

    public static IEnumerable<OpCase> Logic =>
        [
            .. Mask("equal", (a, b) => a.Equal(b)), .. Mask("not_equal", (a, b) => a.NotEqual(b)), .. Mask("less", (a, b) => a < b),
            .. Mask("less_or_equal", (a, b) => a <= b), .. Mask("greater", (a, b) => a > b), .. Mask("greater_or_equal", (a, b) => a >= b),
            Discrete("and", x => x[0] & x[1], Samples.Bools([3, 5]), Samples.Bools([5], 2)),
            Discrete("or", x => x[0] | x[1], Samples.Bools([3, 5]), Samples.Bools([5], 2)),
            Discrete("xor", x => x[0] ^ x[1], Samples.Bools([3, 5]), Samples.Bools([5], 2)),
            Discrete("not", x => !x[0], Samples.Bools([37])),
            Discrete("bitwise and", x => x[0] & x[1], Samples.Ints([3, 5], 0, 99), Samples.Ints([5], 0, 99, 2)),
            Discrete("isnan", x => (x[0].Log()).IsNaN(), Samples.Uniform([37])),
            Discrete("isinf", x => (1 / x[0]).IsInf(), Samples.Ties([37])),
            Discrete("add of integers", x => x[0] + x[1] * 3, Samples.Ints([3, 5], -9, 9), Samples.Ints([5], -9, 9, 2)),
            Discrete("divide of integers", x => x[0] / x[1], Samples.Longs([3, 5], -99, 99), Samples.Longs([5], 1, 9, 2)),
            Discrete("negate and abs of integers", x => (-x[0]).Abs() - x[0].Sign(), Samples.Longs([3, 5], -9, 9)),
            .. Casts(),
        ];

    private static IEnumerable<OpCase> Casts()
    {
        foreach (DType dtype in Enum.GetValues<DType>())
        {
            yield return Discrete(
                $"cast to {dtype.ShortName} and back", x => x[0].Cast(dtype).Cast(DType.Float32), Samples.Uniform([3, 5], 0, 100));
            yield return Discrete(
                $"cast from i64 to {dtype.ShortName}", x => x[0].Cast(dtype).Cast(DType.Int64), Samples.Longs([3, 5], 0, 100));
        }
        yield return new OpCase("cast to f64", x => (x[0].Cast(DType.Float64) * 2).Exp().Cast(DType.Float32), Samples.Uniform([3, 5]));
        yield return new OpCase("cast of a transposed tensor", x => x[0].T.Cast(DType.Float64) * 2, Samples.Uniform([3, 5]));
    }

    private static IEnumerable<OpCase> Row(string name, Func<Node, Node> op, double low = -2, double high = 2) =>
        Shapes.Select(shape => new OpCase(name, x => op(x[0]), Samples.Uniform(shape, low, high)));

    private static IEnumerable<OpCase> Row(string name, Func<Node, Node, Node> op, double low = -2, double high = 2) =>
        Pairs.Select(
            pair => new OpCase(name, x => op(x[0], x[1]), Samples.Uniform(pair.A, low, high), Samples.Uniform(pair.B, low, high, seed: 2)));

    private static IEnumerable<OpCase> Mask(string name, Func<Node, Node, Node> op) =>
        [
            .. Pairs.Select(pair => Discrete(name, x => op(x[0], x[1]), Samples.Ties(pair.A), Samples.Ties(pair.B, 2))),
            Discrete(name, x => op(x[0], x[1]), Samples.Longs([3, 5], -2, 2), Samples.Longs([5], -2, 2, 2)),
        ];

    private static OpCase Discrete(string name, Func<Node[], Node> op, params TensorData[] inputs) =>
        new(name, op, inputs) { Differentiable = false };
}
