namespace NeuralJit.NN.Tests.Modules;

/// <summary>One row per layer: every law of <see cref="LayerLawTests"/> holds for every row.</summary>
/// <param name="Name">What the row is called.</param>
/// <param name="Build">Makes the layer in an element type.</param>
/// <param name="Input">The shape of an input that fits.</param>
/// <param name="Output">The shape of what comes out.</param>
/// <param name="Text">How PyTorch prints it.</param>
/// <param name="Parameters">Names and shapes of its parameters.</param>
/// <param name="WrongInput">The shape of an input that does not fit, or null when every shape fits.</param>
public sealed record LayerRow(
    string Name, Func<DType, Module> Build, Shape Input, Shape Output, string Text, (string Name, Shape Shape)[] Parameters,
        Shape? WrongInput = null)
{
    /// <summary>A new layer, with the same weights each time.</summary>
    public Module Make(DType dtype)
    {
        Module layer = Build(dtype);
        layer.Initialize(seed: 0);
        return layer;
    }

    public override string ToString() => Name;
}

internal static class LayerTable
{
    public static IEnumerable<LayerRow> Rows { get; } =
    [
        .. ActivationRows.All, .. NormalizationRows.All, .. ImageRows.All,
        new("linear", t => new Linear(3, 5, dtype: t), [4, 3], [4, 5], "Linear(in_features=3, out_features=5, bias=True)",
            [("weight", [5, 3]), ("bias", [5])], WrongInput: [4, 2]),
        new("linear without bias", t =>
            new Linear(3, 2, bias: false, dtype: t), [2, 4, 3], [2, 4, 2], "Linear(in_features=3, out_features=2, bias=False)",
            [("weight", [2, 3])], WrongInput: [3, 4]),
        new("flatten", _ => new Flatten(), [2, 3, 4], [2, 12], "Flatten(start_dim=1, end_dim=-1)", []),
        new("flatten of some", _ => new Flatten(0, 1), [2, 3, 4], [6, 4], "Flatten(start_dim=0, end_dim=1)", [], WrongInput: [3]),
        new("dropout", _ => new Dropout(0.25), [4, 6], [4, 6], "Dropout(p=0.25, inplace=False)", []),
        new("identity", _ => new Identity(), [2, 3], [2, 3], "Identity()", []),
        new("sequential", t => new Sequential(new Linear(3, 4, dtype: t), new Tanh(), new Linear(4, 2, dtype: t, seed: 1)), [5, 3], [5, 2],
            "Sequential(\n  (0): Linear(in_features=3, out_features=4, bias=True)\n  (1): Tanh()\n  (2): Linear(in_features=4, "
            + "out_features=2, bias=True)\n)",
            [("0.weight", [4, 3]), ("0.bias", [4]), ("2.weight", [2, 4]), ("2.bias", [2])], WrongInput: [5, 4]),
        new("empty sequential", _ => new Sequential(), [2, 3], [2, 3], "Sequential()", []),
    ];
}
