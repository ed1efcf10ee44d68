namespace NeuralJit.NN.Tests.Modules;

/// <summary>Activations.</summary>
internal static class ActivationRows
{
    public static IEnumerable<LayerRow> All { get; } =
    [
        Row(_ => new ReLU(), "ReLU()"), Row(_ => new Tanh(), "Tanh()"), Row(_ => new Sigmoid(), "Sigmoid()"),
        Row(_ => new GELU(), "GELU(approximate='none')"), Row(_ => new GELU("tanh"), "GELU(approximate='tanh')"),
            Row(_ => new SiLU(), "SiLU()"),
        Row(_ => new LeakyReLU(), "LeakyReLU(negative_slope=0.01)"), Row(_ => new ReLU6(), "ReLU6()"),
            Row(_ => new ELU(1.5), "ELU(alpha=1.5)"),
        Row(_ => new SELU(), "SELU()"), Row(_ => new CELU(0.5), "CELU(alpha=0.5)"),
            Row(_ => new Softplus(), "Softplus(beta=1.0, threshold=20.0)"),
        Row(_ => new Softplus(2, 1), "Softplus(beta=2.0, threshold=1.0)"), Row(_ => new Mish(), "Mish()"),
            Row(_ => new Hardswish(), "Hardswish()"),
        Row(_ => new Hardsigmoid(), "Hardsigmoid()"), Row(_ => new Hardtanh(), "Hardtanh(min_val=-1.0, max_val=1.0)"),
        Row(_ => new Hardshrink(), "Hardshrink(0.5)"), Row(_ => new Softshrink(), "Softshrink(0.5)"),
            Row(_ => new Softsign(), "Softsign()"),
        Row(_ => new Tanhshrink(), "Tanhshrink()"), Row(_ => new Threshold(0.1, 20), "Threshold(threshold=0.1, value=20.0)"),
        Row(_ => new LogSigmoid(), "LogSigmoid()"), Row(_ => new RReLU(), "RReLU(lower=0.125, upper=0.3333333333333333)"),
        new("prelu", t => new PReLU(dtype: t), [3, 5], [3, 5], "PReLU(num_parameters=1)", [("weight", [1])]),
        new("prelu per channel", t =>
            new PReLU(3, 0.1, t), [2, 3, 4], [2, 3, 4], "PReLU(num_parameters=3)", [("weight", [3])], WrongInput: [2, 4, 4]),
        new("glu", _ => new GLU(), [3, 6], [3, 3], "GLU(dim=-1)", [], WrongInput: [3, 5]),
        new("softmax", _ => new Softmax(1), [3, 5], [3, 5], "Softmax(dim=1)", [], WrongInput: [3]),
        new("softmax over channels", _ => new Softmax2d(), [2, 3, 2, 4], [2, 3, 2, 4], "Softmax2d()", [], WrongInput: [2, 3]),
        new("softmin", _ => new Softmin(1), [3, 5], [3, 5], "Softmin(dim=1)", [], WrongInput: [3]),
        new("log softmax", _ => new LogSoftmax(1), [3, 5], [3, 5], "LogSoftmax(dim=1)", [], WrongInput: [3]),
    ];

    private static LayerRow Row(Func<DType, Module> make, string text) => new(text, make, [3, 5], [3, 5], text, []);
}
