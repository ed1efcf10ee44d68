using NeuralJit.Compilation;

namespace NeuralJit.NN.Tests.Modules;

/// <summary>
/// A call that is refused, by a layer or after it, has changed nothing: neither running statistics nor counters nor random numbers.
/// </summary>
public sealed class RefusalTests
{
    private static IEnumerable<LayerRow> Rows => LayerTable.Rows.Where(
        r => r.Make(DType.Float32).NamedVariables().Any(v => v.Variable is State) || r.Name.Contains("drop", StringComparison.Ordinal));

    [TestCaseSource(nameof(Rows))]
    public void A_layer_before_one_that_refuses(LayerRow row)
    {
        Module layer = row.Make(DType.Float32);
        var model = new Sequential(layer, new Refuses());
        AssertUnchanged(layer, model.Forward, Tensors.Random(row.Input, 1));
    }

    [TestCaseSource(nameof(Rows))]
    public void A_layer_that_refuses_its_input(LayerRow row)
    {
        Module layer = row.Make(DType.Float32);
        if (row.WrongInput is { } wrong)
        {
            AssertUnchanged(layer, layer.Forward, Tensors.Random(wrong, 1));
        }
    }

    [Test]
    public void A_batch_of_one_value_per_channel_is_not_counted([Values] Mode mode)
    {
        var layer = new BatchNorm2d(3);
        TensorData one = Tensors.Random([1, 3, 1, 1], 1);
        Assert.That(() => new Runner(mode, n => [layer.Forward(n[0])], training: true).Run(one), Throws.TypeOf<ShapeException>());
        Assert.That(layer.NumBatchesTracked!.Value.Item<long>(), Is.Zero);
        Assert.That(layer.NamedVariables().Sum(v => v.Variable.Version),
            Is.EqualTo(new BatchNorm2d(3).NamedVariables().Sum(v => v.Variable.Version)));
    }

    // A function that catches the refusal and goes on has no half of an update in its trace.
    [Test]
    public void A_refusal_that_the_function_survives_leaves_no_update()
    {
        var layer = new BatchNorm2d(3);
        using GraphTrace trace = GraphTrace.Symbolic(training: true);
        Assert.That(() => layer.Forward(Node.Input("x", [1, 3, 1, 1])), Throws.TypeOf<ShapeException>());
        Assert.That(trace.Updates, Is.Empty);
    }

    [Test]
    public void Draws_after_a_refusal_are_those_of_before()
    {
        TensorData x = Tensors.Random([4, 6], 1);
        double[] Values(bool refusedBefore)
        {
            using GraphTrace trace = GraphTrace.Eager(training: true, RandomState.Create(3));
            var model = new Sequential(new Dropout(0.5), new Refuses());
            if (refusedBefore)
            {
                Assert.That(() => model.Forward(Node.Constant(x)), Throws.Exception);
            }
            return Close.Values(new Dropout(0.5).Forward(Node.Constant(x)).Data);
        }
        Assert.That(Values(true), Is.EqualTo(Values(false)));
    }

    private static void AssertUnchanged(Module layer, Func<Node, Node> forward, TensorData x)
    {
        State random = RandomState.Create(2);
        Variable[] variables = [.. layer.NamedVariables().Select(v => v.Variable), random];
        double[][] before = [.. variables.Select(Values)];
        long versions = variables.Sum(v => v.Version);
        using (GraphTrace trace = GraphTrace.Eager(training: true, random))
        {
            Assert.That(() => forward(Node.Constant(x)), Throws.InstanceOf<GraphException>());
        }
        Assert.That(() => Compiler.Compile(forward, new CompileOptions { Training = true, Random = random }).For(x.Type),
            Throws.InstanceOf<GraphException>());
        Assert.That(variables.Select(Values), Is.EqualTo(before));
        Assert.That(variables.Sum(v => v.Version), Is.EqualTo(versions));
    }

    private static double[] Values(Variable variable) => variable.DType == DType.UInt64
        ? [.. variable.Value.Span<ulong>().ToArray().Select(v => (double)v)]
        : Close.Values(variable.Value);

    private sealed class Refuses : Module
    {
        protected override Node Compute(Node x) => throw new ShapeException("refused");
    }
}
