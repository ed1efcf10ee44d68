namespace NeuralJit.NN.Tests.Modules;

/// <summary>What holds for every layer.</summary>
public sealed class LayerLawTests
{
    private static IEnumerable<LayerRow> Rows => LayerTable.Rows;

    private static IEnumerable<LayerRow> Choosy => LayerTable.Rows.Where(r => r.WrongInput is not null);

    [TestCaseSource(nameof(Rows))]
    public void Prints_as_in_PyTorch(LayerRow row) => Assert.That(row.Make(DType.Float32).ToString(), Is.EqualTo(row.Text));

    [TestCaseSource(nameof(Rows))]
    public void Has_PyTorchs_parameters(LayerRow row)
    {
        Module layer = row.Make(DType.Float32);
        Assert.That(layer.NamedParameters().Select(p => (p.Name, p.Parameter.Shape)), Is.EqualTo(row.Parameters));
        Assert.That(layer.ParameterCount, Is.EqualTo(row.Parameters.Sum(p => p.Shape.Count)));
    }

    [TestCaseSource(nameof(Rows))]
    public void Eager_and_compiled_agree_forward_and_backward(LayerRow row)
    {
        Module layer = row.Make(DType.Float32);
        TensorData x = Tensors.Random(row.Input, 1), seed = Tensors.Random(row.Output, 2);
        TensorData[] eager = Execution.ForwardBackward(Mode.Eager, layer.Forward, layer.Parameters(), x, seed);
        TensorData[] compiled = Execution.ForwardBackward(Mode.Compiled, layer.Forward, layer.Parameters(), x, seed);
        Assert.That(eager[0].Shape, Is.EqualTo(row.Output));
        for (int i = 0; i < eager.Length; i++)
        {
            Assert.That(compiled[i].Type, Is.EqualTo(eager[i].Type));
            Close.Relative(1e-5, Close.Values(eager[i]), compiled[i], $"result {i}");
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void Training_and_evaluation_are_what_the_trace_or_the_layer_says(LayerRow row)
    {
        Module layer = row.Make(DType.Float32);
        TensorData x = Tensors.Random(row.Input, 6);
        double[] Values(Mode mode, bool training) =>
            Close.Values(new Runner(mode, n => [layer.Forward(n[0])], training, RandomState.Create(4)).Run(x)[0]);
        double[] evaluated = Values(Mode.Eager, training: false);
        Close.Relative(1e-5, Values(Mode.Eager, training: true),
            new Runner(Mode.Compiled, n => [layer.Forward(n[0])], training: true, RandomState.Create(4)).Run(x)[0], "training, compiled");
        layer = row.Make(DType.Float32);
        layer.Eval();
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            Assert.That(Values(mode, training: true), Is.EqualTo(evaluated).Within(1e-5), $"frozen, {mode}");
        }
    }

    // Σ y·seed at x ± h along a random direction, in float64, against the gradient in that direction.
    [TestCaseSource(nameof(Rows))]
    public void The_gradient_is_the_central_difference(LayerRow row)
    {
        const double Step = 1e-5;
        Module layer = row.Make(DType.Float64);
        double[] x = Close.Values(Tensors.Random(row.Input, 3)), direction = Close.Values(Tensors.Random(row.Input, 4));
        TensorData seed = Tensors.Random(row.Output, 5, DType.Float64);
        double At(double t)
        {
            double[] moved = [.. x.Select((v, i) => v + (t * direction[i]))];
            return Close.Values(
                Execution.Run(Mode.Eager, n => [(layer.Forward(n[0]) * n[1]).Sum()], Tensors.F64(row.Input, moved), seed)[0])[0];
        }
        double[] gradient = Close.Values(Execution.ForwardBackward(Mode.Eager, layer.Forward, [], Tensors.F64(row.Input, x), seed)[1]);
        double expected = (At(Step) - At(-Step)) / (2 * Step);
        Assert.That(gradient.Zip(direction, (g, d) => g * d).Sum(), Is.EqualTo(expected).Within(1e-7 * Math.Max(1, Math.Abs(expected))));
    }

    [TestCaseSource(nameof(Rows))]
    public void A_batch_of_nothing_stays_nothing(LayerRow row)
    {
        Shape none = row.Input.With(0, 0);
        if (row.Name == "flatten of some")
        {
            Assert.That(
                Execution.Run(Mode.Eager, row.Make(DType.Float32).Forward, Tensors.Zeros(none)).Shape, Is.EqualTo(Shape.Create([0, 4])));
            return;
        }
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            TensorData y = Execution.Run(mode, row.Make(DType.Float32).Forward, Tensors.Zeros(none));
            Assert.That(y.Shape, Is.EqualTo(row.Output.With(0, 0)), mode.ToString());
        }
    }

    [TestCaseSource(nameof(Choosy))]
    public void An_input_that_does_not_fit_is_refused_with_path_and_place(LayerRow row)
    {
        var model = new Wrapper(row.Make(DType.Float32));
        using GraphTrace trace = GraphTrace.Symbolic();
        ShapeException error = Assert.Throws<ShapeException>(() => model.Forward(Node.Input("x", row.WrongInput!)))!;
        Assert.That(error.Message, Does.Contain(row.WrongInput!.ToString()).Or.Contain(row.Input.ToString()));
        Assert.That(error.Message, Does.Contain("inner").And.Contain("LayerLawTests.cs:"));
    }

    private sealed class Wrapper : Module
    {
        private readonly Module inner;

        public Wrapper(Module module)
        {
            inner = Child("inner", module);
        }

        protected override Node Compute(Node x) => inner.Forward(x);
    }
}
