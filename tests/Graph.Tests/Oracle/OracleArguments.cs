using System.Text.Json;

namespace NeuralJit.Tests;

/// <summary>The arguments of one case of the oracle, by position or name.</summary>
internal sealed class OracleArguments(JsonElement attributes, IReadOnlyDictionary<string, Node> inputs)
{
    public Node this[int position] => (Node)Value(attributes.GetProperty("args")[position])!;

    public Node[] Nodes(int position) => [.. ((object?[])Value(attributes.GetProperty("args")[position])!).Cast<Node>()];

    public bool Has(int position, string name) => Find(position, name) is not null;

    public int Int(int position, string name, int otherwise) => Find(position, name) is { } value ? (int)(double)value : otherwise;

    public double Number(int position, string name, double otherwise) => Find(position, name) is { } value ? (double)value : otherwise;

    public bool Flag(int position, string name, bool otherwise = false) => Find(position, name) is { } value ? (bool)value : otherwise;

    public Node? Tensor(int position, string name) => (Node?)Find(position, name);

    public int[] Ints(int position, string name) => Find(position, name) switch
    {
        double one => [(int)one],
        object[] several => [.. several.Select(v => (int)(double)v)],
        _ => [],
    };

    public LossReduction Reduction => Find(99, "reduction") switch
    {
        "sum" => LossReduction.Sum,
        "none" => LossReduction.None,
        _ => LossReduction.Mean,
    };

    private object? Find(int position, string name)
    {
        JsonElement args = attributes.GetProperty("args");
        return position < args.GetArrayLength() ? Value(args[position])
            : attributes.GetProperty("kwargs").TryGetProperty(name, out JsonElement value) ? Value(value)
            : null;
    }

    private object? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => value.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Array => value.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.Object when value.TryGetProperty("$t", out JsonElement name) => inputs[name.GetString()!],
        JsonValueKind.Object when value.TryGetProperty("$tuple", out JsonElement items) => items.EnumerateArray().Select(Value).ToArray(),
        _ => null,
    };
}
