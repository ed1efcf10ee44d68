namespace NeuralJit.Fuzz;

/// <summary>Comparisons, logic, and questions about numbers.</summary>
internal static class LogicRules
{
    extension(RuleTable table)
    {
        public RuleTable AddLogic() => table
            .Add<Less>((_, _, x) => Compare(x[0], x[1], Arithmetic.Less, WholeNumbers.Less))
            .Add<LessOrEqual>((_, _, x) => Compare(x[0], x[1], Arithmetic.LessOrEqual, (a, b, t) => !WholeNumbers.Less(b, a, t)))
            .Add<Greater>((_, _, x) => Compare(x[1], x[0], Arithmetic.Less, WholeNumbers.Less))
            .Add<GreaterOrEqual>((_, _, x) => Compare(x[1], x[0], Arithmetic.LessOrEqual, (a, b, t) => !WholeNumbers.Less(b, a, t)))
            .Add<Equal>((_, node, x) => ExtremeOf(node, x) ?? Compare(x[0], x[1], Arithmetic.Equal, (a, b, _) => a == b))
            .Add<NotEqual>((_, _, x) => Compare(x[0], x[1], (a, b) => Not(Arithmetic.Equal(a, b)), (a, b, _) => a != b))
            .Pairs<And>(null!, (a, b, _) => a & b)
            .Pairs<Or>(null!, (a, b, _) => a | b)
            .Pairs<Xor>(null!, (a, b, _) => a ^ b)
            .Each<Not>(null!, (x, _) => x == 0 ? 1 : 0)
            .Add<IsNaN>((_, _, x) => Ask(x[0], double.IsNaN))
            .Add<IsInf>((_, _, x) => Ask(x[0], double.IsInfinity));
    }

    private static Truth Not(Truth answer) => answer switch { Truth.Yes => Truth.No, Truth.No => Truth.Yes, _ => answer };

    private static Approx Compare(Approx a, Approx b, Func<Num, Num, Truth> reals, Func<long, long, DType, bool> integers)
    {
        if (!a.DType.IsFloat)
        {
            return RuleTable.Integers(a, b, DType.Bool, (p, q, t) => integers(p, q, t) ? 1 : 0);
        }
        Shape shape = Shape.Broadcast(a.Shape, b.Shape)!;
        Approx left = a.BroadcastTo(shape), right = b.BroadcastTo(shape);
        var y = new Approx(new TensorType(DType.Bool, shape));
        for (int i = 0; i < y.Count; i++)
        {
            Truth answer = reals(left[i], right[i]);
            y.Integers[i] = answer == Truth.Yes ? 1 : 0;
            y.Errors[i] = answer == Truth.Unknown ? double.PositiveInfinity : 0;
        }
        return y;
    }

    private static Approx Ask(Approx x, Func<double, bool> question)
    {
        var y = new Approx(new TensorType(DType.Bool, x.Shape));
        for (int i = 0; i < y.Count; i++)
        {
            y.Integers[i] = x.DType.IsFloat && question(x.Values[i]) ? 1 : 0;
            y.Errors[i] = double.IsPositiveInfinity(x.Errors[i]) ? double.PositiveInfinity : 0;
        }
        return y;
    }

    // x = max(x): however x was rounded, its greatest element is equal to it. Which one that is may hang on rounding where two are close.
    private static Approx? ExtremeOf(Node node, Approx[] inputs)
    {
        Node extreme = node.Inputs[1];
        while (extreme.Op is ViewOp and not (Slice or Transpose))
        {
            extreme = extreme.Inputs[0];
        }
        if (extreme.Op is not (Max or Min) || !ReferenceEquals(extreme.Inputs[0], node.Inputs[0]) || !inputs[0].DType.IsFloat)
        {
            return null;
        }
        Axes axes = ((ReduceOp)extreme.Op).Axes;
        Approx x = extreme.Op is Min ? -inputs[0] : inputs[0];
        if (node.Inputs[1].Shape.Rank != x.Shape.Rank || !node.Inputs[1].Shape.Equals(x.Shape.Reduce(axes, keepDims: true)))
        {
            return null;
        }
        int[] targets = Places.Reduction(x.Shape, axes);
        double[] floor = new double[node.Inputs[1].Shape.Count];
        Array.Fill(floor, double.NegativeInfinity);
        for (int i = 0; i < x.Count; i++)
        {
            floor[targets[i]] = Math.Max(floor[targets[i]], x[i].IsUnknown ? double.NaN : x[i].Low);
        }
        return Candidates(x, targets, floor);
    }

    private static Approx Candidates(Approx x, int[] targets, double[] floor)
    {
        int[] candidates = new int[floor.Length];
        for (int i = 0; i < x.Count; i++)
        {
            candidates[targets[i]] += x[i].High >= floor[targets[i]] ? 1 : 0;
        }
        var y = new Approx(new TensorType(DType.Bool, x.Shape));
        for (int i = 0; i < x.Count; i++)
        {
            double least = floor[targets[i]];
            bool isCandidate = x[i].High >= least, exactTie = x[i].Error == 0 && x[i].Value == least
                && !HasRoundedCandidate(x, targets, floor, targets[i]);
            y.Integers[i] = isCandidate ? 1 : 0;
            y.Errors[i] = double.IsNaN(least) && HasUnknown(x, targets, targets[i]) || isCandidate && candidates[targets[i]] > 1
                && !exactTie ? double.PositiveInfinity : 0;
        }
        return y;
    }

    private static bool HasUnknown(Approx x, int[] targets, int target)
    {
        for (int i = 0; i < x.Count; i++)
        {
            if (targets[i] == target && x[i].IsUnknown)
            {
                return true;
            }
        }
        return false;
    }

    private static bool HasRoundedCandidate(Approx x, int[] targets, double[] floor, int target)
    {
        for (int i = 0; i < x.Count; i++)
        {
            if (targets[i] == target && x[i].Error > 0 && x[i].High >= floor[target])
            {
                return true;
            }
        }
        return false;
    }
}
