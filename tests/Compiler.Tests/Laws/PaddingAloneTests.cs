using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Results that no element of the input reaches have the values of the definition, eagerly and compiled, into memory full of rubbish.
/// </summary>
internal sealed class PaddingAloneTests
{
    private static readonly PoolWindow Tall = new([2, 1], [1, 1], [1, 0], [1, 0], [1, 1]);

    private static readonly (string Name, Shape Input, double[] Expected, Func<Node, Node> Function)[] Cases =
        [
            ("greatest of padding", [1, 1, 2, 1], [double.NegativeInfinity], x => x.MaxPool([2, 1], [3, 1], [1, 0], [3, 1])),
            ("its position", [1, 1, 2, 1], [-1], x => x.MaxPoolIndices([2, 1], [3, 1], [1, 0], [3, 1]).Cast(DType.Float32)),
            ("positions beside padding", [1, 1, 3, 1], [0, 2], x => x.MaxPoolIndices([2, 1], [3, 1], [1, 0]).Cast(DType.Float32)),
            ("greatest of an empty image", [1, 1, 0, 2], [double.NegativeInfinity, double.NegativeInfinity], x =>
                Node.Apply(new MaxPool(Tall), x)),
            ("sum of padding", [1, 1, 2, 1], [0], x => Node.Apply(new SumPool(new PoolWindow([2, 1], [3, 1], [1, 0], [2, 0], [3, 1])), x)),
            ("sum of an empty image", [1, 1, 0, 3], [0, 0, 0], x => Node.Apply(new SumPool(Tall), x)),
            ("columns of an empty image", [1, 1, 0, 2], [0, 0, 0, 0], x => x.Unfold([2, 1], padding: [1, 0])),
            ("convolution of an empty image", [1, 2, 0, 3], [0, 0, 0], x => x.Conv(Node.Ones([1, 2, 2, 1]), padding: [1, 0])),
            ("convolution of no channels", [1, 0, 2, 2], [0, 0, 0, 0], x => x.Conv(Node.Ones([1, 0, 1, 1]))),
            ("transposed convolution with gaps", [1, 1, 1, 1], [1, 0, 0], x =>
                (x * 0 + 1).ConvTranspose(Node.Ones([1, 1, 1, 1]), strides: [3, 1], outputPadding: [2, 0])),
            ("product over nothing", [2, 0], [0, 0, 0, 0], x => x.MatMul(x.T)),
        ];

    private static IEnumerable<string> Names => Cases.Select(c => c.Name);

    [TestCaseSource(nameof(Names))]
    public void The_result_is_that_of_the_definition(string name)
    {
        (_, Shape shape, double[] expected, Func<Node, Node> function) = Cases.Single(c => c.Name == name);
        TensorData x = Samples.Uniform(shape);
        Assert.That(Comparison.Values(Programs.Run(n => [function(n[0])], x)[0]), Is.EqualTo(expected), "compiled");
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(Comparison.Values(function(Node.Constant(x)).Data), Is.EqualTo(expected), "eager");
    }
}
