namespace NeuralJit.Tests;

/// <summary>
/// Law: where the derivative of a gradient exists, the gradient's own gradient is it: for every op, at zeros, at equal elements and at
/// ties, where formulas that divide or choose go wrong.
/// </summary>
internal sealed class SecondOrderLawTests
{
    private const double Step = 1e-4;
    private const int MostElements = 5;

    private static readonly double[][] Points = [[0], [1], [-1, 0, 1], [0, 2, 3], [0, 0, 3, 1]];

    // One row of each name: the others differ in shape only.
    private static IEnumerable<OpCase> Rows => OpTable.All
        .Where(row => row.Differentiable && row.Inputs.All(i => i.Shape.Count > 0))
        .DistinctBy(row => row.Name[..row.Name.IndexOf('(', StringComparison.Ordinal)]);

    [TestCaseSource(nameof(Rows))]
    public void Second_derivatives_at_special_points_are_the_differences_of_gradients(OpCase row)
    {
        foreach (double[] point in Points)
        {
            TensorData[] at = [.. row.Inputs.Select((input, number) => input.DType.IsFloat ? Repeated(input.Shape, point, number) : input)];
            Check(row.Function, at, $"at {string.Join(", ", point)}");
        }
    }

    /// <summary>What a derivative is asked for may be a constant, as everything is in eager mode but parameters.</summary>
    [TestCaseSource(nameof(Rows))]
    public void Second_derivatives_by_constants_are_those_by_inputs(OpCase row)
    {
        TensorData[] at =
            [.. row.Inputs.Select((input, number) => input.DType.IsFloat ? Repeated(input.Shape, [0.5, -1.25, 2], number) : input)];
        Node[] leaves = [.. at.Select((input, i) => Node.Input($"x{i}", input.Type))];
        TensorData[] expected;
        using (GraphTrace trace = GraphTrace.Rewriting())
        {
            expected = Interpreter.Run(Graph.Create(leaves, SecondDerivatives(row.Function, leaves)), at);
        }
        using GraphTrace eager = GraphTrace.Eager(random: RandomState.Create(0));
        Node[] actual = SecondDerivatives(row.Function, [.. at.Select(Node.Constant)]);
        for (int i = 0; i < actual.Length; i++)
        {
            Comparison.AssertClose(actual[i].Data, expected[i], 1e-12);
        }
    }

    // Zeros that stand for what is beyond x have no power whose slope is infinite (PyTorch's numbers).
    [Test]
    public void Windows_that_are_partly_outside_have_second_derivatives()
    {
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(0));
        Node x = Node.From<double>([1, 1, 3], 1, 2, 3);
        Node first = Gradients.Of(x.LpPool(0.3, [2], [2], ceilMode: true).Sum(), x)[0];
        Assert.That(Gradients.Of((first * Node.From<double>([1, 1, 3], 1, 1, 1)).Square().Sum(), x)[0].ToArray<double>(),
            Is.All.Matches<double>(double.IsFinite));
        Assert.That(Gradients.Of(first.Narrow(2, 2, 1).Sum(), x)[0].ToArray<double>(), Is.EqualTo(new double[3]).Within(1e-12));
    }

    private static Node[] SecondDerivatives(Func<Node[], Node> function, Node[] leaves)
    {
        Node[] targets = [.. leaves.Where(leaf => leaf.DType == DType.Float64)];
        Node first = WeightedGradient(function(leaves), targets);
        return [.. Gradients.TryOf([first], [first.FilledLike(1)], targets)
            .Select((g, i) => (g ?? targets[i].FilledLike(0)).BroadcastTo(targets[i].Shape))];
    }

    [Test]
    public void A_product_that_is_divided_fails_the_law() =>
        Assert.That(() => Check(x => x[0].WithGradient(v => v.Prod(), Divided), [TensorData.From<double>([3], [0, 2, 3])], ""),
            Throws.TypeOf<AssertionException>());

    // The products of the others found by division: right, but blind to what a zero becomes when it moves.
    private static Node Divided(Node x, Node y, Node dy)
    {
        Node isZero = x.Equal(0), safe = Node.Where(isZero, 1, x), others = isZero.Cast(x.DType).Sum() - isZero.Cast(x.DType);
        return Node.Where(others.Equal(0), dy * (safe.Prod() / safe), 0);
    }

    private static void Check(Func<Node[], Node> function, TensorData[] at, string where)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        Node[] leaves = [.. at.Select((input, i) => Node.Input($"x{i}", input.Type))];
        Node[] targets = [.. leaves.Where(leaf => leaf.DType == DType.Float64)];
        var value = new Interpreter(Graph.Create(leaves, [WeightedGradient(function(leaves), targets)]));
        TensorData[] analytic = Interpreter.Run(Graph.Create(leaves, SecondDerivatives(function, leaves)), at);
        for (int t = 0; t < targets.Length; t++)
        {
            TensorData moved = at[Array.IndexOf(leaves, targets[t])];
            for (int i = 0; i < Math.Min(MostElements, (int)moved.Shape.Count); i++)
            {
                double here = At(value, at, moved, i, 0);
                double Slope(double step) => (At(value, at, moved, i, step) - here) / step;
                double right = Slope(Step / 8), left = Slope(-Step / 8), exact = analytic[t].Span<double>()[i],
                    scale = Math.Max(1, Math.Abs(right));
                // Differences that do not settle are those of a jump or a pole: there is no second derivative. At a corner of the gradient
                // every value between those of both sides is right.
                if (Math.Abs(Slope(Step) - right) + Math.Abs(Slope(-Step) - left) <= 1e-3 * scale)
                {
                    Assert.That(exact, Is.InRange(Math.Min(left, right) - (1e-3 * scale), Math.Max(left, right) + (1e-3 * scale)),
                        $"{where}: {targets[t].Name}, {i}");
                }
            }
        }
    }

    private static double At(Interpreter value, TensorData[] at, TensorData moved, int element, double step)
    {
        double before = moved.Span<double>()[element];
        moved.Span<double>()[element] = before + step;
        double result = value.Run(at)[0].Item<double>();
        moved.Span<double>()[element] = before;
        return result;
    }

    // Σ w · ∂(Σ v·y)/∂x over all targets, with different weights everywhere.
    private static Node WeightedGradient(Node y, Node[] targets)
    {
        Node?[] gradients = Gradients.TryOf([y], [Weights(y.Shape).Cast(y.DType)], targets);
        return gradients.OfType<Node>().Aggregate(Node.Scalar(0, DType.Float64), (sum, g) => sum + (g * Weights(g.Shape)).Sum());
    }

    private static Node Weights(Shape shape) => Node.Linspace(0.5, 1.3, (int)shape.Count, DType.Float64).Reshape(shape);

    private static TensorData Repeated(Shape shape, double[] values, int offset) =>
        TensorData.From<double>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(i => values[(i + offset) % values.Length])]);
}
