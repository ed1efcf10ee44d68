using System.Text.Json;

namespace NeuralJit.Oracle.Tests;

/// <summary>
/// A case that PyTorch computed in float64, stored as float32. The errors are those of PyTorch's own float32, as a share of the greatest
/// element.
/// </summary>
internal sealed record OracleCase(
    string Id, string Family, string Op, JsonElement Attributes, OracleTensor[] Inputs, OracleTensor[] Outputs, double ForwardError,
        double GradientError)
{
    /// <summary>Under what the case is counted.</summary>
    public string Group => $"{Family} {(Family is "module" or "criterion" ? ModuleName : Op)}";

    /// <summary>Whether modules behave as in training.</summary>
    public bool Training => Attributes.TryGetProperty("training", out JsonElement flag) && flag.ValueKind == JsonValueKind.True;

    /// <summary>An input or output by name.</summary>
    public OracleTensor Input(string name) => Inputs.First(i => i.Name == name);

    // Functions that the module tests wrap are named by what the case is called.
    private string ModuleName =>
        Attributes.GetProperty("module").GetString() is { } name && name != "FunctionalModule" ? name : Op.Split('_')[0];

    public override string ToString() => Id;
}
