namespace NeuralJit.Tests;

/// <summary>What must hold for every row of the op table.</summary>
internal sealed class OpLawTests
{
    private static IEnumerable<OpCase> Rows => OpTable.All;

    private static IEnumerable<OpCase> Differentiable => OpTable.All.Where(row => row.Differentiable);

    private static IEnumerable<OpCase> TwiceDifferentiable => Differentiable.Where(row => row.TwiceDifferentiable);

    [TestCaseSource(nameof(Rows))]
    public void Eager_mode_and_the_interpreter_give_the_inferred_type_and_the_same_bits(OpCase row)
    {
        Graph graph = row.ToGraph();
        graph.Verify();
        TensorData interpreted = Interpreter.Run(graph, row.Inputs)[0];
        TensorData eager = Eager(row);
        Assert.That(eager.Type, Is.EqualTo(graph.Outputs[0].Type));
        Assert.That(Bytes(interpreted).SequenceEqual(Bytes(eager)), () => $"interpreter {interpreted}\neager {eager}\n{graph}");
    }

    [TestCaseSource(nameof(Rows))]
    public void Float32_agrees_with_float64(OpCase row)
    {
        Float64Graph converted = Float64Graph.Of(row.ToGraph());
        if (converted.Graph.Outputs[0].DType == DType.Float64)
        {
            TensorData exact = Interpreter.Run(converted.Graph, converted.Arguments(row.Inputs))[0];
            Comparison.AssertClose(Eager(row), exact, row.Tolerance);
        }
    }

    [TestCaseSource(nameof(Differentiable))]
    public void The_gradient_is_the_central_difference(OpCase row)
    {
        GradientCheckResult result = GradientCheck.Run(row.ToGraph(), row.Inputs);
        Assert.That(result.Passed, result.ToString());
    }

    [TestCaseSource(nameof(TwiceDifferentiable))]
    public void The_gradient_of_the_gradient_is_the_central_difference(OpCase row)
    {
        GradientCheckResult result = GradientCheck.Run(inputs => GradientOf(row, inputs), [.. row.Inputs.Select(Float64Graph.InFloat64)]);
        Assert.That(result.Passed, result.ToString());
    }

    [Test]
    public void A_wrong_gradient_fails_the_law()
    {
        var row = new OpCase("wrong", x => x[0].WithGradient(v => v.Exp(), (v, y, dy) => dy * v), Samples.Uniform([3]));
        GradientCheckResult result = GradientCheck.Run(row.ToGraph(), row.Inputs);
        Assert.That(result.Passed, Is.False);
    }

    [Test]
    public void A_wrong_evaluation_fails_the_law() =>
        Assert.That(() => Comparison.AssertClose(TensorData.From([2], 1, 2), TensorData.From<double>([2], [1, 2.001]), 1e-5),
            Throws.TypeOf<AssertionException>());

    // Σ w·dy/dx over all inputs, each with its own weights: a function of the inputs whose gradient uses the second derivatives.
    private static Node GradientOf(OpCase row, Node[] inputs)
    {
        Node[] targets = [.. inputs.Where(i => i.DType.IsFloat)];
        Node y = row.Function(inputs);
        Node?[] gradients = Gradients.TryOf([y], [y.FilledLike(0.7)], targets);
        Node total = Node.Scalar(0, DType.Float64);
        for (int i = 0; i < targets.Length; i++)
        {
            if (gradients[i] is { } gradient)
            {
                Node weights = Node.Linspace(0.5, 1.5, (int)gradient.Shape.Count, DType.Float64).Reshape(gradient.Shape);
                total += (gradient * weights).Sum();
            }
        }
        return total + targets.Aggregate(total, (sum, t) => sum + (t * 0.1).Sum());
    }

    private static TensorData Eager(OpCase row)
    {
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(0));
        return row.Function([.. row.Inputs.Select(Node.Constant)]).Data;
    }

    private static unsafe ReadOnlySpan<byte> Bytes(TensorData data) => new((void*)data.Address, (int)data.Type.Bytes);
}
