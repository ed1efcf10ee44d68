using NeuralJit.NN;
using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Losses.</summary>
internal static class Losses
{
    private const int Million = 1 << 20;

    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        .. Row.WithGradient("mse_1m", x => x[0].MseLoss(x[1]), Normal(Million), Normal(Million)),
        Row.Of("mse_1000003", x => x[0].MseLoss(x[1]), Normal(1000003), Normal(1000003)),
        .. Row.WithGradient("l1_1m", x => (x[0] - x[1]).Abs().Mean(), Normal(Million), Normal(Million)),
        .. Row.WithGradient("bce_logits_1m", x => x[0].BinaryCrossEntropyWithLogits(x[1]), Normal(Million), Positive(Million)),
        .. Row.WithGradient("cross_entropy_256x1000", x => x[0].CrossEntropy(x[1]), Normal(256, 1000), Index(1000, 256)),
        .. Row.WithGradient("cross_entropy_8192x10", x => x[0].CrossEntropy(x[1]), Normal(8192, 10), Index(10, 8192)),
        Row.Of("accuracy_100000x10", x => x[0].ArgMax(1).Equal(x[1]).Cast(DType.Float32).Mean(),
            Normal(100000, 10), Index(10, 100000)),
        .. Row.WithGradient("huber_1m", x => new HuberLoss().Forward(x[0], x[1]), Normal(Million), Normal(Million)),
        .. Row.WithGradient("kl_512x1000", x => new KLDivLoss(reduction: LossReduction.BatchMean).Forward(x[0].LogSoftmax(1), x[1]),
            Normal(512, 1000), Positive(512, 1000)),
        Row.Of("mse_none_1m", x => x[0].MseLoss(x[1], LossReduction.None), Normal(Million), Normal(Million)),
        Row.Of("cosine_4096x256", x => (x[0] * x[1]).Sum(1) / (x[0].Norm(2, 1) * x[1].Norm(2, 1)), Normal(4096, 256), Normal(4096, 256)),
    ];
}
