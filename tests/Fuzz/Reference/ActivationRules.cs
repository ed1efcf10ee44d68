namespace NeuralJit.Fuzz;

/// <summary>Activations with cases.</summary>
internal static class ActivationRules
{
    extension(RuleTable table)
    {
        public RuleTable AddActivations() => table
            .Add<LeakyRelu>((op, _, x) => x[0].Each((m, v) => Where(Arithmetic.Less(0, v), v, m.Multiply(v, m.Constant(op.Slope)))))
            .Add<PRelu>((_, _, x) => Maths.Pairwise(x[0], x[1], (m, v, slope) => Where(Arithmetic.Less(0, v), v, m.Multiply(v, slope))))
            .Add<Elu>((op, _, x) => x[0].Each((m, v) => Elu(op, m, v)))
            .Add<Hardtanh>((op, _, x) => x[0].Each((m, v) => m.Min(m.Max(v, m.Constant(op.Min)), m.Constant(op.Max))))
            .Add<Hardshrink>((op, _, x) => x[0].Each((m, v) => Where(Arithmetic.LessOrEqual(Magnitude(v), m.Constant(op.Lambda)), 0, v)))
            .Add<Hardsigmoid>(x => x[0].Each((m, v) => Sixth(m, v)))
            .Add<Hardswish>(x => x[0].Each((m, v) => m.Multiply(v, Sixth(m, v))))
            .Add<Softshrink>((op, _, x) => x[0].Each((m, v) => Softshrink(m.Constant(op.Lambda), m, v)))
            .Add<Softsign>(x => x[0].Each((m, v) => m.Divide(v, m.Add(Magnitude(v), 1))))
            .Add<Threshold>(
                (op, _, x) => x[0].Each((m, v) => Where(Arithmetic.LessOrEqual(v, m.Constant(op.Limit)), m.Constant(op.Otherwise), v)));
    }

    private static Num Where(Truth condition, Num a, Num b) => Arithmetic.Choose(condition, a, b);

    private static Num Magnitude(Num x) => x with { Value = Math.Abs(x.Value) };

    // Where the exponential overflows the other branch is taken.
    private static Num Elu(Elu op, Arithmetic m, Num x)
    {
        Num linear = m.Multiply(x, m.Constant(op.Scale));
        Num curved = m.Multiply(m.Monotone(m.Multiply(x, m.Constant(op.InputScale)), Formulas.Expm1), m.Constant(op.Alpha * op.Scale));
        return Where(Arithmetic.Less(0, x), linear, curved);
    }

    private static Num Sixth(Arithmetic m, Num x) => m.Multiply(m.Min(m.Max(m.Add(x, 3), 0), 6), m.Constant(1.0 / 6));

    private static Num Softshrink(double lambda, Arithmetic m, Num x) => Where(
        Arithmetic.Less(lambda, x), m.Subtract(x, lambda), Where(Arithmetic.Less(x, -lambda), m.Add(x, lambda), m.Multiply(x, 0)));
}
