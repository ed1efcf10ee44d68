using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Everything that adds up many numbers: reductions, norms, losses, products, and their gradients.</summary>
internal static class SumCases
{
    private const int Long = 200_003;

    private static readonly (string Name, Loss Loss)[] Losses =
        [
            ("mse", new MSELoss()), ("l1", new L1Loss()), ("huber", new HuberLoss()), ("smooth l1", new SmoothL1Loss()),
                ("binary cross-entropy", new BCELoss()),
            ("binary cross-entropy with logits", new BCEWithLogitsLoss()), ("kl divergence", new KLDivLoss()),
                ("hinge embedding", new HingeEmbeddingLoss()),
            ("soft margin", new SoftMarginLoss()), ("poisson nll", new PoissonNLLLoss()),
                ("multi-label soft margin", new MultiLabelSoftMarginLoss()),
        ];

    /// <summary>Sums of plain numbers, whose error is that of some additions, however many there are.</summary>
    public static IEnumerable<SumCase> Sums =>
        [
            .. Shapes.SelectMany(shape => new SumCase[]
            {
                new($"equal {shape}", Reductions, Equal(shape, 0.1f)),
                new($"positive {shape}", Reductions, Samples.Uniform(shape, 0.5, 1.5)),
            }),
            new("small columns", x => [x[0].Sum(0)], Equal([100_000, 3], 1e-5f)),
            new("costly rows", x =>
                [x[0].Exp().Sum(1), x[0].Softmax(1).Square().Sum(1), x[0].LogSoftmax(1).Sum(1)], Equal([3, 65_537], 0.1f)),
            new("costly columns", x => [((x[0] * 2 + 1).Tanh() * x[0] + x[0].Square()).Sqrt().Sum(0)], Equal([65_537, 5], 0.1f)),
            new("planes", x =>
                [x[0].Sum([0, 2, 3]), x[0].Variance([0, 2, 3]), x[0].Mean([1, 3])], Samples.Uniform([65, 3, 63, 31], 0.5, 1.5)),
            new("rows with a stride", x => [x[0][.., (.., 2)].Sum(1), x[0].T.Sum(0)], Equal([3, 65_537], 0.1f)),
            new("layer norm", x =>
                [x[0].LayerNorm([65_537]).Square().Sum(), x[0].RmsNorm([65_537])], Samples.Uniform([3, 65_537], 0.5, 1.5)),
        ];

    /// <summary>Every loss, with the gradient of what it compares.</summary>
    public static IEnumerable<SumCase> OfLosses =>
        [
            .. Losses.Select(l => new SumCase(
                l.Name, x => WithGradients(l.Loss.Forward(x[0], x[1]), x[0]), Equal([Long / 11, 11], 0.3f), Equal([Long / 11, 11], 0.7f))),
            new("cross-entropy", x => WithGradients(x[0].CrossEntropy(x[1]), x[0]), Equal([Long, 3], 0.3f), Labels(Long)),
            new("nll", x => WithGradients(x[0].NllLoss(x[1]), x[0]), Equal([Long, 3], -0.3f), Labels(Long)),
            new("multi-margin", x => WithGradients(new MultiMarginLoss().Forward(x[0], x[1]), x[0]), Equal([Long, 3], 0.3f), Labels(Long)),
            new("gaussian nll", x => WithGradients(new GaussianNLLLoss().Forward((x[0], x[1], x[2])), x[0]), Equal([Long], 0.3f),
                Equal([Long], 0.7f), Equal([Long], 0.4f)),
            new("margin ranking", x => WithGradients(new MarginRankingLoss(0.3).Forward((x[0], x[1], x[2])), x[0]), Equal([Long], 0.3f),
                Equal([Long], 0.7f), Equal([Long], 1)),
            new("cosine embedding", x => [new CosineEmbeddingLoss().Forward((x[0], x[1], x[2]))], Ramp([Long / 3, 3]),
                Equal([Long / 3, 3], 0.7f), Equal([Long / 3], 1)),
            new("triplet margin", x => WithGradients(new TripletMarginLoss().Forward((x[0], x[1], x[2])), x[0]), Equal([Long / 3, 3], 0.3f),
                Equal([Long / 3, 3], 0.7f), Ramp([Long / 3, 3])),
        ];

