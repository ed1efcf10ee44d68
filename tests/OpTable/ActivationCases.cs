namespace NeuralJit.Tests;

/// <summary>Activations: their limits lie between samples, where the central difference is the gradient.</summary>
internal static class ActivationCases
{
    private static readonly Shape[] Shapes = [[3, 5], [0, 4], [1], [], [37]];

    public static IEnumerable<OpCase> All =>
        [
            .. Row("celu", x => x.Celu(0.7)), .. Row("selu", x => x.Selu()),
                .. Row("elu scaled", x => Node.Apply(new Elu(1.5, 1.2, 0.8), x)),
            .. Row("hardtanh with swapped limits", x => x.Hardtanh(0.7, -0.3)), .. Row("hardtanh", x => x.Hardtanh(-0.7, 1.1)),
                .. Row("clamp", x => x.Clamp(-0.7, 0.45)),
            .. Row("clamp with swapped limits", x => x.Clamp(0.7, -0.3)), .. Row("clamp below", x => x.Clamp(min: 0.2)),
                .. Row("clamp above", x => x.Clamp(max: -0.2)), .. Row("relu6", x => (x * 5).Relu6()),
                .. Row("hardsigmoid", x => (x * 3).Hardsigmoid()),
            .. Row("hardswish", x => (x * 3).Hardswish()), .. Row("hardshrink", x => x.Hardshrink()),
                .. Row("softshrink", x => x.Softshrink(0.4)),
            .. Row("softsign", x => x.Softsign()), .. Row("threshold", x => x.Threshold(0.3, -1.5)),
                .. Row("tanhshrink", x => x.Tanhshrink()),
            .. Row("softplus of steeper slope", x => x.Softplus(2, 1)), .. Row("softplus without a threshold", x =>
                x.Softplus(0.5, double.PositiveInfinity)), .. Row("logsigmoid", x => x.LogSigmoid()), .. Row("mish", x => x.Mish()),
            new("prelu", x => x[0].PRelu(x[1]), Samples.Uniform([3, 5]), Samples.Uniform([1], 0, 1, seed: 2)),
            new("prelu per channel", x => x[0].PRelu(x[1]), Samples.Uniform([2, 3, 4]), Samples.Uniform([3], 0, 1, seed: 2)),
            new("prelu of a vector", x => x[0].PRelu(x[1]), Samples.Uniform([7]), Samples.Uniform([1], 0, 1, seed: 2)),
            new("glu", x => x[0].Glu(), Samples.Uniform([3, 6])), new("glu over 0", x => x[0].Glu(0), Samples.Uniform([4, 3])),
            new("softmin", x => x[0].Softmin(1), Samples.Uniform([3, 5])),
        ];

    private static IEnumerable<OpCase> Row(string name, Func<Node, Node> op) =>
        Shapes.Select(shape => new OpCase(name, x => op(x[0]), Samples.Uniform(shape)));
}
