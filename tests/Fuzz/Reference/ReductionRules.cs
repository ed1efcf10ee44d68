namespace NeuralJit.Fuzz;

/// <summary>Reductions over axes and positions of extremes.</summary>
internal static class ReductionRules
{
    extension(RuleTable table)
    {
        public RuleTable AddReductions() => table
            .Add<Sum>((op, _, x) => Reductions.Sum(x[0], op.Axes))
            .Add<Prod>((op, _, x) => Reductions.Product(x[0], op.Axes))
            .Add<Max>((op, _, x) => Extreme(x[0], op.Axes, greatest: true))
            .Add<Min>((op, _, x) => Extreme(x[0], op.Axes, greatest: false))
            .Add<Mean>((op, _, x) => x[0].Mean(op.Axes))
            .Add<Variance>((op, _, x) => Variance(x[0], op.Axes, op.Unbiased))
            .Add<Norm>((op, _, x) => Norm(x[0], op.Axes, op.P))
            .Add<LogSumExp>((op, _, x) => LogSumExp(x[0], op.Axes))
            .Add<ArgMax>((op, _, x) => Position(x[0], op.Axis, greatest: true))
            .Add<ArgMin>((op, _, x) => Position(x[0], op.Axis, greatest: false));
    }

    /// <summary>Σ(x − mean)² / n, or / (n − 1).</summary>
    public static Approx Variance(Approx x, Axes axes, bool unbiased)
    {
        double count = Maths.CountIn(x.Shape, axes);
        Approx sum = (x - x.InnerMean(axes)).Square().Sum(axes);
        return sum / sum.Like(unbiased ? Math.Max(0, count - 1) : count);
    }

    // (Σ|x|ᵖ)^(1/p), of elements divided by the greatest one (for negative p: the smallest), and its limits.
    private static Approx Norm(Approx x, Axes axes, double p)
    {
        Approx magnitude = x.Each(static (_, v) => v with { Value = Math.Abs(v.Value) });
        switch (p)
        {
            case double.PositiveInfinity or double.NegativeInfinity: return Extreme(magnitude, axes, greatest: p > 0);
            case 0: return x.Each(static (_, v) => Arithmetic.Choose(Arithmetic.Equal(v, 0), 0, 1)).Sum(axes);
            case 1: return magnitude.Sum(axes);
            case 2: return x.Square().Sum(axes).Each(static (m, v) => m.Sqrt(v));
        }
        if (x.Count == 0)
        {
            return x.Sum(axes);
        }
        Approx scale = Extreme(magnitude, axes, greatest: p > 0)
            .Each(static (_, v) => v.Value == 0 || !double.IsFinite(v.Value) ? v.IsUnknown ? v : 1 : v.Value);
        Num exponent = new(p, 0), root = magnitude.Arithmetic.Divide(1, exponent);
        return (magnitude / scale).Each((m, v) => m.Power(v, exponent)).Sum(axes).Each((m, v) => m.Power(v, root)) * scale;
    }

    // m + ln Σ e^(x − m), with m the greatest, or 0 where that is infinite.
    private static Approx LogSumExp(Approx x, Axes axes)
    {
        if (x.Count == 0)
        {
            return Approx.Full(new TensorType(x.DType, x.Shape.Reduce(axes, keepDims: true)), double.NegativeInfinity);
        }
        Approx shift = x.Max(axes).Each(static (_, m) => m.IsSpecial && double.IsInfinity(m.Value) ? 0 : m);
        return (x - shift).Exp().Sum(axes).Log() + shift;
    }

    private static Approx Extreme(Approx x, Axes axes, bool greatest) => !x.DType.IsFloat
        ? Reductions.IntegerExtreme(x, axes, greatest)
        : Reductions.Extreme(x, axes, greatest ? static (m, a, b) => m.Max(a, b) : static (m, a, b) => m.Min(a, b));

    // The first NaN, else the first of the greatest.
    private static Approx Position(Approx x, int axis, bool greatest)
    {
        var y = new Approx(new TensorType(DType.Int64, x.Shape.Reduce(new Axes(1u << axis), keepDims: true)));
        (int outer, int extent, int inner) = Places.Around(x.Shape, axis);
        for (int i = 0; i < y.Count; i++)
        {
            int first = i / inner * extent * inner + i % inner;
            int[] line = [.. Enumerable.Range(0, extent).Select(k => first + k * inner)];
            (int best, bool known) = x.DType.IsFloat
                ? Best(line, at => greatest ? x[at] : Arithmetic.Negate(x[at]), lastNaN: false)
                : BestInteger(line, x, greatest);
            y.Integers[i] = best;
            y.Errors[i] = known ? 0 : double.PositiveInfinity;
        }
        return y;
    }

    /// <summary>Which of some elements is the greatest: the first of equal ones; of NaNs the first or the last.</summary>
    public static (int Best, bool Known) Best(ReadOnlySpan<int> places, Func<int, Num> at, bool lastNaN)
    {
        int best = 0, nan = -1;
        bool known = true;
        for (int i = 0; i < places.Length; i++)
        {
            Num x = at(places[i]);
            known &= !x.IsUnknown;
            nan = double.IsNaN(x.Value) && (nan < 0 || lastNaN) ? i : nan;
            best = x.Value > at(places[best]).Value ? i : best;
        }
        if (!known || nan >= 0)
        {
            return (nan, known);
        }
        Num winner = at(places[best]);
        for (int i = 0; i < places.Length; i++)
        {
            Num x = at(places[i]);
            bool rivals = i != best && x.High >= winner.Low && (x.Error > 0 || winner.Error > 0);
            known &= !rivals;
        }
        return (best, known);
    }

    private static (int Best, bool Known) BestInteger(int[] places, Approx x, bool greatest)
    {
        int best = 0;
        bool known = true;
        for (int i = 0; i < places.Length; i++)
        {
            long here = x.Integers[places[i]], there = x.Integers[places[best]];
            best = greatest ? WholeNumbers.Less(there, here, x.DType) ? i : best : WholeNumbers.Less(here, there, x.DType) ? i : best;
            known &= x.Errors[places[i]] == 0;
        }
        return (best, known);
    }
}