    /// <summary>Gradients that are sums over a batch or over positions, and what else adds many numbers.</summary>
    public static IEnumerable<SumCase> Gradients =>
        [
            new("bias", x => WithGradients((x[0] + x[1]).Square().Mean(), x[1]), Equal([Long, 7], 0.3f), Equal([7], 0.1f)),
            new("factor of rows", x => WithGradients((x[0] * x[1]).Square().Mean(), x[1]), Equal([7, Long], 0.3f), Equal([7, 1], 0.1f)),
            new("layer norm", x => WithGradients(x[0].LayerNorm([8], x[1], x[2]).Square().Mean(), x[1], x[2]), Ramp([Long / 8, 8]),
                Equal([8], 0.3f), Equal([8], 0.1f)),
            new("batch norm", x => WithGradients(x[0].BatchNorm(x[1], x[2], x[3], x[4]).Square().Mean(), x[3], x[4]), Ramp([33, 3, 41, 43]),
                Equal([3], 0.1f), Equal([3], 0.2f), Equal([3], 0.3f), Equal([3], 0.1f)),
            new("rows of a table", x => WithGradients(x[0].Take(x[1]).Square().Mean(), x[0]), Equal([3, 5], 0.3f), Labels(Long)),
            new("elements of a table", x => WithGradients(x[0].Gather(0, x[1]).Square().Mean(), x[0]), Equal([3, 5], 0.3f), Zeros(Long, 5)),
            new("picture of one pixel", x => WithGradients(x[0].Resize([401, 397]).Square().Mean(), x[0]), Equal([1, 1, 1, 1], 0.3f)),
            new("smooth picture of few pixels", x =>
                WithGradients(x[0].Resize([401, 397], ResizeMode.Linear).Square().Mean(), x[0]), Equal([1, 1, 2, 2], 0.3f)),
            new("large windows", x =>
                WithGradients(x[0].AvgPool([150, 149], strides: [1, 1]).Square().Mean(), x[0]), Equal([1, 2, 181, 179], 0.3f)),
        ];

    /// <summary>Products along a great depth.</summary>
    public static IEnumerable<SumCase> Products =>
        [
            .. Extents.SelectMany(s => new SumCase[]
                {
                    new($"{s.M}×{s.K}×{s.N}", x => [x[0].MatMul(x[1])], Equal([s.M, s.K], 0.1f), Equal([s.K, s.N], 0.3f)),
                    new($"{s.M}×{s.K}×{s.N} transposed", x =>
                        [x[0].T.MatMul(x[1].T)], Samples.Uniform([s.K, s.M], 0.5, 1.5), Samples.Uniform([s.N, s.K], 0.5, 1.5, seed: 2)),
                }),
            new("linear", x => WithGradients(x[0].Linear(x[1], x[2]).Square().Mean(), x[1], x[2]), Equal([Long, 3], 0.3f),
                Equal([2, 3], 0.7f), Equal([2], 0.1f)),
            new("conv", x => WithGradients(x[0].Conv(x[1], ConvWindow.Create(2, padding: [1, 1])).Square().Mean(), x[1]),
                Equal([9, 2, 121, 123], 0.3f), Equal([5, 2, 3, 3], 0.1f)),
            new("deep conv", x => WithGradients(x[0].Conv(x[1], ConvWindow.Create(2, padding: [1, 1])).Square().Mean(), x[0], x[1]),
                Equal([1, 600, 9, 11], 0.3f), Equal([8, 600, 3, 3], 0.1f)),
            new("long conv", x => WithGradients(x[0].Conv(x[1], ConvWindow.Create(1, padding: [700])).Square().Mean(), x[0], x[1]),
                Equal([2, 2, 4001], 0.3f), Equal([3, 2, 1501], 0.1f)),
            new("depth-wise conv", x => WithGradients(x[0].Conv(x[1], ConvWindow.Create(2, groups: 2)).Square().Mean(), x[0], x[1]),
                Equal([9, 2, 121, 123], 0.3f), Equal([2, 1, 31, 29], 0.1f)),
            new("conv of one element", x => WithGradients(x[0].Conv(x[1], ConvWindow.Create(2)).Square().Mean(), x[0], x[1]),
                Equal([3, 1025, 17, 9], 0.3f), Equal([6, 1025, 1, 1], 0.1f)),
        ];

    private static (int M, int K, int N)[] Extents =>
        [(1, 100_003, 33), (13, 100_003, 40), (8, 4097, 100), (3, 65_537, 1), (1, 1_000_003, 1), (64, 1025, 48)];

    private static Shape[] Shapes =>
        [[1023], [1025], [2047], [4097], [1_000_003], [1000, 1000], [1009, 1013], [3, 65_537], [65_537, 3], [129, 2049]];

    private static Node[] Reductions(Node[] x)
    {
        Node[] all = [x[0].Sum(), x[0].Mean(), x[0].Square().Sum().Sqrt(), x[0].LogSumExp(), (x[0] - 7).Square().Mean()];
        return x[0].Rank == 1
            ? all
            : [.. all, x[0].Sum(0), x[0].Sum(1), x[0].Abs().Mean(0), x[0].Square().Sum(1), x[0].LogSumExp(0), x[0].LogSumExp(1)];
    }

    private static Node[] WithGradients(Node y, params Node[] targets) => [y, .. NeuralJit.Gradients.Of(y, targets)];

    private static TensorData Equal(Shape shape, float value)
    {
        float[] values = new float[shape.Count];
        Array.Fill(values, value);
        return TensorData.From<float>(shape, values);
    }

    // Different numbers side by side, equal ones from row to row.
    private static TensorData Ramp(Shape shape) =>
        TensorData.From<float>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(i => 0.1f + (0.2f * (i % shape[-1])))]);

    private static TensorData Labels(int count) => TensorData.From<long>([count], new long[count]);

    private static TensorData Zeros(int count, int columns) => TensorData.From<long>([count, columns], new long[count * columns]);
}
