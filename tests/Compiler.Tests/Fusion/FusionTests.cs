using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>What becomes how many kernels, and that the values stay what they were.</summary>
internal sealed class FusionTests
{
    private static readonly TensorData X = Samples.Uniform([9, 33]), Row = Samples.Uniform([33], seed: 2),
        Row2 = Samples.Uniform([33], seed: 3), Dy = Samples.Uniform([9, 33], seed: 4);

    private static readonly (string Name, int Kernels, Func<Node[], Node[]> Function, TensorData[] Inputs)[] Contracts =
        [
            ("element-wise chain", 1, x => [((x[0] * 2 + 1).Exp() - x[0]).Tanh().Maximum(0)], [X]),
            ("chain with broadcasts and views", 1, x => [(x[0].T * 2 + x[1].Unsqueeze(1)).Sigmoid()], [X, Row]),
            ("select and comparisons", 1, x => [Node.Where((x[0] > 0) & (x[0] < x[1]), x[0] * 2, x[1])], [X, Row]),
            ("two results of one chain", 1, x => [x[0].Exp(), x[0].Exp() * 2], [X]),
            ("sum of squares", 1, x => [x[0].Square().Sum()], [X]),
            ("row norm", 1, x => [x[0] / x[0].Square().Sum(1, keepDims: true).Sqrt()], [X]),
            ("column sum of a chain", 1, x => [(x[0] * x[1]).Exp().Sum(0)], [X, Row]),
            ("softmax", 1, x => [x[0].Softmax(1)], [X]),
            ("log softmax", 1, x => [x[0].LogSoftmax(1)], [X]),
            ("logsumexp", 1, x => [x[0].LogSumExp(1)], [X]),
            ("layer norm", 1, x => [x[0].LayerNorm([33], x[1], x[2])], [X, Row, Row2]),
            ("gelu", 1, x => [x[0].Gelu()], [X]),
            ("mean squared error", 1, x => [x[0].MseLoss(x[1])], [X, Dy]),
            ("softmax gradient", 2, x => [.. Gradients.Of([x[0].Softmax(1)], [x[1]], [x[0]])], [X, Dy]),
            ("log softmax gradient", 2, x => [.. Gradients.Of([x[0].LogSoftmax(1)], [x[1]], [x[0]])], [X, Dy]),
            ("layer norm gradient", 2, x =>
                [.. Gradients.Of([x[0].LayerNorm([33], x[1], x[2])], [x[3]], [x[0], x[1], x[2]])], [X, Row, Row2, Dy]),
            ("gelu gradient", 1, x => [.. Gradients.Of([x[0].Gelu()], [x[1]], [x[0]])], [X, Dy]),
            ("matmul with an epilogue", 1, x =>
                [(x[0].MatMul(x[1]) + x[2]).Relu()], [X, Samples.Uniform([33, 20], seed: 5), Samples.Uniform([20], seed: 6)]),
        ];

    private static IEnumerable<string> Names => Contracts.Select(c => c.Name);

    [TestCaseSource(nameof(Names))]
    public void A_form_becomes_no_more_kernels_than_it_should(string name)
    {
        (_, int kernels, Func<Node[], Node[]> function, TensorData[] inputs) = Contracts.Single(c => c.Name == name);
        CompiledProgram program = Programs.AssertAgrees(name, Programs.Trace(function, inputs), Programs.Default, inputs);
        Assert.That(program.KernelCount(), Is.LessThanOrEqualTo(kernels), program.Describe);
    }

    /// <summary>What reads a result of the reduction is a reduction itself, behind views that no rewrite takes away.</summary>
    private static IEnumerable<TestCaseData> ReducedAgain() =>
        from axis in new[] { 0, 1 }
        from form in new (string Name, Func<Node, Node> Next)[] { ("itself", m => m), ("a function", m => m.Exp()) }
        from second in new (
            string Name, Func<Node, Node> Reduce)[] { ("sum", b => b.Sum(axis, keepDims: true)), ("max", b => b.Max(axis, keepDims: true)) }
        select new TestCaseData(axis, form.Next, second.Reduce).SetArgDisplayNames($"axis {axis}, {second.Name} of {form.Name}");

