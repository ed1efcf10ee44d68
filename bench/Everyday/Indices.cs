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
    ];
}
