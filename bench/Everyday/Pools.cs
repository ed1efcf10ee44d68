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
    ];
}
