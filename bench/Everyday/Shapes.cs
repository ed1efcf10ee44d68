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
        Row.Of("transpose_odd_1001x333", x => x[0].T, Normal(1001, 333)),
        Row.Of("transpose_u8_1024", x => x[0].T, Of(DType.UInt8, 1024, 1024)),
        Row.Of("roll_last_1024", x => Roll(x[0], 1, 3), Normal(1024, 1024)),
        Row.Of("roll_window_4x56x56x96", x => Roll(Roll(x[0], 1, 3), 2, 3), Normal(4, 56, 56, 96)),
        Row.Of("concat_channels_8x64x28x28", x => Node.Concat([x[0], x[1], x[2]], 1),
            Normal(8, 64, 28, 28), Normal(8, 32, 28, 28), Normal(8, 17, 28, 28)),
        Row.Of("stack_first_1024", x => Node.Stack([x[0], x[1], x[2]]), Normal(1024, 512), Normal(1024, 512), Normal(1024, 512)),
        Row.Of("slice_middle_64x256x64", x => x[0][.., 3..131], Normal(64, 256, 64)),
        Row.Of("split_heads_8x128x3x8x64", x => x[0].Reshape([8, 128, 3, 8, 64]).Permute(2, 0, 3, 1, 4), Normal(8, 128, 1536)),
        Row.Of("repeat_2x3_512", x => x[0].Reshape([1, 512, 1, 512]).BroadcastTo([2, 512, 3, 512]).Reshape([1024, 1536]),
            Normal(512, 512)),
        Row.Of("diagonal_flip_1024", x => x[0].T.Flip([1]), Normal(1024, 1024)),
        .. Row.WithGradient("concat_slices_512x1024", x => Node.Concat([x[0][.., ..300], x[1][.., 300..]], 1),
            Normal(512, 1024), Normal(512, 1024)),
    ];

    /// <summary>The elements moved along an axis; what leaves it at its end comes in at its start.</summary>
    private static Node Roll(Node x, int axis, int by)
    {
        int rest = x.Shape[axis] - by;
        return Node.Concat([x.Narrow(axis, rest, by), x.Narrow(axis, 0, rest)], axis);
    }
}
