namespace NeuralJit.Fuzz;

/// <summary>Reductions over one axis, several, or all.</summary>
internal static class ReductionRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        Over("Sum", (x, axes, keep) => x.Sum(axes, keep), 5),
        Over("Mean", (x, axes, keep) => x.Mean(axes, keep), 4),
        Over("Prod", (x, axes, keep) => x.Prod(axes, keep), 1),
        Over("Max", (x, axes, keep) => x.Shape.Count > 0 ? x.Max(axes, keep) : null),
        Over("Min", (x, axes, keep) => x.Shape.Count > 0 ? x.Min(axes, keep) : null, 1),
        new("Norm", Norm),
        Over("LogSumExp", (x, axes, keep) => x.Shape.Count > 0 ? x.LogSumExp(axes, keep) : null),
        Over("Variance", (x, axes, keep) => x.Variance(axes, keep, unbiased: axes.Length == 1)),
        Over("StandardDeviation", (x, axes, keep) => x.StandardDeviation(axes, keep, unbiased: axes.Length == 1), 1),
        new("AllOf", d => d.Float() is { Shape.Count: > 0 } x ? d.Random.Next(7) switch
        {
            0 => x.Sum(), 1 => x.Mean(), 2 => x.Max(), 3 => x.Min(), 4 => x.LogSumExp(), 5 => x.Variance(d.OneIn(2)), _ => x.Prod(),
        } : null),
        new("OfIntegers", OfIntegers),
        new("ArgMax", d => Position(d, (x, axis, keep) => x.ArgMax(axis, keep), x => x.ArgMax()), 1),
        new("ArgMin", d => Position(d, (x, axis, keep) => x.ArgMin(axis, keep), x => x.ArgMin()), 1),
        new("SumTo", SumTo, 1),
        new("Crossed", Crossed),
        new("Centred", d => d.Float(1) is { Shape.Count: > 0 } x
            ? d.Axis(x) is var axis && d.OneIn(2)
            ? x - x.Mean(axis, true) : x - x.Max(axis, true) : null, 3),
        new("Normed", d => d.Float(1) is var x ? x / (x.Square().Sum(d.Axis(x), true) + 0.5).Sqrt() : null),
    ];

    private static Recipe Over(string name, Func<Node, int[], bool, Node?> function, int weight = 2) => new(name, d =>
    {
        Node x = d.Float(1);
        return function(x, d.Axes(x), d.OneIn(2));
    }, weight);

    private static Node Norm(Draft d)
    {
        Node x = d.Float(1);
        double p = d.Of(2, 2, 1, 3, 2.5, 0, 0.5, double.PositiveInfinity);
        return x.Shape.Count == 0 || d.OneIn(6) ? x.Norm() : x.Norm(p, d.Axes(x), d.OneIn(2));
    }

    // Several axes at once of operands that have them in different orders: no loop walks such axes as one.
    private static Node? Crossed(Draft d)
    {
        Node x = d.Float(2);
        int[] axes = d.Shuffled(x.Rank)[..Math.Min(x.Rank, d.Of(2, 2, 3))];
        Node y = d.OneIn(2) ? x + d.Permuted(x.Shape, x.DType) : x * d.Permuted(x.Shape, x.DType);
        return d.Random.Next(4) switch
        {
            0 when x.Shape.Count > 0 => y.Max(axes, d.OneIn(2)),
            1 => y.Mean(axes, d.OneIn(2)),
            _ => y.Sum(axes, d.OneIn(2)),
        };
    }

    private static Node? OfIntegers(Draft d)
    {
        Node x = d.Whole();
        int[] axes = x.Rank == 0 ? [] : d.Axes(x);
        return d.Random.Next(4) switch
        {
            0 => x.Sum(axes, d.OneIn(2)),
            1 => x.Prod(axes, d.OneIn(2)),
            _ when x.Shape.Count == 0 => null,
            2 => x.Max(axes, d.OneIn(2)),
            _ => x.Min(axes, d.OneIn(2)),
        };
    }

    private static Node? Position(Draft d, Func<Node, int, bool, Node> along, Func<Node, Node> ofAll)
    {
        Node x = d.OneIn(4) ? d.Whole() : d.Float();
        return x.Shape.Count == 0 ? null : x.Rank == 0 || d.OneIn(4) ? ofAll(x) : along(x, d.Axis(x), d.OneIn(2));
    }

    private static Node SumTo(Draft d)
    {
        Node x = d.Float();
        int drop = d.Random.Next(x.Rank + 1);
        return x.SumTo(Shape.Create([.. x.Shape.Extents[drop..].ToArray().Select(e => d.OneIn(3) ? 1 : e)]));
    }
}
