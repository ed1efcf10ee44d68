using System.Runtime.CompilerServices;
using NeuralJit.Fuzz;
using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>The text of graphs before and after every pass is read again, with the compiler's own ops.</summary>
internal sealed class RoundTripTests
{
    private static readonly string[] SmallModels = ["mlp", "lenet", "classifier"];

    private static readonly string[] LargeModels = ["resnet20", "resnet18", "mobilenetv2"];

    private static IEnumerable<OpCase> Rows => OpTable.All;

    [TestCaseSource(nameof(Rows))]
    public void Every_row_of_the_op_table_is_read_again_after_every_pass(OpCase row) => AssertAllStages(Programs.Trace(inputs =>
    {
        Node y = row.Function(inputs);
        Node[] targets = [.. inputs.Where(i => i.DType.IsFloat)];
        return row.Differentiable && y.DType.IsFloat ? [y, .. Gradients.TryOf([y], [y.FilledLike(0.5)], targets).OfType<Node>()] : [y];
    }, row.Inputs));

    [Test]
    public void Random_graphs_are_read_again_after_every_pass_and_give_the_same_bits([Range(0, 59)] int seed)
    {
        FuzzCase c = CaseGenerator.Make(seed);
        RoundTrip.AssertSameBits(c.Graph, AssertAllStages(c.Graph), c.Inputs);
    }

    [TestCaseSource(nameof(SmallModels))]
    public void Training_steps_of_small_models_are_read_again_after_every_pass(string name) =>
        AssertAllStages(Step(name, p => new Adam(p)));

    [TestCaseSource(nameof(LargeModels))]
    public void Large_models_are_read_again_before_and_after_optimisation(string name)
    {
        foreach (Graph graph in (Graph[])[Step(name, p => new SGD(p, 0.1)), Inference(name)])
        {
            RoundTrip.AssertSameText(graph, copies: false);
            RoundTrip.AssertSameText(Pipeline.Run(Pipeline.Passes, graph, []), CompilerOps.Catalog, copies: false);
        }
    }

    [Test]
    public void A_graph_that_was_read_compiles_to_the_same_bits()
    {
        Graph graph = Step("lenet", p => new SGD(p, 0.1));
        Graph again = RoundTrip.AssertSameText(graph);
        TensorData[] inputs = [Samples.Uniform([2, 1, 28, 28]), Samples.Longs([2], 0, 10)];
        TensorData expected = Compiler.Compile(graph).RunOnRubbish(inputs)[0], actual = Compiler.Compile(again).RunOnRubbish(inputs)[0];
        Comparison.AssertSameBits(actual, expected);
        for (int i = 0; i < graph.Updates.Length; i++)
        {
            Comparison.AssertSameBits(again.Updates[i].Variable.Value, graph.Updates[i].Variable.Value, again.Updates[i].Variable.Name);
        }
    }

    [TestCaseSource(nameof(SmallModels))]
    public void An_optimised_graph_that_was_read_compiles_to_the_same_bits(string name)
    {
        Graph graph = Inference(name);
        Graph again = RoundTrip.AssertSameText(Pipeline.Run(Pipeline.Passes, graph, []), CompilerOps.Catalog);
        TensorData image = Samples.Uniform(graph.Inputs[0].Shape);
        Comparison.AssertSameBits(Compiler.Compile(again).RunOnRubbish(image)[0], Compiler.Compile(graph).RunOnRubbish(image)[0]);
    }

    [Test]
    public void Every_op_of_the_compiler_is_in_its_catalog_under_its_name()
    {
        // A contraction bears the name of its form.
        IEnumerable<string> names = typeof(CompilerOps).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && t != typeof(Contraction))
            .Select(t => ((Op)RuntimeHelpers.GetUninitializedObject(t)).Name).Concat(Contraction.FormNames);
        Assert.That(names, Is.EquivalentTo(CompilerOps.Catalog.Names.Except(OpCatalog.Default.Names)));
    }

    [Test]
    public void The_op_table_the_rules_and_the_models_use_every_op_of_the_compiler()
    {
        var names = new HashSet<string>();
        IEnumerable<Graph> graphs = [.. Rows.Select(row => row.ToGraph()),
            .. RuleCase.All.Select(rule => Programs.Trace(x => [rule.Function(x)], rule.Inputs)),
            .. SmallModels.Append("resnet18").SelectMany<string, Graph>(name => [Step(name, p => new SGD(p, 0.1)), Inference(name)])];
        foreach (Graph graph in graphs)
        {
            names.UnionWith(Pipeline.Run(Pipeline.Passes, graph, []).Nodes.ToArray().Select(n => n.Op.Name));
        }
        Assert.That(CompilerOps.Catalog.Names.Except(OpCatalog.Default.Names).Except(names), Is.Empty);
    }

    /// <summary>Reads the graph and what each pass makes of it again; gives what was read of the graph as it is.</summary>
    private static Graph AssertAllStages(Graph graph)
    {
        var reports = new List<PassReport>();
        Pipeline.Run(Pipeline.Passes, graph, reports);
        foreach (PassReport report in reports.Where(r => !ReferenceEquals(r.Before, r.After)))
        {
            RoundTrip.AssertSameText(report.After, CompilerOps.Catalog, copies: false);
        }
        return RoundTrip.AssertSameText(graph);
    }

    private static Graph Inference(string name)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        Module model = entry.Create(ModelOptions.Parse(entry, []));
        return Programs.Trace(x => [model.Forward(x[0])], [new TensorType(DType.Float32, [2, .. entry.InputShape])]);
    }

    private static Graph Step(string name, Func<IEnumerable<Parameter>, Optimizer> optimizer)
    {
        ModelEntry entry = ModelCatalog.Find(name);
        Module model = entry.Create(ModelOptions.Parse(entry, []));
        using GraphTrace trace = GraphTrace.Symbolic(training: true);
        Node x = Node.Input("x", [2, .. entry.InputShape]), labels = Node.Input("labels", new TensorType(DType.Int64, [2]));
        Node loss = model.Forward(x).CrossEntropy(labels);
        optimizer(model.Parameters()).Step(loss);
        return Graph.Create([x, labels], [loss], [.. trace.Updates]);
    }
}
