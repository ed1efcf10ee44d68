using NeuralJit.NN;
using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Normalisations with weights.</summary>
internal static class Norms
{
    private static readonly BatchNorm2d OfBatch = new(64, affine: false, trackRunningStats: false);

    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        .. Row.WithGradient("layer_norm_512x768", x => x[0].LayerNorm([768], x[1], x[2]), Normal(512, 768), Normal(768), Normal(768)),
        .. Row.WithGradient("rms_norm_512x768", x => x[0].RmsNorm([768], x[1], 1e-5), Normal(512, 768), Normal(768)),
        .. Row.WithGradient(
            "group_norm_16x64x32x32", x => x[0].GroupNorm(8, x[1], x[2]), Normal(16, 64, 32, 32), Normal(64), Normal(64)),
        .. Row.WithGradient("instance_norm_relu_16x64x32x32", x => x[0].InstanceNorm().Relu(), Normal(16, 64, 32, 32)),
        Row.Of("batch_norm_eval_32x64x28x28", x => x[0].BatchNorm(x[1], x[2], x[3], x[4]),
            Normal(32, 64, 28, 28), Normal(64), Positive(64), Normal(64), Normal(64)),
        Row.Of("layer_norm_odd_100x1001", x => x[0].LayerNorm([1001], x[1], x[2]), Normal(100, 1001), Normal(1001), Normal(1001)),
        Row.Of("layer_norm_channels_8x96x28x28",
            x => x[0].Permute(0, 2, 3, 1).LayerNorm([96], x[1], x[2]).Permute(0, 3, 1, 2), Normal(8, 96, 28, 28), Normal(96), Normal(96)),
        .. Row.WithGradient("batch_norm_relu_32x64x28x28", x => ((OfBatch.Forward(x[0]) * x[1]) + x[2]).Relu(),
            Normal(32, 64, 28, 28), Normal(64, 1, 1), Normal(64, 1, 1)),
        .. Row.WithGradient("add_layer_norm_512x768", x => (x[0] + x[1]).LayerNorm([768], x[2], x[3]),
            Normal(512, 768), Normal(512, 768), Normal(768), Normal(768)),
    ];
}
