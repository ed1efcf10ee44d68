using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Pooling, resampling, padding.</summary>
internal static class Pools
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        .. Row.WithGradient("max_pool2_8x64x56x56", x => x[0].MaxPool([2]), Normal(8, 64, 56, 56)),
        .. Row.WithGradient("max_pool3_stride2_8x64x56x56", x => x[0].MaxPool([3], [2], [1]), Normal(8, 64, 56, 56)),
        .. Row.WithGradient("avg_pool2_8x64x56x56", x => x[0].AvgPool([2]), Normal(8, 64, 56, 56)),
        Row.Of("avg_pool8_8x64x64x64", x => x[0].AvgPool([8]), Normal(8, 64, 64, 64)),
        Row.Of("adaptive_avg7_8x64x56x56", x => x[0].AdaptiveAvgPool([7, 7]), Normal(8, 64, 56, 56)),
        Row.Of("nearest2_8x64x32x32", x => x[0].Resize([64, 64]), Normal(8, 64, 32, 32)),
        Row.Of("bilinear2_8x64x32x32", x => x[0].Resize([64, 64], ResizeMode.Linear), Normal(8, 64, 32, 32)),
        Row.Of("reflect1_8x64x32x32", x => x[0].Pad([0, 0, 1, 1], [0, 0, 1, 1], PadMode.Reflect), Normal(8, 64, 32, 32)),
        Row.Of("pad1_8x64x32x32", x => x[0].Pad([0, 0, 1, 1], [0, 0, 1, 1]), Normal(8, 64, 32, 32)),
        Row.Of("pixel_shuffle2_8x256x28x28", x => x[0].PixelShuffle(2), Normal(8, 256, 28, 28)),
        Row.Of("max_pool3_same_8x32x35x35", x => x[0].MaxPool([3], [1], [1]), Normal(8, 32, 35, 35)),
        Row.Of("max_pool_1d_8x64x1000", x => x[0].MaxPool([2]), Normal(8, 64, 1000)),
        Row.Of("max_pool2_nhwc_8x56x56x64", x => x[0].Permute(0, 3, 1, 2).MaxPool([2]), Normal(8, 56, 56, 64)),
        Row.Of("avg_pool3_same_8x32x35x35", x => x[0].AvgPool([3], [1], [1]), Normal(8, 32, 35, 35)),
        Row.Of("adaptive_max5_8x64x13x13", x => x[0].AdaptiveMaxPool([5, 5]), Normal(8, 64, 13, 13)),
        Row.Of("bilinear_7_to_20_8x64", x => x[0].Resize([20, 20], ResizeMode.Linear), Normal(8, 64, 7, 7)),
        Row.Of("bicubic2_4x3x112x112", x => x[0].Resize([224, 224], ResizeMode.Cubic), Normal(4, 3, 112, 112)),
        Row.Of("nearest_half_8x64x64x64", x => x[0].Resize([32, 32]), Normal(8, 64, 64, 64)),
        Row.Of("replicate3_4x3x224x224", x => x[0].Pad([0, 0, 3, 3], [0, 0, 3, 3], PadMode.Replicate), Normal(4, 3, 224, 224)),
        Row.Of("circular1_8x64x32x32", x => x[0].Pad([0, 0, 1, 1], [0, 0, 1, 1], PadMode.Circular), Normal(8, 64, 32, 32)),
        Row.Of("pixel_unshuffle2_8x64x56x56", x => x[0].PixelUnshuffle(2), Normal(8, 64, 56, 56)),
        .. Row.WithGradient("nearest2_16x32x16x16", x => x[0].Resize([32, 32]), Normal(16, 32, 16, 16)),
        .. Row.WithGradient("bilinear2_16x32x16x16", x => x[0].Resize([32, 32], ResizeMode.Linear), Normal(16, 32, 16, 16)),
    ];
}
