using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Programs that run each op by itself, as eager mode does.</summary>
internal sealed class OpByOpTests
{
    private static readonly CompileOptions Options = new() { OpByOp = true };

    private static readonly (string Name, Func<Node[], Node[]> Function, TensorData[] Inputs)[] Cases =
    [
        ("chain", x => [(x[0] * 2 + 1).Exp().Tanh()], [Samples.Uniform([9, 33])]),
        ("softmax and norm", x => [x[0].Softmax(0), x[0].LayerNorm([33])], [Samples.Uniform([9, 33])]),
        ("reshape of a transposed matrix", x => [x[0].T.Reshape([9 * 33]).Exp()], [Samples.Uniform([9, 33])]),
        ("product and bias", x => [x[0].MatMul(x[1].T) + x[1].Sum(1)], [Samples.Uniform([9, 33]), Samples.Uniform([5, 33], seed: 2)]),
        ("an input as it is", x => [x[0]], [Samples.Uniform([3])]),
        ("lenet", x => [new LeNet().Forward(x[0])], [Samples.Uniform([2, 1, 28, 28])]),
        ("gradients of an encoder layer", x => Gradients.Of(new EncoderLayer(16, 2, 32).Forward(x[0]).MseLoss(x[1]), x[0]),
            [Samples.Uniform([2, 5, 16]), Samples.Uniform([2, 5, 16], seed: 2)]),
    ];

    private static IEnumerable<string> Names => Cases.Select(c => c.Name);

    [TestCaseSource(nameof(Names))]
    public void Results_are_those_of_the_interpreter_and_every_kernel_is_one_op_of_the_library(string name)
    {
        (_, Func<Node[], Node[]> function, TensorData[] inputs) = Cases.Single(c => c.Name == name);
        CompilationReport report = Programs.AssertAgrees(name, Programs.Trace(function, inputs), Options, inputs).Report;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(report.Kernels.Select(k => k.Kind), Is.All.EqualTo("library"));
            Assert.That(report.Kernels.Select(k => k.Nodes.Count), Is.All.EqualTo(1));
            Assert.That(report.Fusion.Select(f => f.Reason), Is.All.EqualTo(FusionReason.LibraryOp));
            Assert.That(report.NewKernels, Is.Zero);
        }
    }
}
