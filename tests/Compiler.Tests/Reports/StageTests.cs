namespace NeuralJit.Compilation.Tests;

/// <summary>The graph's way through the compiler as the report shows it.</summary>
internal sealed class StageTests
{
    private static IEnumerable<TestCaseData> Reports =>
        ReportSamples.All.Select(s => new TestCaseData(s.Report).SetArgDisplayNames(s.Name));

    [TestCaseSource(nameof(Reports))]
    public void Stages_are_named_apart_and_end_with_what_is_cut_into_kernels(CompilationReport report)
    {
        string[] names = [.. report.Stages.Select(s => s.Name)];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(names, Is.Unique);
            Assert.That(names[0], Is.EqualTo("written"));
            Assert.That(report.Stages[^1].Graph, Is.SameAs(report.Optimized));
            Assert.That(
                names.Contains("gradients"), Is.EqualTo(report.Original.Nodes.ToArray().Any(n => n.Origin?.GradientOf is not null)));
            Assert.That(report.Stages[0].Graph.Nodes.ToArray().All(n => n.Origin?.GradientOf is null), Is.True);
            Assert.That(report.Stages.Count(s => s.Pass is not null), Is.EqualTo(report.Passes.Count));
        }
    }

    [TestCaseSource(nameof(Reports))]
    public void A_value_keeps_its_number_as_long_as_it_stays(CompilationReport report)
    {
        for (int stage = 0; stage < report.Stages.Count; stage++)
        {
            IReadOnlyDictionary<Node, int> numbers = report.Numbers.At(stage);
            Assert.That(report.Stages[stage].Graph.Nodes.ToArray().Select(n => numbers[n]), Is.Unique, report.Stages[stage].Name);
            if (stage > 0)
            {
                IReadOnlyDictionary<Node, int> before = report.Numbers.At(stage - 1);
                Assert.That(
                    numbers.Where(n => before.ContainsKey(n.Key)).All(n => before[n.Key] == n.Value), Is.True, report.Stages[stage].Name);
            }
        }
    }

    [TestCaseSource(nameof(Reports))]
    public void What_no_rule_touched_keeps_its_op_and_number(CompilationReport report)
    {
        for (int stage = 1; stage < report.Stages.Count; stage++)
        {
            if (report.Stages[stage].Pass is not { Rewrites.Count: 0 })
            {
                continue;
            }
            var before = report.Numbers.At(stage - 1).ToDictionary(n => n.Value, n => n.Key.Op);
            Assert.That(report.Numbers.At(stage).All(n => before.TryGetValue(n.Value, out Op? op) && op.Equals(n.Key.Op)), Is.True,
                report.Stages[stage].Name);
        }
    }

    [TestCaseSource(nameof(Reports))]
    public void Every_gradient_leads_back_to_a_value_of_the_model(CompilationReport report)
    {
        var forward = new HashSet<Origin>(report.Stages[0].Graph.Nodes.ToArray().SelectMany(
            n => (Origin[])[.. n.Origin is null ? [] : new[] { n.Origin }, .. n.MergedOrigins]), ReferenceEqualityComparer.Instance);
        Node[] gradients = [.. report.Optimized.Nodes.ToArray().Where(n => n.Origin?.GradientOf is not null)];
        Assert.That(gradients.All(n => forward.Contains(n.Origin!.GradientOf!)), Is.True,
            () => string.Join('\n', gradients.Where(n => !forward.Contains(n.Origin!.GradientOf!)).Select(n => $"{n}: {n.Origin}")));
    }

    [Test]
    public void A_rewrite_tells_the_rule_and_both_sides()
    {
        CompilationReport report = Compiler.Compile(Programs.Trace(x => [x[0].Softmax(1).Log()], [new TensorType(DType.Float32, [3, 5])]))
            .Report;
        RewriteReport rewrite = report.Passes.SelectMany(p => p.Rewrites).Single(r => r.Rule == "log(softmax(x)) → log_softmax(x)");
        IReadOnlyDictionary<Node, int> numbers = report.Numbers.At(0);
        int? Number(Node node) => numbers.TryGetValue(node, out int number) && node.Inputs.Length == 0 ? number : null;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(NodeExpression.Print(rewrite.Before, Number), Is.EqualTo("log(softmax(%0))"));
            Assert.That(NodeExpression.Print(rewrite.After, Number), Is.EqualTo("log_softmax(%0)"));
            Assert.That(rewrite.Time, Is.GreaterThan(TimeSpan.Zero));
        }
    }
}
