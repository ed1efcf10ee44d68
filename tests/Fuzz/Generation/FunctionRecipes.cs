namespace NeuralJit.Fuzz;

/// <summary>Functions of one number.</summary>
internal static class FunctionRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        Of("Exp", (d, x) => (d.Wild ? x : x * 0.5).Exp()),
        Of("Expm1", (d, x) => (d.Wild ? x : x * 0.5).Expm1()),
        Of("Log", (d, x) => (d.Wild ? x : x.Abs() + 0.25).Log()),
        Of("Log1p", (d, x) => (d.Wild ? x : x.Square()).Log1p()),
        Of("Sqrt", (d, x) => (d.Wild ? x : x.Abs()).Sqrt()),
        Of("Rsqrt", (d, x) => (d.Wild ? x : x.Square() + 0.5).Rsqrt()),
        Of("Reciprocal", (d, x) => (d.Wild ? x : x.Abs() + 0.5).Reciprocal()),
        Of("Sin", (_, x) => x.Sin()), Of("Cos", (_, x) => x.Cos()), Of("Tan", (d, x) => (d.Wild ? x : x * 0.3).Tan()),
        Of("Tanh", (_, x) => x.Tanh()), Of("Sigmoid", (_, x) => x.Sigmoid()), Of("Erf", (_, x) => x.Erf()),
        Of("Floor", (_, x) => x.Floor()), Of("Ceiling", (_, x) => x.Ceiling()), Of("Round", (_, x) => x.Round()),
        Of("Relu", (_, x) => x.Relu()), Of("Relu6", (_, x) => (x * 3).Relu6()),
        Of("Gelu", (d, x) => x.Gelu(d.OneIn(2))), Of("Silu", (_, x) => x.Silu()),
        Of("Softplus", (d, x) => d.OneIn(2) ? x.Softplus() : x.Softplus(d.Of(0.5, 2.0), d.Of(1.0, 20.0))),
        Of("LogSigmoid", (_, x) => x.LogSigmoid()), Of("Mish", (_, x) => x.Mish()), Of("Tanhshrink", (_, x) => x.Tanhshrink()),
        Of("LeakyRelu", (d, x) => x.LeakyRelu(d.Of(0.01, 0.5, -0.25))),
        Of("Elu", (d, x) => x.Elu(d.Of(1, 0.5))), Of("Celu", (d, x) => x.Celu(d.Of(1, 0.7, 3))), Of("Selu", (_, x) => x.Selu()),
        Of("Hardtanh", (d, x) => x.Hardtanh(d.Of(-1, -0.25), d.Of(1, 0.5))), Of("Hardshrink", (d, x) => x.Hardshrink(d.Of(0.5, 0))),
        Of("Clamp", (d, x) => d.OneIn(3)
            ? x.Clamp(min: d.Of(-0.5, 0.25))
            : d.OneIn(2) ? x.Clamp(max: d.Of(0.5, -0.25)) : x.Clamp(d.Of(-1, 0.25), d.Of(0.5, -0.5))),
        Of("Hardsigmoid", (_, x) => (x * 2).Hardsigmoid()), Of("Hardswish", (_, x) => (x * 2).Hardswish()),
        Of("Softshrink", (d, x) => x.Softshrink(d.Of(0.5, 0, 1))), Of("Softsign", (_, x) => x.Softsign()),
        Of("Threshold", (d, x) => x.Threshold(d.Of(0, 0.5, -1), d.Of(0, 1, -2))),
        new("PRelu", PRelu),
        new("Glu", Glu),
        new("WithGradient", d => d.Float() is var x && d.OneIn(2)
            ? x.WithGradient(v => v.Tanh(), (v, y, dy) => dy * (1 - y.Square()))
            : Node.WithGradient([x, d.Partner(x)], v => v[0] * v[1], (v, y, dy) => [dy * v[1], dy * v[0]])),
    ];

    private static Recipe Of(string name, Func<Draft, Node, Node> function) => new(name, d => function(d, d.Float()), 1);

    private static Node PRelu(Draft d)
    {
        Node x = d.Float();
        int channels = x.Rank > 1 ? x.Shape[1] : 1;
        return x.PRelu(d.Shaped(d.OneIn(2) ? [1] : [channels], x.DType));
    }

    private static Node? Glu(Draft d)
    {
        Node x = d.Float(1);
        int axis = d.Axis(x);
        return x.Shape[axis] % 2 == 0 ? x.Glu(axis) : Node.Concat([x, x], axis).Glu(axis);
    }
}
