using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Why ops share no kernel, on graphs that are made to have each reason.</summary>
internal sealed class FusionReasonTests
{
    private static readonly TensorData X = Samples.Uniform([16, 16]), W = Samples.Uniform([16, 16], seed: 2),
        V = Samples.Uniform([16, 16], seed: 3),
        Image = Samples.Uniform([1, 2, 8, 8], seed: 4), Kernel = Samples.Uniform([2, 2, 3, 3], seed: 5);

    private static readonly Parameter Prepared = new(W, "w");

    private static readonly (
        FusionReason Reason, string Producer, string Consumer, Func<Node[], Node[]> Function, TensorData[] Inputs)[] Cases =
    [
        (FusionReason.Fused, "exp", "tanh", x => [x[0].Exp().Tanh()], [X]),
        (FusionReason.OtherSpace, "exp", "tanh", x => [x[0].Exp().Reshape([4, 4, 16]).Tanh()], [X]),
        (FusionReason.NotAligned, "exp", "add", x => { Node a = x[0].Exp(); return [a + a.T]; }, [X]),
        (FusionReason.LibraryOp, "relu", "max_pool", x => [x[0].Relu().MaxPool([2, 2])], [Image]),
        (FusionReason.LibraryOp, "max_pool", "relu", x => [x[0].MaxPool([2, 2]).Relu()], [Image]),
        (FusionReason.OperandOfProduct, "exp", "matmul", x => [x[0].Exp().MatMul(x[1])], [X, W]),
        (FusionReason.OtherProduct, "matmul", "add", x => [x[0].MatMul(x[1]) + x[0].MatMul(x[2])], [X, W, V]),
        (FusionReason.ReductionOfProduct, "matmul", "sum", x => [x[0].MatMul(x[1]).Sum(1)], [X, W]),
        (FusionReason.OtherReduction, "exp", "sum", x => { Node a = x[0].Exp(); return [a.Sum(0), a.Sum(1)]; }, [X]),
        (FusionReason.ReductionOfColumns, "sum", "divide", x => [x[0] / x[0].Sum(0, keepDims: true)], [X]),
        (FusionReason.IrregularLines, "plane_conv", "add", x =>
            [x[0].Conv(x[1], padding: [1, 1]) + x[0].Permute(0, 1, 3, 2)], [Image, Kernel]),
        (FusionReason.TooManyNodes, "tanh", "tanh", x => [Enumerable.Range(0, 60).Aggregate(x[0], (a, _) => a.Tanh())], [X]),
        (FusionReason.OtherType, "exp", "cast", x => [x[0].Exp().Cast(DType.Float64).Tanh()], [X]),
        (FusionReason.IrregularLines, "exp", "add", x =>
            [x[0].Conv(x[1], padding: [1, 1]) + x[0].Permute(0, 1, 3, 2).Exp()], [Image, Kernel]),
        (FusionReason.Prepared, "relu", "add", x => { Node w = Prepared.Read().Relu(); return [x[0] + w, x[0].MatMul(w.T)]; }, [X]),
        (FusionReason.Cycle, "exp", "add", x => { Node a = x[0].Exp(); return [a + Node.Concat([a[8..], a[..8]], 0)]; }, [X]),
        (FusionReason.JoinedReduction, "matmul", "relu", x => [x[0].MatMul(x[1]).Relu().Sum(0)], [X, W]),
    ];

    private static IEnumerable<TestCaseData> Rows =>
        Cases.Select((c, i) => new TestCaseData(i).SetArgDisplayNames(c.Reason.ToString(), c.Producer, c.Consumer));

    [TestCaseSource(nameof(Rows))]
    public void The_reason_is_given(int row)
    {
        (FusionReason reason, string producer, string consumer, Func<Node[], Node[]> function, TensorData[] inputs) = Cases[row];
        CompilationReport report = Programs.AssertAgrees(reason.ToString(), Programs.Trace(function, inputs), Programs.Default, inputs)
            .Report;
        FusionReport[] found =
            [.. report.Fusion.Where(f => f.Producer.Op.Name == producer && f.Consumer.Op.Name == consumer && f.Reason == reason)];
        Assert.That(found, Is.Not.Empty, () =>
            string.Join('\n', report.Fusion.Select(f => $"{f.Producer.Op.Name} → {f.Consumer.Op.Name}: {f.Reason}")));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(found[0].IsFused, Is.EqualTo(reason == FusionReason.Fused));
            Assert.That(found[0].Bytes, Is.EqualTo(reason == FusionReason.Fused ? 0 : 2 * found[0].Producer.Type.Bytes));
            Assert.That(found[0].Text, Does.Contain(found[0].Consumer.Op.Name).Or.Contain(found[0].Producer.Op.Name));
        }
    }

    [Test]
    public void All_reasons_have_a_case_but_those_that_only_others_hide()
    {
        FusionReason[] missing = [.. Enum.GetValues<FusionReason>().Except(Cases.Select(c => c.Reason))];
        Assert.That(missing, Is.EquivalentTo(new[] { FusionReason.JoinedOther, FusionReason.NoLoopNest }));
    }

    /// <summary>Each use of a computed value is listed once, as fused exactly where one kernel holds both.</summary>
    [TestCaseSource(nameof(Reports))]
    public void The_list_is_complete_and_true(CompilationReport report)
    {
        var kernelOf = new Dictionary<Node, KernelReport>(ReferenceEqualityComparer.Instance);
        foreach (KernelReport kernel in report.Kernels)
        {
            foreach (Node node in kernel.Nodes)
            {
                kernelOf.Add(node, kernel);
            }
        }
        var uses = from consumer in report.Optimized.Nodes.ToArray()
                   where kernelOf.ContainsKey(consumer)
                   from producer in consumer.Inputs.ToArray().Select(Views.Source).Distinct()
                   where kernelOf.ContainsKey(producer)
                   select (producer, consumer);
        Assert.That(report.Fusion.Select(f => (f.Producer, f.Consumer)), Is.EqualTo(uses));
        foreach (FusionReport use in report.Fusion)
        {
            Assert.That(use.IsFused, Is.EqualTo(ReferenceEquals(kernelOf[use.Producer], kernelOf[use.Consumer])), use.Text);
        }
    }

    private static IEnumerable<TestCaseData> Reports =>
        ReportSamples.All.Select(s => new TestCaseData(s.Report).SetArgDisplayNames(s.Name));
}
