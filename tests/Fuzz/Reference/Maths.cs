namespace NeuralJit.Fuzz;

/// <summary>Functions of whole tensors, of which the formulas of composite ops are made.</summary>
internal static class Maths
{
    extension(Approx a)
    {
        public static Approx operator +(Approx x, Approx y) => Pairwise(x, y, static (m, p, q) => m.Add(p, q));

        public static Approx operator -(Approx x, Approx y) => Pairwise(x, y, static (m, p, q) => m.Subtract(p, q));

        public static Approx operator *(Approx x, Approx y) => Pairwise(x, y, static (m, p, q) => m.Multiply(p, q));

        public static Approx operator /(Approx x, Approx y) => Pairwise(x, y, static (m, p, q) => m.Divide(p, q));

        public static Approx operator -(Approx x) => x.Each(static (_, p) => Arithmetic.Negate(p));

        /// <summary>A constant beside the tensor.</summary>
        public Approx Like(double value) => Approx.Full(new TensorType(a.DType, Shape.Scalar), value);

        public Approx Exp() => a.Each(static (m, x) => m.Monotone(x, Math.Exp));

        public Approx Log() => a.Each(static (m, x) => m.Monotone(x, Math.Log));

        public Approx Square() => a.Each(static (m, x) => m.Multiply(x, x));

        public Approx Rsqrt() => a.Each(static (m, x) => m.Divide(1, m.Sqrt(x)));

        /// <summary>The function of each element.</summary>
        public Approx Each(Func<Arithmetic, Num, Num> function)
        {
            var y = new Approx(a.Type);
            Arithmetic m = a.Arithmetic;
            for (int i = 0; i < y.Count; i++)
            {
                y[i] = function(m, a[i]);
            }
            return y;
        }

        public Approx Sum(Axes axes) => Reductions.Sum(a, axes);

        public Approx Max(Axes axes) => Reductions.Extreme(a, axes, static (m, x, y) => m.Max(x, y));

        public Approx Mean(Axes axes) => a.Sum(axes) / a.Like(CountIn(a.Shape, axes));

        /// <summary>
        /// A mean within a formula, which need not be the rounded quotient of the sum: it may be put together of means of parts.
        /// </summary>
        public Approx InnerMean(Axes axes)
        {
            Approx mean = a.Mean(axes), magnitude = a.Each(static (_, x) => x with { Value = Math.Abs(x.Value) }).Mean(axes);
            for (int i = 0; i < mean.Count; i++)
            {
                mean.Errors[i] += mean[i].IsSpecial ? 0 : 4 * mean.Arithmetic.Unit * magnitude.Values[i];
            }
            return mean;
        }
    }

    /// <summary>The function of each pair of elements, broadcast.</summary>
    public static Approx Pairwise(Approx a, Approx b, Func<Arithmetic, Num, Num, Num> function)
    {
        Shape shape = Shape.Broadcast(a.Shape, b.Shape)!;
        int[]? left = Places.Broadcast(a.Shape, shape), right = Places.Broadcast(b.Shape, shape);
        var y = new Approx(new TensorType(a.DType, shape));
        Arithmetic m = a.Arithmetic;
        for (int i = 0; i < y.Count; i++)
        {
            y[i] = function(m, a[left is null ? i : left[i]], b[right is null ? i : right[i]]);
        }
        return y;
    }

    /// <summary>The number of elements that are combined into one.</summary>
    public static double CountIn(Shape shape, Axes axes)
    {
        double count = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            count *= axes.Contains(i) ? shape[i] : 1;
        }
        return count;
    }
}
