namespace NeuralJit.Compilation.Tests;

/// <summary>Each rewrite rule twice: what it leaves, and that the values are those without it.</summary>
internal sealed class RuleTests
{
    private static IReadOnlyList<RuleCase> Rows => RuleCase.All;

    [TestCaseSource(nameof(Rows))]
    public void The_rule_fires_and_leaves_what_it_says(RuleCase row)
    {
        Graph graph = Programs.Trace(x => [row.Function(x)], row.Inputs);
        var log = new RewriteLog();
        Graph after = PassOf(row).Run(graph, log);
        after.Verify();
        string[] ops = [.. after.Nodes.ToArray().Where(n => n.Op is not (InputOp or ConstantOp)).Select(n => n.Op.Name)];
        Assert.That(log.Rewrites.Select(r => r.Rule), Does.Contain(row.Rule), after.ToString);
        Assert.That(Simplified(ops, row), Is.EqualTo(row.Ops), after.ToString);
    }

    [TestCaseSource(nameof(Rows))]
    public void The_values_are_those_without_it(RuleCase row)
    {
        Graph graph = Programs.Trace(x => [row.Function(x)], row.Inputs);
        TensorData without = Interpreter.Run(graph, row.Inputs)[0];
        Graph after = PassOf(row).Run(graph, new RewriteLog());
        bool isOwn = after.Nodes.ToArray().Any(n => n.Op is not MatMul && Contractions.IsContraction(n.Op));
        TensorData with = isOwn ? Compiler.Compile(graph).RunOnRubbish(row.Inputs)[0] : Interpreter.Run(after, row.Inputs)[0];
        Comparison.AssertClose(with, without);
    }

    [Test]
    public void Every_rule_of_every_pass_has_a_row()
    {
        string[] rules = [.. Pipeline.Passes.SelectMany(p => p.Rules.Select(r => $"{p.Name}: {r}")).Distinct()];
        Assert.That(rules, Is.Not.Empty);
        Assert.That(rules, Is.SubsetOf(Rows.Select(r => $"{r.Pass}: {r.Rule}")));
    }

    [Test]
    public void A_rule_does_not_fire_where_it_would_be_wrong()
    {
        (string Rule, Func<Node[], Node> Function)[] wrong =
            [
                ("x + 0 (−0 + 0 is +0)", x => x[0] + 0), ("x·0 (NaN and signs)", x => x[0] * 0), ("x/3 (1/3 is rounded)", x => x[0] / 3),
                ("log(2 + x)", x => (x[0] + 2).Log()), ("exp(x) − 2", x => x[0].Exp() - 2),
                    ("2 − sigmoid(x)", x => (2 - x[0].Sigmoid()).Log()),
                ("pow(x, 5)", x => x[0].Pow(5)),
            ];
        foreach ((string rule, Func<Node[], Node> function) in wrong)
        {
            Graph graph = Programs.Trace(x => [function(x)], [new TensorType(DType.Float32, [3])]);
            foreach (Pass pass in Pipeline.Passes.Where(p => p.Name is "simplify algebra" or "stabilise"))
            {
                var log = new RewriteLog();
                pass.Run(graph, log);
                Assert.That(log.Rewrites, Is.Empty, $"{pass.Name} on {rule}");
            }
        }
    }

    [Test]
    public void A_rule_that_changes_the_type_is_an_error()
    {
        Pass pass = RulePass.Of("wrong", new Rule("exp(x) → sum(x)", n => n.Op is Exp ? n.Inputs[0].Sum() : null));
        Graph graph = Programs.Trace(x => [x[0].Exp()], [new TensorType(DType.Float32, [3])]);
        Assert.That(() => pass.Run(graph, new RewriteLog()),
            Throws.TypeOf<GraphException>().With.Message.EqualTo("a rewrite changed exp from f32[3] to f32[] (sum)"));
    }

    private static Pass PassOf(RuleCase row) => Pipeline.Passes.First(p => p.Name == row.Pass);

    // How softmax is defined is the graph's affair: only that it is no composite any more counts here.
    private static string[] Simplified(string[] ops, RuleCase row) =>
        row.Ops is ["max", ..] ? [.. ops.Intersect(row.Ops.Except(["divide"])), .. row.Ops[^1..]] : ops;
}
