using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Types into other types.</summary>
internal static class Conversions
{
    private const int Million = 1 << 20;

    private static readonly DType[] Types =
    [
        DType.Bool, DType.Int8, DType.UInt8, DType.Int16, DType.Int32, DType.Int64, DType.Float16, DType.BFloat16, DType.Float64,
    ];

    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        .. Types.Select(t => Row.Of($"{t.ShortName}_to_f32_1m", x => x[0].Cast(DType.Float32) * 2, Of(t, Million))),
        Row.Of("f32_to_f64_1m", x => x[0].Cast(DType.Float64), Normal(Million)),
        Row.Of("f32_to_i32_1m", x => x[0].Cast(DType.Int32), Normal(Million)),
        Row.Of("f32_to_f16_1m", x => x[0].Cast(DType.Float16), Normal(Million)),
        Row.Of("picture_u8_8x3x224x224", x => ((x[0].Cast(DType.Float32) / 255) - x[1]) / x[2],
            Of(DType.UInt8, 8, 3, 224, 224), Normal(3, 1, 1), Positive(3, 1, 1)),
        Row.Of("picture_u8_nhwc_8x224x224x3", x => (((x[0].Cast(DType.Float32) / 255) - x[1]) / x[2]).Permute(0, 3, 1, 2),
            Of(DType.UInt8, 8, 224, 224, 3), Normal(3), Positive(3)),
        Row.Of("f32_to_i64_1m", x => x[0].Cast(DType.Int64), Normal(Million)),
        Row.Of("f32_to_bf16_1m", x => x[0].Cast(DType.BFloat16), Normal(Million)),
        Row.Of("f32_to_bool_1m", x => x[0] > 0, Normal(Million)),
        Row.Of("f32_to_u8_1m", x => (x[0].Clamp(0, 1) * 255).Cast(DType.UInt8), Normal(Million)),
        Row.Of("i64_to_i32_1m", x => x[0].Cast(DType.Int32), Index(1000, Million)),
        Row.Of("dequantized_i8_1024", x => (x[0].Cast(DType.Float32) - 3) * x[1], Of(DType.Int8, 1024, 1024), Positive(1024, 1)),
        Row.Of("quantized_i8_1m", x => (x[0] * 40).Round().Clamp(-128, 127).Cast(DType.Int8), Normal(Million)),
        Row.Of("mask_bool_1m", x => x[0] * x[1].Cast(DType.Float32), Normal(Million), Of(DType.Bool, Million)),
        Row.Of("sum_bf16_1024", x => x[0].Cast(DType.Float32).Sum(1), Of(DType.BFloat16, 1024, 1024)),
    ];
}
