namespace NeuralJit.Fuzz;

/// <summary>Losses, as PyTorch defines them.</summary>
internal static class LossRules
{
    extension(RuleTable table)
    {
        public RuleTable AddLosses() => table
            .Add<MseLoss>((op, _, x) => Reduced((x[0] - x[1]).Square(), op.Reduction))
            .Add<BinaryCrossEntropyWithLogits>((op, _, x) => Reduced(Binary(x[0], x[1]), op.Reduction))
            .Add<ReducedLoss>((op, _, x) => Reduced(x[0], op.Reduction))
            .Add<BinaryCrossEntropy>(x => OfProbabilities(x[0], x[1]))
            .Add<CrossEntropy>((op, _, x) => OfClasses(x, NormalizationRules.LogSoftmax(x[0], ClassAxis(x[0])), op))
            .Add<NllLoss>((op, _, x) => OfClasses(x, x[0], new CrossEntropy(op.Reduction, op.IgnoreIndex, 0)));
    }

    private static int ClassAxis(Approx x) => x.Shape.Rank == 1 ? 0 : 1;

    private static Approx Reduced(Approx losses, LossReduction reduction) => reduction switch
    {
        LossReduction.Mean => losses.Mean(Axes.All(losses.Shape.Rank)).Reshaped(Shape.Scalar),
        LossReduction.Sum => losses.Sum(Axes.All(losses.Shape.Rank)).Reshaped(Shape.Scalar),
        LossReduction.BatchMean when losses.Shape.Rank > 0 => PerSample(losses),
        _ => losses,
    };

    // Samples are counted by their first extent.
    private static Approx PerSample(Approx losses)
    {
        Approx sum = Reduced(losses, LossReduction.Sum);
        sum[0] = losses.Arithmetic.Divide(sum[0], losses.Shape[0]);
        return sum;
    }

    // (1 − t) x + ln(1 + e^−x)
    private static Approx Binary(Approx x, Approx target) =>
        (x.Like(1) - target) * x + (-x).Each(static (m, v) => m.Monotone(v, Formulas.Softplus));

    // −t ln x − (1 − t) ln(1 − x), the logarithms held above −100.
    private static Approx OfProbabilities(Approx x, Approx target)
    {
        static Num Held(Arithmetic m, Num logarithm) => m.Max(logarithm, -100);
        Approx log = x.Each(static (m, p) => Held(m, m.Monotone(p, Math.Log)));
        Approx complement = x.Each(static (m, p) => Held(m, m.Monotone(Arithmetic.Negate(p), Formulas.Log1p)));
        return (target - x.Like(1)) * complement - target * log;
    }

    // −Σ q ln p, with the label's share 1 − s and s / classes for each; classes have weights, ignored samples count nothing.
    private static Approx OfClasses(Approx[] x, Approx logs, CrossEntropy op)
    {
        (int outer, int classes, int inner) = Places.Around(logs.Shape, ClassAxis(logs));
        var losses = new Approx(new TensorType(logs.DType, x[1].Shape));
        var total = new DotProduct();
        Arithmetic m = logs.Arithmetic;
        double rest = m.Constant(op.LabelSmoothing / classes), own = m.Constant(1 - op.LabelSmoothing);
        for (int i = 0; i < losses.Count; i++)
        {
            int first = i / inner * classes * inner + i % inner;
            long label = x[1].Integers[i];
            if (x[1].Errors[i] > 0)
            {
                return Unknown(new TensorType(logs.DType, op.Reduction == LossReduction.None ? losses.Shape : Shape.Scalar));
            }
            if (label == op.IgnoreIndex)
            {
                losses[i] = new Num(0, m.Tiny);
                continue;
            }
            Num WeightOf(int c) => x.Length > 2 ? x[2][c] : 1;
            total.Add(WeightOf((int)label));
            var loss = new DotProduct();
            loss.Add(m.Multiply(m.Multiply(logs[first + (int)label * inner], WeightOf((int)label)), own));
            for (int c = 0; c < classes && op.LabelSmoothing != 0; c++)
            {
                loss.Add(m.Multiply(m.Multiply(logs[first + c * inner], WeightOf(c)), rest));
            }
            losses[i] = Arithmetic.Negate(loss.Result(m, exactWhenWhole: true));
        }
        return op.Reduction == LossReduction.Mean
            ? Mean(losses, total.Result(m, exactWhenWhole: true))
            : Reduced(losses, op.Reduction);
    }

    private static Approx Mean(Approx losses, Num total)
    {
        Approx sum = Reduced(losses, LossReduction.Sum);
        // Nothing counted: 0 / 0.
        Num count = total is { Value: 0 } && total.Error <= losses.Arithmetic.Tiny ? 0 : total;
        Num all = count.Value == 0 && count.Error == 0 && sum.Values[0] == 0 ? 0 : sum[0];
        sum[0] = losses.Arithmetic.Divide(all, count);
        return sum;
    }

    private static Approx Unknown(TensorType type)
    {
        var y = new Approx(type);
        Array.Fill(y.Errors, double.PositiveInfinity);
        return y;
    }
}