    [TestCaseSource(nameof(ReducedAgain))]
    public void A_reduction_of_a_reduction_waits_for_it(int axis, Func<Node, Node> next, Func<Node, Node> reduce)
    {
        TensorData x = Samples.Uniform([25, 50]);
        Graph graph = Programs.Trace(n =>
        {
            Node mean = n[0].Mean(axis, keepDims: true);
            Node spread = next(mean).Reshape((int)mean.Shape.Count).Reshape(mean.Shape).BroadcastTo([25, 50]);
            return [n[0] * reduce(spread), n[0].Exp().Sum(axis)];
        }, x);
        foreach (int bits in Programs.Widths)
        {
            Programs.AssertAgrees($"{bits}", graph, new CompileOptions { VectorBits = bits }, x);
        }
    }

    [Test]
    public void Each_linear_layer_with_its_activation_is_one_kernel()
    {
        Sequential model =
            [new Linear(33, 20, seed: 1), new ReLU(), new Linear(20, 15, seed: 2), new NN.Tanh(), new Linear(15, 4, seed: 3), new GELU()];
        CompiledProgram program = Programs.AssertAgrees("layers", Programs.Trace(x => [model.Forward(x[0])], X), Programs.Default, X);
        Assert.That(program.KernelCount(), Is.EqualTo(3), program.Describe);
        Assert.That(program.Report.Kernels.Where(k => !k.Prepared).Select(k => k.Kind), Is.All.EqualTo("contraction"));
    }

    [Test]
    public void A_residual_goes_into_the_epilogue_too()
    {
        var layer = new Linear(33, 33, seed: 1);
        CompiledProgram program = Programs.AssertAgrees(
            "residual", Programs.Trace(x => [x[0] + layer.Forward(x[0]).Silu()], X), Programs.Default, X);
        Assert.That(program.KernelCount(), Is.EqualTo(1), program.Describe);
    }

    [Test]
    public void Two_reductions_that_need_each_other_are_two_passes_of_one_kernel()
    {
        CompiledProgram program = Compiler.Compile(Programs.Trace(x => [x[0].Variance([1])], X));
        Assert.That(program.KernelCount(), Is.EqualTo(1), program.Describe);
        Assert.That(program.Report.Kernels[0].Description, Does.Contain("3 sweeps"));
    }

    [Test]
    public void What_needs_other_elements_is_not_fused()
    {
        CompiledProgram program = Programs.AssertAgrees(
            "shift", Programs.Trace(x => [x[0].Exp()[1..] - x[0].Exp()[..^1]], X), Programs.Default, X);
        Assert.That(program.KernelCount(), Is.EqualTo(2), program.Describe);
    }

    [Test]
    public void An_operand_of_a_product_is_not_computed_in_its_epilogue()
    {
        TensorData square = Samples.Uniform([7, 7]), operand = Samples.Uniform([7, 3], seed: 2);
        Programs.AssertAgrees("operand and epilogue", x =>
        {
            Node a = x[1].Exp();
            return [x[0].MatMul(a) + a.Tanh()];
        }, square, operand);
        Programs.AssertAgrees("packed operand and epilogue", x =>
        {
            Node a = x[0].Exp();
            return [a.MatMul(a.T) + a.Tanh()];
        }, square);
    }

    [Test]
    public void Groups_that_would_need_each_other_stay_apart()
    {
        TensorData square = Samples.Uniform([6, 6]);
        Programs.AssertAgrees("cycle", x =>
        {
            Node a = x[0].Exp(), b = a.MatMul(x[0]), c = a + b.T;
            return [c.Sum(1) * a.Sum(1), (c - b).Sum(0)];
        }, square);
    }

    [Test]
    public void Long_chains_are_cut_and_still_right()
    {
        Programs.AssertAgrees("long chain", x =>
        {
            Node y = x[0];
            for (int i = 0; i < 150; i++)
            {
                y = (y * 0.9 + x[1]).Tanh();
            }
            return [y];
        }, X, Row);
    }
}
