namespace NeuralJit.Oracle.Tests;

/// <summary>Functions of elements, comparisons, choosing.</summary>
internal static class ElementwiseOps
{
    public static OpRows All => new OpRows
    {
        { "abs", c => c[0].Abs() },
        { "neg", c => -c[0] },
        { "exp", c => c[0].Exp() },
        { "expm1", c => c[0].Expm1() },
        { "exp2", c => (c[0] * Math.Log(2)).Exp() },
        { "log", c => c[0].Log() },
        { "log1p", c => c[0].Log1p() },
        { "log2", c => c[0].Log() * (1 / Math.Log(2)) },
        { "log10", c => c[0].Log() * (1 / Math.Log(10)) },
        { "sqrt", c => c[0].Sqrt() },
        { "rsqrt", c => c[0].Rsqrt() },
        { "reciprocal", c => c[0].Reciprocal() },
        { "sin", c => c[0].Sin() },
        { "cos", c => c[0].Cos() },
        { "tan", c => c[0].Tan() },
        { "tanh", c => c[0].Tanh() },
        { "sigmoid", c => c[0].Sigmoid() },
        { "erf", c => c[0].Erf() },
        { "floor", c => c[0].Floor() },
        { "ceil", c => c[0].Ceiling() },
        { "round", c => c[0].Round() },
        { "sign", c => c[0].Sign() },
        { "square", c => c[0].Square() },
        { "isnan", c => c[0].IsNaN() },
        { "isinf", c => c[0].IsInf() },
        { "isfinite", c => !(c[0].IsNaN() | c[0].IsInf()) },
        { "add", c => c[0] + c[1] * c.Number("alpha", 1) },
        { "sub", c => c[0] - c[1] * c.Number("alpha", 1) },
        { "rsub", c => c[1] - c[0] * c.Number("alpha", 1) },
        { "mul", c => c[0] * c[1] },
        { "div div.no_rounding_mode", c => c[0] / c[1] },
        { "pow", c => c[0].Pow(c[1]) },
        { "pow_scalar", c => c[0].Pow(c.Number("exponent")) },
        { "maximum", c => c[0].Maximum(c[1]) },
        { "minimum", c => c[0].Minimum(c[1]) },
        { "atan2", c => c[0].Atan2(c[1]) },
        { "eq", c => c[0].Equal(c[1]) },
        { "ne", c => c[0].NotEqual(c[1]) },
        { "lt", c => c[0] < c[1] },
        { "le", c => c[0] <= c[1] },
        { "gt", c => c[0] > c[1] },
        { "ge", c => c[0] >= c[1] },
        { "logical_and", c => c[0].Cast(DType.Bool) & c[1].Cast(DType.Bool) },
        { "logical_or", c => c[0].Cast(DType.Bool) | c[1].Cast(DType.Bool) },
        { "logical_not", c => !c[0].Cast(DType.Bool) },
        { "binary/where", c => Node.Where(c[0], c[1], c[2]) },
        { "opinfo/where", c => Node.Where(c[1], c[0], c[2]) },
        { "binary/clamp", c => c[0].Hardtanh(c.Number("min", double.NegativeInfinity), c.Number("max", double.PositiveInfinity)) },
        { "opinfo/clamp", c => Clamp(c) },
        { "remainder", c => c[0] % c[1] },
        { "hypot", c => (c[0].Square() + c[1].Square()).Sqrt() },
        { "binary/lerp opinfo/lerp", c => c[0] + c[2] * (c[1] - c[0]) },
        { "addcmul", c => c[0] + c[1] * c[2] * c.Number("value", 1) },
        { "addcdiv", c => c[0] + c[1] / c[2] * c.Number("value", 1) },
        { "shape/masked_fill", c => Node.Where(c["m"], c.Number("value"), c["x"]) },
        { "opinfo/masked_fill", c => Node.Where(c[1], c[2], c[0]) },
    };

    private static Node Clamp(Call c)
    {
        Node x = c.Tensor(1, "min") is { } min ? c[0].Maximum(min) : c[0];
        return c.Tensor(2, "max") is { } max ? x.Minimum(max) : x;
    }
}
