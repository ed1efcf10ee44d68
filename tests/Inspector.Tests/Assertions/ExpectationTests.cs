using NeuralJit.Compilation;
using NeuralJit.NN;

namespace NeuralJit.Inspection.Tests;

/// <summary>Expectations that hold pass, others say why they do not.</summary>
[NonParallelizable]
internal sealed class ExpectationTests
{
    private static IEnumerable<TestCaseData> Right()
    {
        yield return Case("kernels", p => p.Kernels(2));
        yield return Case("fused by names", p => p.Fused("relu", into: "matmul"));
        yield return Case("fused by module", p => p.Fused("0", into: "0").Fused("1", into: "0"));
        yield return Case("apart", p => p.Apart("exp", from: "matmul"));
        yield return Case("no allocation", p => p.NoAllocation());
        yield return Case("no allocation for inputs", p => p.NoAllocation(TensorData.Zeros(new TensorType(DType.Float32, [8, 16]))));
        yield return Case("arena", p => p.ArenaBelow(1 << 20));
        yield return Case("fired", p => p.Fired("a·bᵀ → a·pack(bᵀ)"));
        yield return Case("not fired", p => p.NotFired("log(softmax(x)) → log_softmax(x)"));
        yield return Case("in a row", p => p.Kernels(2).Fused("relu", into: "matmul").NoAllocation().ArenaBelow(1 << 20));
    }

    [TestCaseSource(nameof(Right))]
    public void What_is_so_passes(Func<ProgramExpectations, ProgramExpectations> expectation)
    {
        ProgramExpectations expect = Model().Expect();
        Assert.That(expectation(expect), Is.SameAs(expect));
    }

    private static IEnumerable<TestCaseData> Wrong()
    {
        yield return Case("kernels", p =>
            p.Kernels(1), "^mlp: expected 1 kernel, but there are 2\n  k\\d+_\\w*matmul\\w* \\(contraction\\): .*(\n.*)*not fused: ");
        yield return Case("fused", p => p.Fused("exp", into: "matmul"),
            @"^mlp: expected exp fused into matmul, but exp f32\[8,4\] is computed by k\d+_\w+ \(.*ExpectationTests\.cs:\d+\)\n  \S");
        yield return Case("apart", p => p.Apart("relu", from: "matmul"),
            @"^mlp: expected relu apart from matmul, but relu f32\[8,4\] is computed by k\d+_\w+ \(1 · .*\), which holds both$");
        yield return Case("an op that is not there", p =>
            p.Fused("tanh", into: "matmul"), @"^mlp: there is no tanh in the kernels\n  ops: .*relu.*\n  modules: 0, 1$");
        yield return Case("arena", p =>
            p.ArenaBelow(1), @"^mlp: expected an arena below 1 B, but it has \d+ B\n  alive at the peak: \w+ f32\[8,4\], 128 B");
        yield return Case("fired", p => p.Fired("x·1 → x"),
            "^mlp: expected the rule \"x·1 → x\" to fire, but it did not\n(.*\n)*  fired: a·bᵀ → a·pack\\(bᵀ\\) \\(choose layouts, 1×\\)");
        yield return Case("not fired", p => p.NotFired("a·bᵀ → a·pack(bᵀ)"),
            "^mlp: expected the rule \"a·bᵀ → a·pack\\(bᵀ\\)\" not to fire, but it did\n  matmul\\(.* → packed_matmul.* at 0 · ");
    }

    [TestCaseSource(nameof(Wrong))]
    public void What_is_not_so_is_explained(Func<ProgramExpectations, ProgramExpectations> expectation, string message) =>
        Assert.That(() => expectation(Model().Expect()), Throws.TypeOf<ExpectationException>().With.Message.Matches(message));

    [Test]
    public void An_allocation_is_explained() =>
        Assert.That(() => Model(generate: false).Expect().NoAllocation(), Throws.TypeOf<ExpectationException>()
            .With.Message.Matches(
                @"^mlp: expected no allocation, but a run allocates [\d,]+ B\n  runs as a library kernel: matmul f32\[8,4\]\n"));

    [Test]
    public void Functions_that_do_not_recompile_pass()
    {
        CompiledFunction function = Compiler.Compile(x => x * 2);
        FunctionExpectations expect = function.Expect();
        Assert.That(expect.NoRecompile(), Is.SameAs(expect));
        function.For([2, 3]);
        function.For([2, 3]);
        expect.NoRecompile().Compilations(1).NoRecompile(() => function.For([2, 3]));
    }

    [Test]
    public void Recompiles_are_explained()
    {
        CompiledFunction function = Compiler.Compile(x => x * 2);
        function.For([2, 3]);
        function.For([4, 3]);
        Assert.That(() => function.Expect().NoRecompile(), Throws.TypeOf<ExpectationException>().With.Message.EqualTo(
            "expected 1 compilation, but 2 programs were compiled\n  (f32[2,3]): the first call\n  (f32[4,3]): input 0 was "
            + "f32[2,3], is f32[4,3]"));
        Assert.That(
            () => function.Expect().NoRecompile(() => function.For([5, 3])), Throws.TypeOf<ExpectationException>().With.Message.EqualTo(
            "expected no recompile during the calls, but 1 program was compiled\n  (f32[5,3]): input 0 was f32[4,3], is f32[5,3]"));
        Assert.That(() => Compiler.Compile(x => x * 2).Expect().Compilations(1),
            Throws.TypeOf<ExpectationException>().With.Message.EqualTo("expected 1 compilation, but nothing was compiled"));
    }

    // Two kernels: the product with bias and relu, and the softmax of the other columns.
    private static CompiledProgram Model(bool generate = true)
    {
        Sequential model = [new Linear(16, 4, seed: 1), new ReLU()];
        return Compiler.Compile(x => model.Forward(x).Softmax(1), new CompileOptions { Name = "mlp", GenerateCode = generate })
            .For([8, 16]);
    }

    private static TestCaseData Case(string name, Func<ProgramExpectations, ProgramExpectations> expectation) =>
        new TestCaseData(expectation).SetArgDisplayNames(name);

    private static TestCaseData Case(string name, Func<ProgramExpectations, ProgramExpectations> expectation, string message) =>
        new TestCaseData(expectation, message).SetArgDisplayNames(name);
}
