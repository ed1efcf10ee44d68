namespace NeuralJit.Fuzz;

/// <summary>Softmax and normalisations.</summary>
internal static class NormalizationRules
{
    extension(RuleTable table)
    {
        public RuleTable AddNormalizations() => table
            .Add<Softmax>((op, _, x) => Softmax(x[0], op.Axis))
            .Add<LogSoftmax>((op, _, x) => LogSoftmax(x[0], op.Axis))
            .Add<LayerNorm>((op, _, x) => Affine(Normalized(x[0], Last(x[0], op.NormalizedShape), op.Epsilon), x))
            .Add<RmsNorm>((op, _, x) => Affine(Scaled(x[0], Last(x[0], op.NormalizedShape), op.Epsilon), x))
            .Add<GroupNorm>((op, _, x) => PerChannel(InGroups(x[0], op), x))
            .Add<BatchNormOfBatch>((op, _, x) => OfBatch(x, op.Epsilon))
            .Add<BatchNorm>((op, _, x) => OfMoments(x, op.Epsilon));
    }

    public static Approx Softmax(Approx x, int axis)
    {
        Axes axes = new(1u << axis);
        if (x.Count == 0)
        {
            return x;
        }
        Approx e = (x - x.Max(axes)).Exp();
        return e / e.Sum(axes);
    }

    public static Approx LogSoftmax(Approx x, int axis)
    {
        Axes axes = new(1u << axis);
        if (x.Count == 0)
        {
            return x;
        }
        Approx z = x - x.Max(axes);
        return z - z.Exp().Sum(axes).Log();
    }

    private static Axes Last(Approx x, Shape normalized) =>
        new(Axes.All(x.Shape.Rank).Mask & ~Axes.All(x.Shape.Rank - normalized.Rank).Mask);

    private static Axes AllButChannels(Shape shape) => new(Axes.All(shape.Rank).Mask & ~2u);

    private static Approx Normalized(Approx x, Axes axes, double epsilon)
    {
        if (x.Count == 0)
        {
            return x;
        }
        Approx centred = x - x.InnerMean(axes);
        return centred * (centred.Square().Mean(axes) + x.Like(epsilon)).Rsqrt();
    }

    private static Approx Scaled(Approx x, Axes axes, double epsilon) =>
        x.Count == 0 ? x : x * (x.Square().Mean(axes) + x.Like(epsilon)).Rsqrt();

    private static Approx InGroups(Approx x, GroupNorm op)
    {
        int perGroup = x.Shape[1] / op.Groups;
        Shape grouped = [x.Shape[0], op.Groups, perGroup, .. x.Shape.Extents[2..]];
        return Normalized(x.Reshaped(grouped), new Axes(Axes.All(grouped.Rank).Mask & ~3u), op.Epsilon).Reshaped(x.Shape);
    }

    private static Approx Affine(Approx y, Approx[] x)
    {
        y = x.Length > 1 ? y * x[1] : y;
        return x.Length > 2 ? y + x[2] : y;
    }

    private static Approx PerChannel(Approx y, Approx[] x) =>
        x.Length < 3 ? y : y * Channels(x[1], y.Shape.Rank) + Channels(x[2], y.Shape.Rank);

    private static Approx Channels(Approx vector, int rank) => vector.Reshaped([vector.Count, .. Enumerable.Repeat(1, rank - 2)]);

    private static Approx OfBatch(Approx[] x, double epsilon)
    {
        if (x[0].Count == 0)
        {
            return x[0];
        }
        Axes axes = AllButChannels(x[0].Shape);
        Approx centred = x[0] - x[0].InnerMean(axes), scale = (centred.Square().Mean(axes) + x[0].Like(epsilon)).Rsqrt();
        int rank = x[0].Shape.Rank;
        return x.Length > 1 ? centred * (Channels(x[1], rank) * scale) + Channels(x[2], rank) : centred * scale;
    }

    // The factor of a channel is one number: it may overflow where the result does not.
    private static Approx OfMoments(Approx[] x, double epsilon)
    {
        int rank = x[0].Shape.Rank;
        Approx scale = (x[2] + x[2].Like(epsilon)).Rsqrt();
        scale = x.Length > 3 ? x[3] * scale : scale;
        Approx y = (x[0] - Channels(x[1], rank)) * Channels(scale, rank);
        return x.Length > 3 ? y + Channels(x[4], rank) : y;
    }
}
