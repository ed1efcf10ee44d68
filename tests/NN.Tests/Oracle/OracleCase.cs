using System.Text.Json;

namespace NeuralJit.NN.Tests.Oracle;

/// <summary>
/// A case that PyTorch computed in float64. ForwardError and GradientError say how far PyTorch's own float32 is from that, as a share
/// of the greatest element or of 1 if that is greater.
/// </summary>
public sealed record OracleCase(string Id, string Family, string Op, JsonElement Attributes, OracleTensor[] Inputs, OracleTensor[] Outputs, double ForwardError, double GradientError)
{
    /// <summary>An input by name.</summary>
    public OracleTensor Input(string name) => Inputs.First(i => i.Name == name);

    /// <summary>A number among the attributes.</summary>
    public double Number(string name) => Attributes.GetProperty(name).GetDouble();

    /// <summary>A flag among the attributes, false when absent.</summary>
    public bool Flag(string name) => Attributes.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <summary>The reduction among the attributes.</summary>
    public LossReduction Reduction => Enum.Parse<LossReduction>(Attributes.GetProperty("reduction").GetString()!, ignoreCase: true);

    public override string ToString() => $"{Id} {Op}";

    /// <summary>Reads a case; <paramref name="read"/> gives a tensor's data under a key of its element.</summary>
    public static OracleCase Parse(JsonElement json, Func<JsonElement, string, double[]?> read)
    {
        OracleTensor[] Tensors(string key) => [.. json.GetProperty(key).EnumerateArray().Select(t => new OracleTensor(
            t.GetProperty("name").GetString()!,
            Shape.Create([.. t.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())]),
            t.GetProperty("dtype").GetString()! == "int64" ? DType.Int64 : DType.Float32,
            read(t, "data")!, read(t, "grad"), read(t, "upstream")))];
        return new OracleCase(json.GetProperty("id").GetString()!, json.GetProperty("family").GetString()!, json.GetProperty("op").GetString()!,
            json.GetProperty("attrs"), Tensors("inputs"), Tensors("outputs"), json.GetProperty("f32_err").GetDouble(), json.GetProperty("f32_grad_err").GetDouble());
    }
}

/// <summary>A tensor of a case: its value, and where known the gradient (inputs) or the gradient that arrives (outputs).</summary>
public sealed record OracleTensor(string Name, Shape Shape, DType DType, double[] Data, double[]? Gradient, double[]? Upstream)
{
    /// <summary>The value as a tensor.</summary>
    public TensorData Value => DType == DType.Int64
        ? TensorData.From<long>(Shape, [.. Data.Select(v => (long)v)])
        : Tensors.F32(Shape, Data);
}
