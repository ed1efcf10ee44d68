namespace NeuralJit.Fuzz;

/// <summary>Functions of single elements.</summary>
internal static class ElementwiseRules
{
    extension(RuleTable table)
    {
        public RuleTable AddElementwise() => table.AddArithmetic()
            .Each<Exp>((m, x) => m.Monotone(x, Math.Exp))
            .Each<Expm1>((m, x) => m.Monotone(x, Formulas.Expm1))
            .Each<Log>((m, x) => m.Monotone(x, Math.Log))
            .Each<Log1p>((m, x) => m.Monotone(x, Formulas.Log1p))
            .Each<Sqrt>((m, x) => m.Sqrt(x))
            .Each<Rsqrt>((m, x) => m.Divide(1, m.Sqrt(x)))
            .Each<Reciprocal>((m, x) => m.Divide(1, x))
            .Each<Sin>((m, x) => m.Smooth(x, Math.Sin, 1, 2))
            .Each<Cos>((m, x) => m.Smooth(x, Math.Cos, 1, 2))
            .Each<Tan>((m, x) => m.Tan(x))
            .Each<Tanh>((m, x) => m.Monotone(x, Math.Tanh))
            .Each<Tanhshrink>((m, x) => m.Monotone(x, Formulas.Tanhshrink))
            .Each<Sigmoid>((m, x) => m.Monotone(x, Formulas.Sigmoid))
            .Each<Erf>((m, x) => m.Monotone(x, Formulas.Erf))
            .Each<Floor>((m, x) => m.Step(x, Math.Floor))
            .Each<Ceiling>((m, x) => m.Step(x, Math.Ceiling))
            .Each<Round>((m, x) => m.Step(x, v => Math.Round(v, MidpointRounding.ToEven)))
            .Each<Relu>((m, x) => x.Value == 0 && x.Error == 0 ? new Num(0, m.Tiny) : m.Max(x, 0))
            .Each<Relu6>((m, x) => x.Value == 0 && x.Error == 0 ? new Num(0, m.Tiny) : m.Min(m.Max(x, 0), 6))
            .Each<Gelu>((m, x) => m.Gate(x, Formulas.Gelu))
            .Each<GeluTanh>((m, x) => m.Gate(x, Formulas.GeluTanh))
            .Each<Silu>((m, x) => m.Gate(x, Formulas.Silu))
            .Each<Mish>((m, x) => m.Gate(x, v => v * Math.Tanh(Formulas.Softplus(v))))
            .Each<Softplus>((m, x) => m.Monotone(x, Formulas.Softplus))
            .Add<Cast>((op, _, x) => Casts.Run(x[0], op.Target))
            .Add<Select>((_, node, x) =>
                Choose(node.Type, x[0].BroadcastTo(node.Shape), x[1].BroadcastTo(node.Shape), x[2].BroadcastTo(node.Shape)));

        private RuleTable AddArithmetic() => table
            .Each<Negate>((_, x) => Arithmetic.Negate(x), (x, _) => unchecked(-x))
            .Each<Abs>((_, x) => x with { Value = Math.Abs(x.Value) }, (x, t) => t != DType.UInt64 && x < 0 ? unchecked(-x) : x)
            .Each<Sign>((_, x) => Sign(x), (x, t) => x == 0 ? 0 : x > 0 || t == DType.UInt64 ? 1 : -1)
            .Each<Square>((m, x) => m.Multiply(x, x), (x, _) => unchecked(x * x))
            .Pairs<Add>((m, a, b) => m.Add(a, b), (a, b, _) => unchecked(a + b))
            .Pairs<Subtract>((m, a, b) => m.Subtract(a, b), (a, b, _) => unchecked(a - b))
            .Pairs<Multiply>((m, a, b) => m.Multiply(a, b), (a, b, _) => unchecked(a * b))
            .Pairs<Divide>((m, a, b) => m.Divide(a, b), WholeNumbers.Quotient)
            .Pairs<Power>((m, a, b) => m.Power(a, b), WholeNumbers.Power)
            .Pairs<Modulo>((m, a, b) => m.Modulo(a, b), WholeNumbers.Modulo)
            .Pairs<Maximum>((m, a, b) => m.Max(a, b), (a, b, t) => WholeNumbers.Less(a, b, t) ? b : a)
            .Pairs<Minimum>((m, a, b) => m.Min(a, b), (a, b, t) => WholeNumbers.Less(a, b, t) ? a : b)
            .Pairs<Atan2>((m, a, b) => m.Atan2(a, b));
    }

    // 0 for NaN, as in PyTorch.
    private static Num Sign(Num x) => x.IsUnknown || x.Error > 0 && !x.IsAwayFromZero ? Num.Unknown
        : double.IsNaN(x.Value) ? new Num(0, double.Epsilon) : x.Value == 0 ? new Num(0, double.Epsilon) : Math.Sign(x.Value);

    private static Approx Choose(TensorType type, Approx condition, Approx a, Approx b)
    {
        var y = new Approx(type);
        for (int i = 0; i < y.Count; i++)
        {
            if (condition.Errors[i] == 0)
            {
                y.Copy(condition.Integers[i] != 0 ? a : b, i, i);
            }
            else if (type.DType.IsFloat)
            {
                y[i] = Arithmetic.Choose(Truth.Unknown, a[i], b[i]);
            }
            else
            {
                y.Integers[i] = a.Integers[i];
                y.Errors[i] = a.Integers[i] == b.Integers[i] && a.Errors[i] == 0 && b.Errors[i] == 0 ? 0 : double.PositiveInfinity;
            }
        }
        return y;
    }
}
