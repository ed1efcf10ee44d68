using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Convolutions.</summary>
internal static class Convolutions
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        .. Row.WithGradient("conv1x1_8x64x28x28_128", x => x[0].Conv(x[1]), Normal(8, 64, 28, 28), Normal(128, 64, 1, 1)),
        .. Row.WithGradient("conv3x3_8x64x28x28_64", x => x[0].Conv(x[1], padding: [1]), Normal(8, 64, 28, 28), Normal(64, 64, 3, 3)),
        .. Row.WithGradient("conv3x3_4x128x13x13_128", x => x[0].Conv(x[1], padding: [1]), Normal(4, 128, 13, 13), Normal(128, 128, 3, 3)),
        Row.Of("conv3x3_stride2_8x64x56x56_128", x => x[0].Conv(x[1], strides: [2], padding: [1]),
            Normal(8, 64, 56, 56), Normal(128, 64, 3, 3)),
        Row.Of("conv5x5_8x16x32x32_32", x => x[0].Conv(x[1], padding: [2]), Normal(8, 16, 32, 32), Normal(32, 16, 5, 5)),
        .. Row.WithGradient("conv7x7_stride2_2x3x224x224_64", x => x[0].Conv(x[1], strides: [2], padding: [3]),
            Normal(2, 3, 224, 224), Normal(64, 3, 7, 7)),
        .. Row.WithGradient("depthwise3x3_8x128x28x28", x => x[0].Conv(x[1], padding: [1], groups: 128),
            Normal(8, 128, 28, 28), Normal(128, 1, 3, 3)),
        Row.Of("depthwise7x7_4x96x28x28", x => x[0].Conv(x[1], padding: [3], groups: 96), Normal(4, 96, 28, 28), Normal(96, 1, 7, 7)),
        Row.Of("groups4_8x64x28x28_64", x => x[0].Conv(x[1], padding: [1], groups: 4), Normal(8, 64, 28, 28), Normal(64, 16, 3, 3)),
        Row.Of("dilated2_8x32x28x28_32", x => x[0].Conv(x[1], padding: [2], dilations: [2]), Normal(8, 32, 28, 28), Normal(32, 32, 3, 3)),
        .. Row.WithGradient("conv1d5_8x64x512_64", x => x[0].Conv(x[1], padding: [2]), Normal(8, 64, 512), Normal(64, 64, 5)),
        .. Row.WithGradient("transposed2x2_8x64x28x28_32", x => x[0].ConvTranspose(x[1], strides: [2]),
            Normal(8, 64, 28, 28), Normal(64, 32, 2, 2)),
        .. Row.WithGradient("patches16_4x3x224x224_192", x => x[0].Conv(x[1], strides: [16]),
            Normal(4, 3, 224, 224), Normal(192, 3, 16, 16)),
        Row.Of("conv1x1_stride2_8x64x56x56_128", x => x[0].Conv(x[1], strides: [2]), Normal(8, 64, 56, 56), Normal(128, 64, 1, 1)),
        Row.Of("conv3x3_bias_relu_4x3x33x35_16", x => x[0].Conv(x[1], x[2], padding: [1]).Relu(),
            Normal(4, 3, 33, 35), Normal(16, 3, 3, 3), Normal(16)),
        Row.Of("conv3x3_nhwc_8x28x28x64_64", x => x[0].Permute(0, 3, 1, 2).Conv(x[1], padding: [1]),
            Normal(8, 28, 28, 64), Normal(64, 64, 3, 3)),
        Row.Of("conv1d3_stride2_8x64x1001_64", x => x[0].Conv(x[1], strides: [2], padding: [1]), Normal(8, 64, 1001), Normal(64, 64, 3)),
        Row.Of("conv1d_causal_dilated4_8x32x512_32", x => x[0].Pad([0, 0, 8], [0, 0, 0]).Conv(x[1], dilations: [4]),
            Normal(8, 32, 512), Normal(32, 32, 3)),
        Row.Of("conv3d_2x8x16x16x16_16", x => x[0].Conv(x[1], padding: [1]), Normal(2, 8, 16, 16, 16), Normal(16, 8, 3, 3, 3)),
        .. Row.WithGradient("depthwise3x3_stride2_8x96x56x56", x => x[0].Conv(x[1], strides: [2], padding: [1], groups: 96),
            Normal(8, 96, 56, 56), Normal(96, 1, 3, 3)),
        .. Row.WithGradient("transposed4x4_stride2_8x64x16x16_32", x => x[0].ConvTranspose(x[1], strides: [2], padding: [1]),
            Normal(8, 64, 16, 16), Normal(64, 32, 4, 4)),
    ];
}
