namespace NeuralJit.NN.Tests.Modules;

/// <summary>One row per layer: every law of <see cref="LayerLawTests"/> holds for every row.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Make">Makes the layer in an element type.</param>
/// <param name="Input">The shape of an input that fits.</param>
/// <param name="Output">The shape of what comes out.</param>
/// <param name="Text">How PyTorch prints it.</param>
/// <param name="Parameters">Names and shapes of its parameters.</param>
/// <param name="WrongInput">The shape of an input that does not fit, or null when every shape fits.</param>
public sealed record LayerRow(
    string Name, Func<DType, Module> Make, Shape Input, Shape Output, string Text, (string Name, Shape Shape)[] Parameters, Shape? WrongInput = null)
{
    public override string ToString() => Name;
}

internal static class LayerTable
{
    public static IEnumerable<LayerRow> Rows { get; } =
    [
        new("linear", t => new Linear(3, 5, dtype: t), [4, 3], [4, 5], "Linear(in_features=3, out_features=5, bias=True)",
            [("weight", [5, 3]), ("bias", [5])], WrongInput: [4, 2]),
        new("linear without bias", t => new Linear(3, 2, bias: false, dtype: t), [2, 4, 3], [2, 4, 2], "Linear(in_features=3, out_features=2, bias=False)",
            [("weight", [2, 3])], WrongInput: [3, 4]),
        new("flatten", _ => new Flatten(), [2, 3, 4], [2, 12], "Flatten(start_dim=1, end_dim=-1)", []),
        new("flatten of some", _ => new Flatten(0, 1), [2, 3, 4], [6, 4], "Flatten(start_dim=0, end_dim=1)", [], WrongInput: [3]),
        new("relu", _ => new ReLU(), [3, 5], [3, 5], "ReLU()", []),
        new("tanh", _ => new Tanh(), [3, 5], [3, 5], "Tanh()", []),
        new("sigmoid", _ => new Sigmoid(), [3, 5], [3, 5], "Sigmoid()", []),
        new("gelu", _ => new GELU(), [3, 5], [3, 5], "GELU(approximate='none')", []),
        new("gelu by tanh", _ => new GELU("tanh"), [3, 5], [3, 5], "GELU(approximate='tanh')", []),
        new("silu", _ => new SiLU(), [3, 5], [3, 5], "SiLU()", []),
        new("leaky relu", _ => new LeakyReLU(), [3, 5], [3, 5], "LeakyReLU(negative_slope=0.01)", []),
        new("softmax", _ => new Softmax(1), [3, 5], [3, 5], "Softmax(dim=1)", [], WrongInput: [3]),
        new("log softmax", _ => new LogSoftmax(0), [3, 5], [3, 5], "LogSoftmax(dim=0)", [], WrongInput: []),
        new("layer norm", t => new LayerNorm(6, dtype: t), [3, 6], [3, 6], "LayerNorm((6,), eps=1e-05, elementwise_affine=True)",
            [("weight", [6]), ("bias", [6])], WrongInput: [3, 5]),
        new("layer norm over two dimensions", t => new LayerNorm([3, 4], eps: 0.001, bias: false, dtype: t), [2, 3, 4], [2, 3, 4],
            "LayerNorm((3, 4), eps=0.001, elementwise_affine=True)", [("weight", [3, 4])], WrongInput: [3, 4, 2]),
        new("layer norm without parameters", _ => new LayerNorm(4, elementwiseAffine: false), [2, 4], [2, 4],
            "LayerNorm((4,), eps=1e-05, elementwise_affine=False)", [], WrongInput: [2]),
        new("dropout", _ => new Dropout(0.25), [4, 6], [4, 6], "Dropout(p=0.25, inplace=False)", []),
        new("identity", _ => new Identity(), [2, 3], [2, 3], "Identity()", []),
        new("sequential", t => new Sequential(new Linear(3, 4, dtype: t), new Tanh(), new Linear(4, 2, dtype: t, seed: 1)), [5, 3], [5, 2],
            "Sequential(\n  (0): Linear(in_features=3, out_features=4, bias=True)\n  (1): Tanh()\n  (2): Linear(in_features=4, out_features=2, bias=True)\n)",
            [("0.weight", [4, 3]), ("0.bias", [4]), ("2.weight", [2, 4]), ("2.bias", [2])], WrongInput: [5, 4]),
        new("empty sequential", _ => new Sequential(), [2, 3], [2, 3], "Sequential()", []),
    ];
}
