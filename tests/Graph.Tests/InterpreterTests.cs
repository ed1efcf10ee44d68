namespace NeuralJit.Tests;

internal sealed class InterpreterTests
{
    private static Graph Network()
    {
        Node x = Node.Input("x", [8, 5]), w = Node.Input("w", [4, 5]);
        return Graph.Create([x, w], [x.Linear(w).Tanh().Softmax(), x.Sum(0)]);
    }

    [Test]
    public void Runs_write_into_given_outputs()
    {
        var interpreter = new Interpreter(Network());
        TensorData[] inputs = [Samples.Uniform([8, 5]), Samples.Uniform([4, 5], seed: 2)];
        TensorData[] outputs = [TensorData.Zeros(interpreter.Graph.Outputs[0].Type), TensorData.Zeros(interpreter.Graph.Outputs[1].Type)];
        interpreter.Run(inputs, outputs);
        Comparison.AssertClose(outputs[0], interpreter.Run(inputs)[0], 0);
        Assert.That(outputs[0].Span<float>().ToArray().Sum(), Is.EqualTo(8).Within(1e-5));
    }

    [Test]
    public void Wrong_inputs_and_outputs_are_named()
    {
        var interpreter = new Interpreter(Network());
        TensorData x = Samples.Uniform([8, 5]), w = Samples.Uniform([4, 5]);
        Assert.That(() => interpreter.Run(x), Throws.TypeOf<ShapeException>().With.Message.Contains("expected 2 inputs, got 1"));
        Assert.That(() =>
            interpreter.Run(x, x), Throws.TypeOf<ShapeException>().With.Message.Contains("input 1 (\"w\") must be f32[4,5], got f32[8,5]"));
        Assert.That(() => interpreter.Run([x, w], [x, w]), Throws.TypeOf<ShapeException>().With.Message.Contains("output 0"));
    }

    [Test]
    public void Eight_threads_get_the_same_bits()
    {
        var interpreter = new Interpreter(Network());
        TensorData w = Samples.Uniform([4, 5], seed: 2);
        TensorData[] inputs = [.. Enumerable.Range(0, 8).Select(i => Samples.Uniform([8, 5], seed: i))];
        float[][] expected = [.. inputs.Select(x => interpreter.Run(x, w)[0].Span<float>().ToArray())];
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, thread =>
        {
            for (int i = 0; i < 50; i++)
            {
                Assert.That(interpreter.Run(inputs[thread], w)[0].Span<float>().ToArray(), Is.EqualTo(expected[thread]));
            }
        });
    }

    [Test]
    public void Buffers_are_used_again_without_mixing_values()
    {
        Node x = Node.Input("x", [16]), y = x, sum = x;
        for (int i = 0; i < 30; i++)
        {
            y = i % 3 == 0 ? y.Sin() : i % 3 == 1 ? y[(.., -1)] + 1 : y * 0.5;
            sum += y;
        }
        Graph graph = Graph.Create([x], [sum]);
        TensorData input = Samples.Uniform([16]);
        using GraphTrace trace = GraphTrace.Eager();
        Node value = Node.Constant(input), total = value;
        for (int i = 0; i < 30; i++)
        {
            value = i % 3 == 0 ? value.Sin() : i % 3 == 1 ? value[(.., -1)] + 1 : value * 0.5;
            total += value;
        }
        Comparison.AssertClose(Interpreter.Run(graph, input)[0], total.Data, 0);
    }

    [Test]
    public void An_output_may_be_an_input_a_constant_a_parameter_or_twice_the_same()
    {
        Node x = Node.Input("x", [2]);
        Parameter w = new(TensorData.From([2], 5, 6), "w");
        Graph graph = Graph.Create([x], [x, x[(.., -1)], Node.From<float>(7, 8), w, x, w.Read()[1..]], [new Update(w, w.Read() + 1)]);
        TensorData[] outputs = Interpreter.Run(graph, TensorData.From([2], 1, 2));
        Assert.That(outputs.Select(o => o.ToString()), Is.EqualTo(
            new[] { "tensor([1., 2.])", "tensor([2., 1.])", "tensor([7., 8.])", "tensor([5., 6.])", "tensor([1., 2.])", "tensor([6.])" }));
        Assert.That(w.Value.ToString(), Is.EqualTo("tensor([6., 7.])"));
    }

    [Test]
    public void Float64_graphs_take_variables_as_inputs()
    {
        Node x = Node.Input("x", [2]);
        Parameter w = new(TensorData.From([2], 0.1f, 6), "w");
        Float64Graph converted = Float64Graph.Of(Graph.Create([x], [(x * w + 1.5).Cast(DType.Float16).Cast(DType.Float32)]));
        Assert.That(converted.Variables, Is.EqualTo(new[] { w }));
        Assert.That(converted.Graph.Outputs[0].DType, Is.EqualTo(DType.Float64));
        Assert.That(converted.Graph.Inputs.ToArray().Select(i => i.Type.ToString()), Is.EqualTo(new[] { "f64[2]", "f64[2]" }));
        TensorData[] arguments = converted.Arguments([TensorData.From([2], 1, 2)]);
        Assert.That(Interpreter.Run(converted.Graph, arguments)[0].Span<double>()[1], Is.EqualTo(13.5));
    }
}
