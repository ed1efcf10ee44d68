namespace NeuralJit.Oracle.Tests;

/// <summary>Activations and softmax.</summary>
internal static class ActivationOps
{
    public static OpRows All => new OpRows
    {
        { "activation/relu nn.functional.relu", c => X(c).Relu() },
        { "activation/relu6 nn.functional.relu6", c => X(c).Relu6() },
        { "activation/leaky_relu", c => X(c).LeakyRelu(c.Number("negative_slope", 0.01)) },
        { "nn.functional.leaky_relu", c => c[0].LeakyRelu(c.Number(1, "negative_slope", 0.01)) },
        { "activation/elu nn.functional.elu", c => X(c).Elu(c.Number("alpha", 1)) },
        { "activation/selu nn.functional.selu", c => X(c).Selu() },
        { "activation/celu nn.functional.celu", c => X(c).Celu(c.Number("alpha", 1)) },
        { "activation/gelu_erf", c => X(c).Gelu() },
        { "activation/gelu_tanh", c => X(c).Gelu(approximate: true) },
        { "nn.functional.gelu", c => c[0].Gelu(c.Text(9, "approximate") == "tanh") },
        { "activation/silu nn.functional.silu", c => X(c).Silu() },
        { "activation/mish nn.functional.mish", c => X(c).Mish() },
        { "activation/softplus activation/softplus_beta nn.functional.softplus", c =>
            X(c).Softplus(c.Number("beta", 1), c.Number("threshold", 20)) },
        { "activation/hardswish nn.functional.hardswish", c => X(c).Hardswish() },
        { "activation/hardsigmoid nn.functional.hardsigmoid", c => X(c).Hardsigmoid() },
        { "activation/hardtanh", c => X(c).Hardtanh(c.Number("min", -1), c.Number("max", 1)) },
        { "nn.functional.hardtanh", c => c[0].Hardtanh(c.Number(1, "min_val", -1), c.Number(2, "max_val", 1)) },
        { "activation/hardshrink nn.functional.hardshrink", c => X(c).Hardshrink(c.Number("lambd", 0.5)) },
        { "activation/softshrink nn.functional.softshrink", c => X(c).Softshrink(c.Number("lambd", 0.5)) },
        { "activation/softsign nn.functional.softsign", c => X(c).Softsign() },
        { "activation/tanhshrink nn.functional.tanhshrink", c => X(c).Tanhshrink() },
        { "activation/threshold", c => X(c).Threshold(c.Number("threshold"), c.Number("value")) },
        { "nn.functional.threshold", c => c[0].Threshold(c.Number(1, "threshold", 0), c.Number(2, "value", 0)) },
        { "activation/logsigmoid nn.functional.logsigmoid", c => X(c).LogSigmoid() },
        { "activation/sigmoid activation/sigmoid_wide", c => X(c).Sigmoid() },
        { "activation/tanh activation/tanh_wide", c => X(c).Tanh() },
        { "activation/prelu", c => X(c).PRelu(c[1]) },
        { "nn.functional.prelu", c => c[0].PRelu(c.Tensor(1, "weight")!) },
        { "activation/glu", c => X(c).Glu(c.Int(99, "dim", -1)) },
        { "nn.functional.glu", c => c[0].Glu(c.Int(1, "dim", -1)) },
        { "softmax/softmax", c => c[0].Softmax(c.Int(99, "dim", -1)) },
        { "softmax/log_softmax", c => c[0].LogSoftmax(c.Int(99, "dim", -1)) },
        { "softmax/softmin", c => c[0].Softmin(c.Int(99, "dim", -1)) },
        { "opinfo/softmax", c => c[0].Softmax(c.Int(1, "dim", 0)) },
        { "opinfo/log_softmax", c => c[0].LogSoftmax(c.Int(1, "dim", 0)) },
        { "nn.functional.softmin", c => c[0].Softmin(c.Int(1, "dim", 0)) },
        { "module/softmax_lastdim", c => c[0].Softmax(-1) },
        { "module/softmax_spatial_special module/softmax_spatial_dtype", c => c[0].Softmax(1) },
        { "module/softmax_functional_dim3", c => c[0].Softmax(3) },
        { "module/log_softmax_spatial_special", c => c[0].LogSoftmax(1) },
        { "module/log_softmax_dim0", c => c[0].LogSoftmax(0) },
        { "module/log_softmax_scalar", c => c[0].LogSoftmax() },
    };

    private static Node X(Call c) => c.Number("prescale", 1) is var scale && scale == 1 ? c[0] : c[0] * scale;
}
