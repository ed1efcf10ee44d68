using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Reductions, softmax, and what consists of them.</summary>
internal static class Reductions
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        Row.Of("sum_all_1024", x => x[0].Sum(), Normal(1024, 1024)),
        Row.Of("sum_all_100003", x => x[0].Sum(), Normal(100003)),
        Row.Of("mean_all_16x64x32x32", x => x[0].Mean(), Normal(16, 64, 32, 32)),
        Row.Of("max_all_1024", x => x[0].Max(), Normal(1024, 1024)),
        Row.Of("sum_first_100003x64", x => x[0].Sum(0), Normal(100003, 64)),
        Row.Of("sum_middle_64x256x64", x => x[0].Sum(1), Normal(64, 256, 64)),
        Row.Of("sum_short_rows_100000x10", x => x[0].Sum(1), Normal(100000, 10)),
        Row.Of("sum_transposed_1024", x => x[0].T.Sum(1), Normal(1024, 1024)),
        Row.Of("mean_last_1000x1001", x => x[0].Mean(1), Normal(1000, 1001)),
        Row.Of("min_first_1024", x => x[0].Min(0), Normal(1024, 1024)),
        Row.Of("prod_last_4096x64", x => x[0].Prod(1), Positive(4096, 64)),
        Row.Of("std_last_1024", x => x[0].Std(1), Normal(1024, 1024)),
        Row.Of("norm_last_1024", x => x[0].Norm(2, 1), Normal(1024, 1024)),
        Row.Of("argmax_last_1024", x => x[0].ArgMax(1), Normal(1024, 1024)),
        Row.Of("argmax_short_100000x10", x => x[0].ArgMax(1), Normal(100000, 10)),
        Row.Of("argmax_first_1024", x => x[0].ArgMax(0), Normal(1024, 1024)),
        Row.Of("scaled_sum_16x64x32x32", x => (x[0] * x[1]).Sum([2, 3]), Normal(16, 64, 32, 32), Normal(32, 1)),
        Row.Of("softmax_short_100000x10", x => x[0].Softmax(1), Normal(100000, 10)),
        Row.Of("softmax_first_1024", x => x[0].Softmax(0), Normal(1024, 1024)),
        Row.Of("softmax_transposed_1024", x => x[0].T.Softmax(1), Normal(1024, 1024)),
        .. Row.WithGradient("mean_spatial_32x64x28x28", x => x[0].Mean([2, 3]), Normal(32, 64, 28, 28)),
        .. Row.WithGradient("var_last_1024", x => x[0].Var(1), Normal(1024, 1024)),
        .. Row.WithGradient("logsumexp_512x1000", x => x[0].LogSumExp(1), Normal(512, 1000)),
        .. Row.WithGradient("softmax_last_512x512", x => x[0].Softmax(1), Normal(512, 512)),
        .. Row.WithGradient("softmax_middle_16x64x1024", x => x[0].Softmax(1), Normal(16, 64, 1024)),
        .. Row.WithGradient("log_softmax_512x1000", x => x[0].LogSoftmax(1), Normal(512, 1000)),
        Row.Of("sum_long_rows_8x131073", x => x[0].Sum(1), Normal(8, 131073)),
        Row.Of("sum_outer_axes_64x128x128", x => x[0].Sum([0, 2]), Normal(64, 128, 128)),
        Row.Of("var_first_1024", x => x[0].Var(0), Normal(1024, 1024)),
        Row.Of("std_all_1m", x => x[0].Std(), Normal(1 << 20)),
        Row.Of("norm_all_1m", x => x[0].Norm(), Normal(1 << 20)),
        Row.Of("max_middle_64x256x64", x => x[0].Max(1), Normal(64, 256, 64)),
        Row.Of("max_short_rows_100000x7", x => x[0].Max(1), Normal(100000, 7)),
        Row.Of("argmax_all_1m", x => x[0].ArgMax(), Normal(1 << 20)),
        Row.Of("argmin_middle_16x21x1024", x => x[0].ArgMin(1), Normal(16, 21, 1024)),
        Row.Of("mean_f64_1024", x => x[0].Mean(1), Of(DType.Float64, 1024, 1024)),
        Row.Of("sum_slice_1024x512", x => x[0][.., 256..768].Sum(1), Normal(1024, 1024)),
        Row.Of("logsumexp_first_1024", x => x[0].LogSumExp(0), Normal(1024, 1024)),
        Row.Of("log_softmax_first_1000x100", x => x[0].LogSoftmax(0), Normal(1000, 100)),
        Row.Of("softmax_odd_1000x1001", x => x[0].Softmax(1), Normal(1000, 1001)),
        Row.Of("softmax_masked_32x128x128", x => (x[0] + x[1]).Softmax(-1), Normal(32, 128, 128), Normal(128, 128)),
        .. Row.WithGradient("log_softmax_middle_16x21x1024", x => x[0].LogSoftmax(1), Normal(16, 21, 1024)),
        .. Row.WithGradient("max_last_1024", x => x[0].Max(1), Normal(1024, 1024)),
    ];
}
