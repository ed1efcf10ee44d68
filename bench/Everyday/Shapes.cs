using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Copies in other orders.</summary>
internal static class Shapes
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        Row.Of("transpose_1024", x => x[0].T, Normal(1024, 1024)),
        Row.Of("permute_nchw_nhwc_8x64x56x56", x => x[0].Permute(0, 2, 3, 1), Normal(8, 64, 56, 56)),
        Row.Of("permute_nhwc_nchw_8x224x224x3", x => x[0].Permute(0, 3, 1, 2), Normal(8, 224, 224, 3)),
        Row.Of("permute_heads_8x128x8x64", x => x[0].Permute(0, 2, 1, 3), Normal(8, 128, 8, 64)),
        Row.Of("concat_first_512x1024", x => Node.Concat([x[0], x[1]]), Normal(512, 1024), Normal(512, 1024)),
        Row.Of("concat_last_10000x33", x => Node.Concat([x[0], x[1]], 1), Normal(10000, 33), Normal(10000, 33)),
        Row.Of("stack_last_1m", x => Node.Stack([x[0], x[1]], 1), Normal(1 << 20), Normal(1 << 20)),
        Row.Of("slice_step2_1024x2048", x => x[0][.., (.., 2)], Normal(1024, 2048)),
        Row.Of("flip_last_1024", x => x[0].Flip([1]), Normal(1024, 1024)),
        Row.Of("flip_first_1024", x => x[0].Flip([0]), Normal(1024, 1024)),
        Row.Of("broadcast_rows_1024", x => x[0].BroadcastTo([1024, 1024]), Normal(1024)),
        Row.Of("repeat_interleave2_1024x512", x => x[0].Reshape([1024, 512, 1]).BroadcastTo([1024, 512, 2]).Reshape([1024, 1024]),
            Normal(1024, 512)),
    ];
}
