using System.Globalization;

namespace NeuralJit.Compilation.Tests;

/// <summary>300 random graphs, compiled and interpreted: values and gradients.</summary>
internal sealed class RandomGraphTests
{
    // Where the graph itself magnifies rounding errors, compiled code may be as far from float64 as this many times the interpreter.
    private const double Slack = 8;

    [Test]
    public void Compiled_is_interpreted([Range(0, 299)] int seed)
    {
        (Graph graph, TensorData[] inputs) = RandomGraph.Make(seed);
        graph.Verify();
        TensorData[] expected = Interpreter.Run(graph, inputs);
        var options = new CompileOptions { VectorBits = Programs.Widths[seed % Programs.Widths.Length] };
        TensorData[] actual = Compiler.Compile(graph, options).Run(inputs);
        TensorData[]? exact = null;
        for (int i = 0; i < expected.Length; i++)
        {
            double tolerance = Comparison.ToleranceOf(expected[i].DType);
            double error = Comparison.ErrorOf(actual[i], expected[i]);
            if (error > tolerance && expected[i].DType == DType.Float32)
            {
                exact ??= InFloat64(graph, inputs);
                tolerance = Math.Max(tolerance, Slack * Comparison.ErrorOf(Float64Graph.InFloat64(expected[i]), exact[i]));
                error = Comparison.ErrorOf(Float64Graph.InFloat64(actual[i]), exact[i]);
            }
            if (!(error <= tolerance))
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                    $"seed {seed}, output {i}, {options.VectorBits} bits: error {error:e2}\n{GraphText.Print(graph, origins: false)}got      {actual[i]}\nexpected {expected[i]}"));
            }
        }
    }

    // Updates in place, copied, or both, among kernels that read the old values: whatever the plan, all reads see the values of before.
    [Test]
    public void Random_updates_are_simultaneous([Range(0, 99)] int seed)
    {
        (Graph graph, State[] states) = RandomGraph.MakeWithUpdates(seed);
        TensorData[] start = [.. states.Select(s => s.Value.Clone())];
        TensorData[] Run(Func<TensorData[]> run)
        {
            for (int i = 0; i < states.Length; i++)
            {
                states[i].Value.CopyFrom(start[i]);
                states[i].MarkChanged();
            }
            return [.. run(), .. states.Select(s => s.Value.Clone())];
        }
        TensorData[] expected = Run(() => Interpreter.Run(graph));
        CompiledProgram program = Compiler.Compile(graph);
        for (int repeat = 0; repeat < 2; repeat++)
        {
            TensorData[] actual = Run(() => program.Run());
            for (int i = 0; i < expected.Length; i++)
            {
                Comparison.AssertClose(actual[i], expected[i], $"seed {seed}, result {i}\n{GraphText.Print(graph, origins: false)}{program.Describe()}", tolerance: 1e-4);
            }
        }
    }

    [Test]
    public void Seeds_give_the_same_graph_again_and_different_ones_differ()
    {
        string Text(int seed) => GraphText.Print(RandomGraph.Make(seed).Graph, origins: false);
        string five = Text(5), again = Text(5);
        Assert.That(again, Is.EqualTo(five));
        Assert.That(Text(6), Is.Not.EqualTo(five));
    }

    [Test]
    public void Together_they_use_every_kind_of_op()
    {
        var names = new HashSet<string>();
        for (int seed = 0; seed < 300; seed++)
        {
            names.UnionWith(RandomGraph.Make(seed).Graph.Nodes.ToArray().Select(n => n.Op.Name));
        }
        Assert.That(names, Is.SupersetOf(new[]
        {
            "matmul", "softmax", "log_softmax", "layer_norm", "select", "cast", "concat", "pad", "slice", "transpose", "reshape", "broadcast", "sum", "max", "mean", "less", "and", "not", "gelu",
        }));
    }

    private static TensorData[] InFloat64(Graph graph, TensorData[] inputs)
    {
        Float64Graph wide = Float64Graph.Of(graph);
        return Interpreter.Run(wide.Graph, wide.Arguments(inputs));
    }
}
