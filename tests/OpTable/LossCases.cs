namespace NeuralJit.Tests;

/// <summary>Losses in each reduction, with ignored labels, smoothing and weights.</summary>
internal static class LossCases
{
    private static TensorData Logits => Samples.Uniform([4, 5]);

    private static TensorData Labels => Samples.Indices([4], 0, 4, 2, 2);

    private static TensorData Weights => Samples.Uniform([5], 0.5, 2, seed: 3);

    public static IEnumerable<OpCase> All =>
        [
            .. Enum.GetValues<LossReduction>().SelectMany(OfReduction),
            new("binary cross-entropy of probabilities", x =>
                x[0].BinaryCrossEntropy(x[1]), Samples.Uniform([3, 5], 0.1, 0.9), Samples.Uniform([3, 5], 0, 1, seed: 2)),
            new("nll of images", x => x[0].NllLoss(x[1]), Samples.Uniform([2, 3, 4]), Samples.Longs([2, 4], 0, 3)),
            new("nll ignoring a sample", x => x[0].NllLoss(x[1], ignoreIndex: 2), Logits, Labels),
            new("cross-entropy of i32 labels", x => x[0].CrossEntropy(x[1]), Logits, Samples.Ints([4], 0, 5)),
            new("cross-entropy with an ignored sample", x => x[0].CrossEntropy(x[1]), Logits, Samples.Indices([4], 0, -100, 2, 2)),
            new("cross-entropy ignoring a class", x => x[0].CrossEntropy(x[1], ignoreIndex: 2), Logits, Labels),
            new("cross-entropy of one sample", x => x[0].CrossEntropy(x[1]), Samples.Uniform([5]), Samples.Indices([], 3)),
            new("cross-entropy of images", x => x[0].CrossEntropy(x[1]), Samples.Uniform([2, 3, 4]), Samples.Longs([2, 4], 0, 3)),
            new("cross-entropy of a hidden layer", x =>
                x[0].Linear(x[2]).CrossEntropy(x[1]), Samples.Uniform([4, 3]), Labels, Samples.Uniform([5, 3], seed: 2)),
        ];

    private static IEnumerable<OpCase> OfReduction(LossReduction reduction) =>
        [
            new($"mse {reduction}", x => x[0].MseLoss(x[1], reduction), Samples.Uniform([3, 5]), Samples.Uniform([3, 5], seed: 2)),
            new($"mse {reduction} of itself", x => x[0].MseLoss(x[0], reduction), Samples.Uniform([3])),
            new($"binary cross-entropy {reduction}", x =>
                x[0].BinaryCrossEntropyWithLogits(x[1], reduction), Samples.Uniform([3, 5]), Samples.Uniform([3, 5], 0, 1, seed: 2)),
            new($"losses {reduction}", x => reduction.Apply(x[0]), Samples.Uniform([3, 5])),
            new($"nll {reduction}", x => x[0].NllLoss(x[1], reduction), Logits, Labels),
            new($"nll {reduction} weighted", x =>
                x[0].NllLoss(x[1], reduction, weight: Node.Constant(Weights).Cast(x[0].DType)), Logits, Labels),
            new($"cross-entropy {reduction}", x => x[0].CrossEntropy(x[1], reduction), Logits, Labels),
            new($"cross-entropy {reduction} smoothed", x =>
                x[0].CrossEntropy(x[1], reduction, labelSmoothing: 0.1), Logits, Samples.Indices([4], 0, -100, 2, 2)),
            new($"cross-entropy {reduction} weighted", x =>
                x[0].CrossEntropy(x[1], reduction, weight: Node.Constant(Weights).Cast(x[0].DType)), Logits, Labels),
            new($"cross-entropy {reduction} smoothed and weighted", x =>
                x[0].CrossEntropy(x[1], reduction, labelSmoothing: 0.1, weight: Node.Constant(Weights).Cast(x[0].DType)), Logits, Labels),
        ];
}
