namespace NeuralJit.Fuzz;

/// <summary>Sums, products and extremes over axes; all keep the reduced axes as extents of 1.</summary>
internal static class Reductions
{
    // Running sums go on for at most so many elements before they are added up in pairs.
    private const int LongestRun = 1100;

    /// <summary>The error of a sum of n numbers as a multiple of the sum of their magnitudes, in roundings.</summary>
    public static double Roundings(int count) => Math.Min(count, LongestRun) + 4;

    public static Approx Sum(Approx x, Axes axes)
    {
        var y = new Approx(new TensorType(x.DType, x.Shape.Reduce(axes, keepDims: true)));
        int[] targets = Places.Reduction(x.Shape, axes);
        if (!x.DType.IsFloat)
        {
            return Integer(x, y, targets, static (a, b) => unchecked(a + b), 0);
        }
        var sums = new DotProduct[y.Count];
        for (int i = 0; i < x.Count; i++)
        {
            sums[targets[i]].Add(x[i]);
        }
        for (int i = 0; i < y.Count; i++)
        {
            y[i] = sums[i].Result(x.Arithmetic, exactWhenWhole: true);
        }
        return y;
    }

    public static Approx Product(Approx x, Axes axes)
    {
        var y = new Approx(new TensorType(x.DType, x.Shape.Reduce(axes, keepDims: true)));
        int[] targets = Places.Reduction(x.Shape, axes);
        if (!x.DType.IsFloat)
        {
            return Integer(x, y, targets, static (a, b) => unchecked(a * b), 1);
        }
        // Any part of the product may come first: the large factors alone must not overflow, and what the small ones lose is magnified by
        // them.
        double[] large = new double[y.Count], small = new double[y.Count];
        for (int i = 0; i < y.Count; i++)
        {
            (y[i], large[i], small[i]) = (1, 1, 1);
        }
        for (int i = 0; i < x.Count; i++)
        {
            int at = targets[i];
            y[at] = x.Arithmetic.Multiply(y[at], x[i]);
            large[at] *= Math.Max(1, Math.Abs(x.Values[i]) + x.Errors[i]);
            small[at] *= x.Values[i] == 0 ? 1 : Math.Min(1, Math.Abs(x.Values[i]));
        }
        for (int i = 0; i < y.Count; i++)
        {
            bool overflows = !(large[i] <= x.Arithmetic.Most) && !y[i].IsSpecial;
            Num sum = y[i].IsSpecial && !double.IsNaN(y[i].Value) && small[i] < 1e-30 ? Num.Unknown : y[i];
            y[i] = overflows ? Num.Unknown : small[i] < 1e-30 ? sum with { Error = sum.Error + x.Arithmetic.Tiny * 100 * large[i] } : sum;
        }
        return y;
    }

    public static Approx Extreme(Approx x, Axes axes, Func<Arithmetic, Num, Num, Num> better)
    {
        var y = new Approx(new TensorType(x.DType, x.Shape.Reduce(axes, keepDims: true)));
        int[] targets = Places.Reduction(x.Shape, axes);
        bool[] seen = new bool[y.Count];
        for (int i = 0; i < x.Count; i++)
        {
            int at = targets[i];
            y[at] = seen[at] ? better(x.Arithmetic, y[at], x[i]) : x[i];
            seen[at] = true;
        }
        return y;
    }

    public static Approx IntegerExtreme(Approx x, Axes axes, bool greatest)
    {
        var y = new Approx(new TensorType(x.DType, x.Shape.Reduce(axes, keepDims: true)));
        int[] targets = Places.Reduction(x.Shape, axes);
        bool unsigned = x.DType == DType.UInt64;
        bool[] seen = new bool[y.Count];
        for (int i = 0; i < x.Count; i++)
        {
            int at = targets[i];
            long old = y.Integers[at], here = x.Integers[i];
            bool isGreater = unsigned ? (ulong)here > (ulong)old : here > old;
            y.Integers[at] = !seen[at] || isGreater == greatest ? here : old;
            y.Errors[at] = Math.Max(y.Errors[at], x.Errors[i]);
            seen[at] = true;
        }
        return y;
    }

    private static Approx Integer(Approx x, Approx y, int[] targets, Func<long, long, long> combine, long first)
    {
        Array.Fill(y.Integers, first);
        for (int i = 0; i < x.Count; i++)
        {
            int at = targets[i];
            y.Integers[at] = Elements.Wrapped(combine(y.Integers[at], x.Integers[i]), x.DType);
            y.Errors[at] = Math.Max(y.Errors[at], x.Errors[i]);
        }
        return y;
    }
}
