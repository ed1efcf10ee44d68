namespace NeuralJit.Tests;

/// <summary>Reductions over one axis, several and all, over extents of 0 and 1, and of views.</summary>
internal static class ReductionCases
{
    private static readonly (string Name, Func<Node, int[], bool, Node> Op, bool OfNothing)[] Ops =
        [
            ("sum", (x, axes, keep) => x.Sum(axes, keep), true), ("prod", (x, axes, keep) => x.Prod(axes, keep), true),
            ("max", (x, axes, keep) => x.Max(axes, keep), false), ("min", (x, axes, keep) => x.Min(axes, keep), false),
            ("mean", (x, axes, keep) => x.Mean(axes, keep), false), ("variance", (x, axes, keep) => x.Variance(axes, keep), false),
            ("biased variance", (x, axes, keep) => x.Variance(axes, keep, unbiased: false), false),
            ("logsumexp", (x, axes, keep) => x.LogSumExp(axes, keep), false),
        ];

    private static readonly int[][] AxisSets = [[], [0], [1], [-1], [0, 2], [1, 2]];

    public static IEnumerable<OpCase> All
    {
        get
        {
            foreach (var (name, op, ofNothing) in Ops)
            {
                foreach (int[] axes in AxisSets)
                {
                    string label = $"{name} over [{string.Join(',', axes)}]";
                    yield return new OpCase(label, x => op(x[0], axes, false), Samples.Uniform([3, 4, 5]));
                    yield return new OpCase(label + " kept", x => op(x[0], axes, true), Samples.Uniform([3, 4, 5], 0.5, 1.5));
                }
                yield return new OpCase($"{name} over the axis of a scalar", x => op(x[0], [-1], true), Samples.Uniform([], 0.5, 1.5))
                {
                    // 0/0: NaN, as is its gradient.
                    Differentiable = name != "variance",
                };
                yield return new OpCase($"{name} of a transposed tensor", x => op(x[0].T, [1], false), Samples.Uniform([5, 37]));
                yield return new OpCase($"{name} of nothing kept back", x => op(x[0], [1], false), Samples.Uniform([0, 4]));
                if (ofNothing)
                {
                    yield return new OpCase($"{name} of nothing", x => op(x[0], [0], false), Samples.Uniform([0, 4]));
                    yield return new OpCase(
                        $"{name} of integers", x => op(x[0], [0], false), Samples.Longs([3, 4], -3, 4))
                    { Differentiable = false };
                }
            }
            yield return new OpCase("logsumexp of nothing", x => x[0].LogSumExp(1), Samples.Uniform([3, 0]));
            yield return new OpCase("logsumexp of no rows", x => x[0].LogSumExp([0, 1], true), Samples.Uniform([0, 4]));
            yield return new OpCase("sum of one", x => x[0].Sum(), Samples.Uniform([1, 1]));
            yield return new OpCase("sum of a scalar", x => x[0].Sum(), Samples.Uniform([]));
            yield return new OpCase("sum of a long row", x => x[0].Sum(1), Samples.Uniform([2, 1000]));
            yield return new OpCase("sum of long columns", x => x[0].Sum(0), Samples.Uniform([1000, 3]));
            yield return new OpCase("max with ties", x => x[0].Max(1), Samples.Ties([4, 6])) { TwiceDifferentiable = false };
            yield return new OpCase("min with ties", x => x[0].Min(), Samples.Ties([4, 6])) { TwiceDifferentiable = false };
            yield return new OpCase("prod with one zero", x => x[0].Prod(1), TensorData.From([2, 3], 2, 0, 3, 1, 2, 4));
            yield return new OpCase("prod with two zeros", x => x[0].Prod(1), TensorData.From([1, 3], 0, 0, 3));
            foreach (double p in new[] { 0.5, 1, 1.5, 2, 3, 4, -1, double.PositiveInfinity, double.NegativeInfinity })
            {
                yield return new OpCase($"norm {p.ToString(System.Globalization.CultureInfo.InvariantCulture)}", x =>
                    x[0].Norm(p, [0, 2]), Samples.Uniform([3, 4, 2]));
            }
            yield return new OpCase("norm 0", x => x[0].Norm(0, 1, keepDims: true) * x[0], Samples.Ties([3, 4])) { Differentiable = false };
            yield return new OpCase("norm of nothing", x => x[0].Norm(3, 0), Samples.Uniform([0, 4]));
            foreach (OpCase row in Positions())
            {
                yield return row;
            }
        }
    }

    private static IEnumerable<OpCase> Positions()
    {
        yield return Position("argmax", x => x[0].ArgMax(), Samples.Uniform([3, 5]));
        yield return Position("argmin", x => x[0].ArgMin(), Samples.Uniform([3, 5]));
        yield return Position("argmax over the axis of a scalar", x => x[0].ArgMax(0, keepDims: true), Samples.Uniform([]));
        yield return Position("argmax over 0", x => x[0].ArgMax(0), Samples.Ties([7, 5]));
        yield return Position("argmax over 1", x => x[0].ArgMax(1), Samples.Ties([5, 40]));
        yield return Position("argmin over 1 kept", x => x[0].ArgMin(1, keepDims: true), Samples.Ties([5, 40]));
        yield return Position("argmax of a transposed tensor", x => x[0].T.ArgMax(1), Samples.Uniform([7, 5]));
        yield return Position("argmin of integers", x => x[0].ArgMin(-1), Samples.Longs([2, 3, 4], -9, 9));
        yield return Position("argmax of no rows", x => x[0].ArgMax(1), Samples.Uniform([0, 3]));
    }

    private static OpCase Position(string name, Func<Node[], Node> op, TensorData input) => new(name, op, input) { Differentiable = false };
}
