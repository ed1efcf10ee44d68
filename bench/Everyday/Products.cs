using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Matrix products of all forms, and attention.</summary>
internal static class Products
{
    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        Row.Of("dot_1m", x => x[0].MatMul(x[1]), Normal(1 << 20), Normal(1 << 20)),
        Row.Of("matrix_vector_4096", x => x[0].MatMul(x[1]), Normal(4096, 4096), Normal(4096)),
        Row.Of("vector_matrix_4096", x => x[0].MatMul(x[1]), Normal(4096), Normal(4096, 4096)),
        Row.Of("transposed_vector_4096", x => x[0].T.MatMul(x[1]), Normal(4096, 4096), Normal(4096)),
        Row.Of("matmul_8x2048x2048", x => x[0].MatMul(x[1]), Normal(8, 2048), Normal(2048, 2048)),
        Row.Of("matmul_bt_64x512x512", x => x[0].MatMul(x[1].T), Normal(64, 512), Normal(512, 512)),
        Row.Of("matmul_at_512x64x512", x => x[0].T.MatMul(x[1]), Normal(64, 512), Normal(64, 512)),
        Row.Of("matmul_100000x16x4", x => x[0].MatMul(x[1]), Normal(100000, 16), Normal(16, 4)),
        Row.Of("matmul_33x1001x65", x => x[0].MatMul(x[1]), Normal(33, 1001), Normal(1001, 65)),
        Row.Of("outer_2048", x => x[0].Reshape([2048, 1]).MatMul(x[1].Reshape([1, 2048])), Normal(2048), Normal(2048)),
        Row.Of("matmul_f64_256", x => x[0].MatMul(x[1]), Of(DType.Float64, 256, 256), Of(DType.Float64, 256, 256)),
        .. Row.WithGradient("batched_64x64x64x64", x => x[0].MatMul(x[1]), Normal(64, 64, 64), Normal(64, 64, 64)),
        .. Row.WithGradient("linear_8x128x256_256", x => x[0].MatMul(x[1].T) + x[2], Normal(8, 128, 256), Normal(256, 256), Normal(256)),
        .. Row.WithGradient("linear_256x512_1", x => x[0].MatMul(x[1].T) + x[2], Normal(256, 512), Normal(1, 512), Normal(1)),
        Row.Of("attention_one_token_8x12x512x64", Attention, Normal(8, 12, 1, 64), Normal(8, 12, 512, 64), Normal(8, 12, 512, 64)),
        .. Row.WithGradient(
            "attention_4x8x128x64", Attention, Normal(4, 8, 128, 64), Normal(4, 8, 128, 64), Normal(4, 8, 128, 64)),
        Row.Of("linear_1x768_3072", x => x[0].MatMul(x[1].T) + x[2], Normal(1, 768), Normal(3072, 768), Normal(3072)),
        Row.Of("matmul_2x4096x1024", x => x[0].MatMul(x[1]), Normal(2, 4096), Normal(4096, 1024)),
        Row.Of("matmul_1024x1024x2", x => x[0].MatMul(x[1]), Normal(1024, 1024), Normal(1024, 2)),
        Row.Of("matmul_1024x1024x1", x => x[0].MatMul(x[1]), Normal(1024, 1024), Normal(1024, 1)),
        Row.Of("matmul_tt_256x512x128", x => x[0].T.MatMul(x[1].T), Normal(512, 256), Normal(128, 512)),
        Row.Of("gram_10000x32", x => x[0].T.MatMul(x[0]), Normal(10000, 32)),
        Row.Of("distances_1000x500x16", x => x[0].Square().Sum(1, keepDims: true) + x[1].Square().Sum(1) - (x[0].MatMul(x[1].T) * 2),
            Normal(1000, 16), Normal(500, 16)),
        Row.Of("matmul_slices_256x256x256", x => x[0][.., 128..384].MatMul(x[1][128..384]), Normal(256, 512), Normal(512, 256)),
        Row.Of("batched_vector_64x512x64", x => x[0].MatMul(x[1]), Normal(64, 1, 512), Normal(64, 512, 64)),
        Row.Of("batched_shared_32x100x64x48", x => x[0].MatMul(x[1]), Normal(32, 100, 64), Normal(64, 48)),
        .. Row.WithGradient("linear_gelu_512x256_1024", x => (x[0].MatMul(x[1].T) + x[2]).Gelu(),
            Normal(512, 256), Normal(1024, 256), Normal(1024)),
        Row.Of("attention_one_token_1x16x100x64", Attention, Normal(1, 16, 1, 64), Normal(1, 16, 100, 64), Normal(1, 16, 100, 64)),
        Row.Of("attention_causal_2x8x255x64", x => ((x[0].MatMul(x[1].Permute(0, 1, 3, 2)) * 0.125) + x[3]).Softmax(-1).MatMul(x[2]),
            Normal(2, 8, 255, 64), Normal(2, 8, 255, 64), Normal(2, 8, 255, 64), Normal(255, 255)),
        Row.Of("attention_heads_inside_4x128x8x64", x => Attention([.. x.Select(y => y.Permute(0, 2, 1, 3))]).Permute(0, 2, 1, 3),
            Normal(4, 128, 8, 64), Normal(4, 128, 8, 64), Normal(4, 128, 8, 64)),
    ];

    private static Node Attention(Node[] x) => (x[0].MatMul(x[1].Permute(0, 1, 3, 2)) * 0.125).Softmax(-1).MatMul(x[2]);
}
