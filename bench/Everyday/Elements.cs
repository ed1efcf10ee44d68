using static NeuralJit.Bench.Everyday.Input;

namespace NeuralJit.Bench.Everyday;

/// <summary>Element-wise formulas.</summary>
internal static class Elements
{
    private const int Million = 1 << 20;

    /// <summary>The rows.</summary>
    public static IEnumerable<Workload> Rows() =>
    [
        Row.Of("abs_1m", x => x[0].Abs(), Normal(Million)),
        Row.Of("sqrt_1m", x => x[0].Sqrt(), Positive(Million)),
        Row.Of("log_1m", x => x[0].Log(), Positive(Million)),
        Row.Of("sin_1m", x => x[0].Sin(), Normal(Million)),
        Row.Of("erf_1m", x => x[0].Erf(), Normal(Million)),
        Row.Of("sigmoid_1m", x => x[0].Sigmoid(), Normal(Million)),
        Row.Of("softplus_1m", x => x[0].Softplus(), Normal(Million)),
        Row.Of("pow3_1m", x => x[0].Pow(3), Normal(Million)),
        Row.Of("pow_half_1m", x => x[0].Pow(0.5), Positive(Million)),
        Row.Of("pow_tensor_1m", x => x[0].Pow(x[1]), Positive(Million), Normal(Million)),
        Row.Of("clamp_1m", x => x[0].Clamp(-0.5, 0.5), Normal(Million)),
        Row.Of("where_1m", x => Node.Where(x[0] > 0, x[0], x[1] * 0.1), Normal(Million), Normal(Million)),
        Row.Of("maximum_1m", x => x[0].Maximum(x[1]), Normal(Million), Normal(Million)),
        Row.Of("add_1m", x => x[0] + x[1], Normal(Million), Normal(Million)),
        Row.Of("add_bias_1024", x => x[0] + x[1], Normal(1024, 1024), Normal(1024)),
        Row.Of("add_column_1024", x => x[0] + x[1], Normal(1024, 1024), Normal(1024, 1)),
        Row.Of("add_transposed_1024", x => x[0] + x[1].T, Normal(1024, 1024), Normal(1024, 1024)),
        Row.Of("mul_channels_16x64x32x32", x => x[0] * x[1], Normal(16, 64, 32, 32), Normal(64, 1, 1)),
        Row.Of("bias_300000x3", x => x[0] + x[1], Normal(300000, 3), Normal(3)),
        Row.Of("relu_100003", x => x[0].Relu(), Normal(100003)),
        Row.Of("tanh_33", x => x[0].Tanh(), Normal(33)),
        Row.Of("exp_f64_1m", x => (x[0] * 0.01).Exp(), Of(DType.Float64, Million)),
        Row.Of("slice_columns_relu", x => x[0][.., 256..768].Relu(), Normal(1024, 1024)),
        Row.Of("slice_rows_step2", x => x[0][(.., 2)] * 2, Normal(1024, 1024)),
        .. Row.WithGradient("gelu_1000x1001", x => x[0].Gelu(), Normal(1000, 1001)),
        .. Row.WithGradient("silu_1m", x => x[0].Silu(), Normal(Million)),
        .. Row.WithGradient("swiglu_512x1024", x => x[0].Silu() * x[1], Normal(512, 1024), Normal(512, 1024)),
        Row.Of("round_1m", x => x[0].Round(), Normal(Million)),
        Row.Of("log1p_1m", x => x[0].Log1p(), Positive(Million)),
        Row.Of("rsqrt_1m", x => x[0].Rsqrt(), Positive(Million)),
        Row.Of("reciprocal_1m", x => 1 / x[0], Positive(Million)),
        Row.Of("leaky_relu_1m", x => x[0].LeakyRelu(0.1), Normal(Million)),
        Row.Of("add_outer_1000x1_1x1001", x => x[0] + x[1], Normal(1000, 1), Normal(1, 1001)),
        Row.Of("glu_1024x2048", x => x[0].Glu(), Normal(1024, 2048)),
        Row.Of("tril_1024", x => x[0].Tril(), Normal(1024, 1024)),
        Row.Of("greater_mean_1m", x => (x[0] > x[1]).Cast(DType.Float32).Mean(), Normal(Million), Normal(Million)),
        .. Row.WithGradient("relu_1m", x => x[0].Relu(), Normal(Million)),
        .. Row.WithGradient("hardswish_1m", x => x[0].Hardswish(), Normal(Million)),
        .. Row.WithGradient("residual_scale_8x128x768", x => x[0] + (x[1] * x[2]), Normal(8, 128, 768), Normal(8, 128, 768), Normal(768)),
    ];
}
