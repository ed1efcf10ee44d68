using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>The pipeline as a whole: sharing, dropping, verification after each pass, and the record of what happened.</summary>
internal sealed class PipelineTests
{
    [Test]
    public void Equal_nodes_become_one()
    {
        Graph graph = Programs.Trace(x => [(x[0] * 2).Exp() + (x[0] * 2).Exp()], Samples.Uniform([3]));
        Assert.That(OpsOf(graph), Is.EqualTo(new[] { "multiply", "exp", "add" }));
    }

    [Test]
    public void Nodes_that_become_equal_in_a_pass_become_one()
    {
        Graph graph = Optimised(x => [(x[0] * 1).Exp() * (x[0] - 0).Exp()], out _, Samples.Uniform([3]));
        Assert.That(OpsOf(graph), Is.EqualTo(new[] { "exp", "square" }));
    }

    [Test]
    public void What_nothing_uses_is_dropped()
    {
        Graph graph = Programs.Trace(x =>
        {
            _ = x[0].Exp();
            return [x[0].Log()];
        }, Samples.Uniform([3]));
        Assert.That(OpsOf(graph), Is.EqualTo(new[] { "log" }));
    }

    [Test]
    public void Constants_are_folded_but_not_blown_up()
    {
        Graph graph = Optimised(x => [x[0] + (Node.Scalar(2) * 3).Exp().BroadcastTo([1000, 1000]).Sum()], out _, Samples.Uniform([3]));
        Assert.That(graph.Nodes.ToArray().Where(n => n.Op is ConstantOp).Select(n => n.Shape.Count), Is.All.EqualTo(1));
    }

    [Test]
    public void A_graph_of_constants_alone_compiles_and_runs()
    {
        CompiledProgram program = Compiler.Compile(Programs.Trace(_ => [(Node.From(1f, 2, 3) * 2).Sum(), Node.From(1f, 2)], []));
        TensorData[] results = program.RunOnRubbish();
        Assert.That(results[0].Item<float>(), Is.EqualTo(12));
        Assert.That(results[1].Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    public void The_report_has_every_pass_with_its_node_counts()
    {
        Graph graph = Programs.Trace(x => [(x[0] * 1).Softmax(1).Log()], Samples.Uniform([3, 5]));
        CompilationReport report = Compiler.Compile(graph).Report;
        Assert.That(report.Passes.Select(p => p.Name), Is.EqualTo(Pipeline.Passes.Select(p => p.Name)));
        Assert.That(report.Passes[0].Before.Nodes.Length, Is.EqualTo(graph.Nodes.Length));
        for (int i = 1; i < report.Passes.Count; i++)
        {
            Assert.That(report.Passes[i].Before.Nodes.Length, Is.EqualTo(report.Passes[i - 1].After.Nodes.Length), report.Passes[i].Name);
        }
        Assert.That(report.Passes.SelectMany(p => p.Rules.Keys), Is.SupersetOf(new[] { "x·1 → x", "log(softmax(x)) → log_softmax(x)" }));
    }

    [Test]
    public void A_pass_that_breaks_the_graph_is_named()
    {
        Graph graph = Programs.Trace(x => [x[0].Exp()], Samples.Uniform([3]));
        var reports = new List<PassReport>();
        Pass good = new("good", (g, _) => g), bad = new("forgets the inputs", (g, _) => Graph.Assemble([], g.Outputs.ToArray(), []));
        Assert.That(() => Pipeline.Run([good, bad, good], graph, reports), Throws.TypeOf<GraphException>()
            .With.Message.StartsWith(
                "the pass \"forgets the inputs\" broke the graph: verify: %0 = input f32[3]: it is not among the graph's inputs"));
        Assert.That(reports.Select(r => r.Name), Is.EqualTo(new[] { "good" }));
    }

    [Test]
    public void Passes_leave_the_traced_graph_alone()
    {
        Graph graph = Programs.Trace(x => [x[0].Softmax(1).Log() * 1], Samples.Uniform([3, 5]));
        string before = graph.ToString();
        CompilationReport report = Compiler.Compile(graph).Report;
        Assert.That(report.Original.ToString(), Is.EqualTo(before));
        Assert.That(report.Optimized.ToString(), Is.Not.EqualTo(before));
    }

    // Where a rule makes a form stable, compiled code is finite where the written form is not; the stable formula is what it must be.
    [TestCase("log(softmax(x)) → log_softmax(x)")]
    [TestCase("log(sigmoid(x)) → −softplus(−x)")]
    [TestCase("log(1 − sigmoid(x)) → −softplus(x)")]
    [TestCase("log(1 + x) → log1p(x)")]
    [TestCase("exp(x) − 1 → expm1(x)")]
    public void Stabilised_forms_are_exact_where_the_written_form_is_not(string rule)
    {
        RuleCase row = RuleCase.All.First(r => r.Rule == rule);
        TensorData x = rule.Contains("softmax", StringComparison.Ordinal) || rule.Contains("sigmoid", StringComparison.Ordinal)
            ? TensorData.From([2, 3], 200, -200, 0, 300, 100, -300)
            : TensorData.From([2, 3], 1e-9f, -1e-9f, 3e-12f, 1e-20f, 2e-10f, 0.5f);
        Graph graph = Programs.Trace(i => [row.Function(i)], x);
        CompiledProgram program = Compiler.Compile(graph);
        TensorData compiled = program.RunOnRubbish(x)[0], written = Interpreter.Run(graph, x)[0];
        Assert.That(program.Report.Passes.SelectMany(p => p.Rules.Keys), Does.Contain(rule));
        Assert.That(compiled.Span<float>().ToArray(), Is.All.Matches<float>(float.IsFinite));
        Assert.That(Comparison.ErrorOf(written, compiled), Is.GreaterThan(0), "the written form should lose digits or overflow here");
        float[] expected = rule switch
        {
            "log(softmax(x)) → log_softmax(x)" => [-100, -300, 0, 0, 0, -300],
            "log(sigmoid(x)) → −softplus(−x)" => [0, -200, -MathF.Log(2), 0, 0, -300],
            "log(1 − sigmoid(x)) → −softplus(x)" => [-200, 0, -MathF.Log(2), -300, -100, 0],
            "log(1 + x) → log1p(x)" => [1e-9f, -1e-9f, 3e-12f, 1e-20f, 2e-10f, (float)double.LogP1(0.5)],
            _ => [1e-9f, -1e-9f, 3e-12f, 1e-20f, 2e-10f, (float)double.ExpM1(0.5)],
        };
        Comparison.AssertClose(compiled, TensorData.From([2, 3], expected));
    }

    private static Graph Optimised(Func<Node[], Node[]> function, out List<PassReport> reports, params TensorData[] inputs) =>
        Pipeline.Run(Pipeline.Passes, Programs.Trace(function, inputs), reports = []);

    private static string[] OpsOf(Graph graph) =>
        [.. graph.Nodes.ToArray().Where(n => n.Op is not (InputOp or ConstantOp)).Select(n => n.Op.Name)];
}
