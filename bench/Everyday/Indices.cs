using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Reading and writing where indices say, and whole numbers.</summary>
internal static class Indices
{
    private const int Million = 1 << 20;

    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        .. Row.WithGradient("embedding_10000x64_8192", x => x[0].Take(x[1]), Normal(10000, 64), Index(10000, 8192)),
        Row.Of("take_columns_1024", x => x[0].Take(x[1], 1), Normal(1024, 1024), Index(1024, 1024)),
        Row.Of("gather_last_1024", x => x[0].Gather(1, x[1]), Normal(1024, 1024), Index(1024, 1024, 1024)),
        Row.Of("scatter_add_rows_10000x64_8192", x => x[0].ScatterRows(x[1], x[2], mode: ScatterMode.Add),
            Normal(10000, 64), Index(10000, 8192), Normal(8192, 64)),
        Row.Of("one_hot_8192x100", x => x[0].Reshape([8192, 1]).Equal(Node.Iota(new TensorType(DType.Int64, [100]), 0))
            .Cast(DType.Float32), Index(100, 8192)),
        Row.Of("add_i64_1m", x => x[0] + x[1], Index(1000, Million), Index(1000, Million)),
        Row.Of("equal_i64_1m", x => x[0].Equal(x[1]), Index(10, Million), Index(10, Million)),
        Row.Of("equal_mean_i64_1m", x => x[0].Equal(x[1]).Cast(DType.Float32).Mean(), Index(10, Million), Index(10, Million)),
        Row.Of("mod_i64_1m", x => x[0] % 7, Index(1000, Million)),
        Row.Of("sum_i64_1m", x => x[0].Sum(), Index(1000, Million)),
        Row.Of("embedding_mean_5000x64_256x32", x => x[0].Take(x[1]).Mean(1), Normal(5000, 64), Index(5000, 256, 32)),
        Row.Of("gather_labels_8192x100", x => x[0].Gather(1, x[1]), Normal(8192, 100), Index(100, 8192, 1)),
        Row.Of("gather_first_1024", x => x[0].Gather(0, x[1]), Normal(1024, 1024), Index(1024, 1024, 1024)),
        Row.Of("scatter_add_last_1024", x => x[0].Scatter(1, x[1], x[2], ScatterMode.Add),
            Normal(1024, 1024), Index(1024, 1024, 256), Normal(1024, 256)),
        Row.Of("gather_images_64x3x32x32_32", x => x[0].Take(x[1]), Normal(64, 3, 32, 32), Index(64, 32)),
        Row.Of("mul_i64_1m", x => x[0] * x[1], Index(1000, Million), Index(1000, Million)),
        Row.Of("less_i64_1m", x => x[0] < x[1], Index(1000, Million), Index(1000, Million)),
        Row.Of("add_i32_1m", x => x[0] + x[1], Of(DType.Int32, Million), Of(DType.Int32, Million)),
        Row.Of("max_i64_1024", x => x[0].Max(1), Index(1000, 1024, 1024)),
        Row.Of("padding_mask_256x512", x => Node.Where(x[1].NotEqual(0), x[0], -1e9), Normal(256, 512), Index(4, 256, 512)),
    ];
}
