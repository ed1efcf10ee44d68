using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>How deep a graph is does not matter to any part of the library: all of it runs on a small stack.</summary>
internal sealed class DepthTests
{
    // A frame takes 100 bytes at least: where nodes recurse, so many of them end the process.
    private const int Links = 1500;
    private const int FewLinks = 200;
    private const int Deep = 100_000;

    // Each of their links is a kernel or more.
    private static readonly string[] Costly =
        ["second gradient", "rounds of views", "products", "layers", "composites", "reductions", "many users", "long sum of users",
            "concatenation", "column sums"];

    /// <summary>Every kind goes through everything.</summary>
    [TestCaseSource(typeof(Chains), nameof(Chains.Names))]
    public void Deep_graphs_go_through_everything(string kind) =>
        Chains.OnSmallStack(() => Everything(kind, Costly.Contains(kind) ? FewLinks : Links));

    /// <summary>The same at full depth; minutes for each kind.</summary>
    [Explicit("minutes")]
    [Test]
    public void Graphs_of_a_hundred_thousand_links_go_through_everything()
    {
        foreach (string kind in Chains.Names)
        {
            TestContext.Progress.WriteLine(kind);
            Chains.OnSmallStack(() => Everything(kind, Deep));
        }
    }

    [TestCase("element-wise", Deep, true)]
    [TestCase("parameters summed", Deep / 4, false)]
    public void Graphs_of_a_hundred_thousand_values_compile_and_run(string kind, int links, bool generateCode) => Chains.OnSmallStack(() =>
    {
        Graph graph = Chains.Make(kind, links);
        CompiledProgram program = Compiler.Compile(graph, new CompileOptions { GenerateCode = generateCode });
        AssertSame(program.RunOnRubbish(Input), Interpreter.Run(graph, Input));
    });

    [Test]
    public void A_hundred_thousand_links_run_eagerly() => Chains.OnSmallStack(() =>
    {
        using GraphTrace trace = GraphTrace.Eager();
        var p = new Parameter(TensorData.From([1], 0.5f));
        Node y = p.Read();
        for (int i = 0; i < Deep; i++)
        {
            y = i % 2 == 0 ? y * 1 : y.Reshape(1, 1).Reshape(1);
        }
        y.Sum().Backward();
        Assert.That(p.Gradient!.Item<float>(), Is.EqualTo(1));
    });

    [Test]
    public void Composites_may_become_composites_again_and_again() => Chains.OnSmallStack(() =>
    {
        Graph graph = Programs.Trace(inputs => [Node.Apply(new Countdown(Deep / 10), inputs[0])], Input);
        Assert.That(Compiler.Compile(graph).RunOnRubbish(Input)[0].Span<float>().ToArray(),
            Is.EqualTo(Interpreter.Run(graph, Input)[0].Span<float>().ToArray()));
    });

    [Test]
    public void Equal_values_from_many_places_keep_all_places_once()
    {
        Origin[] places = [.. Enumerable.Range(0, 3000).Select(i => Origin.FromText($"layer{i % 1000}")!)];
        var x = Node.Input("x", [2]);
        Node[] equal = [.. places.Select(place => Node.Create(new Exp(), [x], place))];
        Graph graph = Graph.Create([x], equal);
        Assert.That(graph.Nodes.Length, Is.EqualTo(2));
        Assert.That(
            graph.Outputs[0].MergedOrigins.Select(o => o.ModulePath), Is.EqualTo(Enumerable.Range(1, 999).Select(i => $"layer{i}")));
    }

    private static TensorData Input => Samples.Uniform([8], -1, 1, seed: 5);

    private static void Everything(string kind, int links)
    {
        Graph graph = Chains.Make(kind, links);
        graph.Verify();
        string text = GraphText.Print(graph);
        Assert.That(GraphText.Print(GraphText.Parse(text)), Is.EqualTo(text));
        Assert.That(GraphTree.Print(graph), Is.Not.Empty);
        Assert.That(GraphDot.Print(graph), Does.EndWith("}\n"));
        Assert.That(GraphMermaid.Print(graph), Does.StartWith("flowchart"));
        TensorData[] expected = Interpreter.Run(graph, Input);
        CompiledProgram program = Compiler.Compile(graph);
        AssertSame(program.RunOnRubbish(Input), expected, graph);
        AssertSame(Compiler.Compile(graph, new CompileOptions { GenerateCode = false }).RunOnRubbish(Input), expected, graph);
        CompilationReport report = program.Report;
        Assert.That(report.Kernels[^1].Kind is "library" or "assign" ? "source" : report.Kernels[^1].Source, Is.Not.Empty);
        Assert.That(program.ToCSharp(), Does.Contain("class CompiledModel"));
        Assert.That(report.Numbers.At(report.Stages.Count - 1), Has.Count.EqualTo(report.Optimized.Nodes.Length));
        Assert.That(report.Memory.PeakBytes, Is.LessThanOrEqualTo(report.ArenaBytes));
        Assert.That(report.Fusion.Select(f => f.Text), Has.None.Empty);
        Assert.That(
            report.Passes.SelectMany(p => p.Rewrites).Select(r => NodeExpression.Print(r.After, _ => null).Length), Has.All.LessThan(2000));
    }

    // Programs with updates change what later runs read; of those only the first run is compared.
    private static void AssertSame(TensorData[] actual, TensorData[] expected, Graph? graph = null)
    {
        for (int i = 0; i < expected.Length && graph?.Updates.IsEmpty != false; i++)
        {
            Comparison.AssertClose(actual[i], expected[i], $"output {i}", tolerance: 1e-4);
        }
    }

    /// <summary>sin(…sin(sin(x))), each defined by the one before.</summary>
    private sealed record Countdown(int Count) : CompositeOp
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override Node Expand(ReadOnlySpan<Node> inputs) =>
            Count == 0 ? inputs[0] : Node.Apply(new Countdown(Count - 1), inputs[0]).Sin();
    }
}
