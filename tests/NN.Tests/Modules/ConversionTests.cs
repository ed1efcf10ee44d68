using NeuralJit.Compilation;

namespace NeuralJit.NN.Tests.Modules;

/// <summary>Models in another element type.</summary>
public sealed class ConversionTests
{
    private static IEnumerable<LayerRow> Rows => LayerTable.Rows;

    [TestCaseSource(nameof(Rows))]
    public void A_layer_in_float64_computes_what_it_did_in_float32(LayerRow row)
    {
        Module layer = row.Make(DType.Float32), converted = row.Make(DType.Float32).To(DType.Float64);
        TensorData x = Tensors.Random(row.Input, 1), x64 = FloatConversion.Convert(x, DType.Float64)!;
        foreach (Mode mode in Enum.GetValues<Mode>())
        {
            TensorData expected = new Runner(mode, n => [layer.Forward(n[0])], training: false).Run(x)[0],
                actual = new Runner(mode, n => [converted.Forward(n[0])], training: false).Run(x64)[0];
            Assert.That(actual.DType, Is.EqualTo(expected.DType == DType.Float32 ? DType.Float64 : expected.DType), $"{mode}");
            Close.Relative(1e-4, Close.Values(actual), expected, $"{mode}");
        }
        Assert.That(
            converted.NamedVariables().Where(v => v.Variable.DType.IsFloat).Select(v => v.Variable.DType), Is.All.EqualTo(DType.Float64));
    }

    [Test]
    public void A_model_learns_in_float64_and_keeps_its_type()
    {
        Sequential model = new Sequential(new Linear(2, 4), new Tanh(), new BatchNorm1d(4), new Linear(4, 1)).To(DType.Float64);
        model.Initialize(seed: 1);
        Console.WriteLine(model.Summary([2], batch: 3, dtype: DType.Float64));
        var optimizer = new Adam(model.Parameters());
        TensorData x = Tensors.Random([8, 2], 1, DType.Float64);
        using GraphTrace trace = GraphTrace.Eager(training: true);
        optimizer.Step(model.Forward(Node.Constant(x)).Square().Mean());
        Assert.That(model["0.weight"].Type, Is.EqualTo(new TensorType(DType.Float64, [4, 2])));
        Assert.That(model["2.num_batches_tracked"].DType, Is.EqualTo(DType.Int64));
    }

    [Test]
    public void A_summary_settles_nothing()
    {
        var model = new Sequential(new Linear(2, 4));
        _ = model.Summary([2]);
        Assert.That(model.To(DType.Float64)["0.weight"].DType, Is.EqualTo(DType.Float64));
    }

    [Test]
    public void What_is_part_of_a_graph_or_an_optimizer_stays()
    {
        Sequential compiled = new(new Linear(2, 4), new Linear(4, 1)), optimized = new(new Linear(2, 1));
        _ = Compiler.Compile(compiled[1].Forward).For([3, 4]);
        _ = new Adam(optimized.Parameters());
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => compiled.To(DType.Float64), Throws.TypeOf<GraphException>().With.Message.EqualTo(
                "To: \"1.weight\" f32[1,4] is part of a graph or an optimizer already; call To right after the model is made, or make a "
                + "new model, convert that and load the weights into it"));
            Assert.That(compiled["0.weight"].DType, Is.EqualTo(DType.Float32), "nothing is changed");
            Assert.That(() => optimized.To(DType.Float64), Throws.TypeOf<GraphException>());
            Assert.That(compiled.To(DType.Float32), Is.SameAs(compiled), "it has the type already");
        }
    }

    [Test]
    public void Values_that_do_not_fit_and_other_types_are_refused()
    {
        Sequential model = new Sequential(new Linear(2, 1)).To(DType.Float64);
        model["0.bias"].Assign<double>([1e300]);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => model.To(DType.Float32),
                Throws.TypeOf<GraphException>().With.Message.EqualTo("To: \"0.bias\" f64[1] has values that are too large for f32"));
            Assert.That(model["0.weight"].DType, Is.EqualTo(DType.Float64), "nothing is changed");
            Assert.That(() => model.To(DType.Float16),
                Throws.TypeOf<GraphException>().With.Message.Contains("models are computed in f32 and f64, got f16"));
        }
    }

    [Test]
    public void Two_types_in_one_product_are_told_with_the_remedy() =>
        Assert.That(
            () => Compiler.Compile(new Linear(2, 3).Forward).For(new TensorType(DType.Float64, [4, 2])), Throws.TypeOf<ShapeException>()
            .With.Message.Contains(
                "one type, f32 or f64, got f64[4,2] and f32[2,3]; cast one of them, or convert a new model with To(DType.…)"));

    [Test]
    public void Buffers_are_the_states() =>
        Assert.That(new Sequential(new Linear(2, 4), new BatchNorm1d(4)).NamedBuffers().Select(b => b.Name),
        Is.EqualTo(new[] { "1.running_mean", "1.running_var", "1.num_batches_tracked" }));
}
