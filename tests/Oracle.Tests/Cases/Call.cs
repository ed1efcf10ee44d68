using System.Text.Json;

namespace NeuralJit.Oracle.Tests;

/// <summary>One case while it is computed: its tensors as nodes and its arguments by position or name.</summary>
internal sealed class Call
{
    private readonly Dictionary<string, Node> nodes;
    private readonly JsonElement positional;
    private readonly JsonElement named;

    public Call(OracleCase oracle, IEnumerable<Node> inputs)
    {
        Case = oracle;
        nodes = oracle.Inputs.Zip(inputs).ToDictionary(p => p.First.Name, p => p.Second);
        bool byPosition = oracle.Attributes.TryGetProperty("args", out positional);
        named = byPosition ? oracle.Attributes.GetProperty("kwargs") : oracle.Attributes;
    }

    public OracleCase Case { get; }

    /// <summary>An input by name; null where the case has none.</summary>
    public Node? Find(string name) => nodes.GetValueOrDefault(name);

    /// <summary>An input by name.</summary>
    public Node this[string name] => nodes[name];

    /// <summary>
    /// The tensor that is argument number <paramref name="position"/>, a number as one of the first tensor's type; input number
    /// <paramref name="position"/> where the case has no arguments by position.
    /// </summary>
    public Node this[int position] =>
        positional.ValueKind != JsonValueKind.Array ? nodes[Case.Inputs[position].Name] : Value(positional[position]) switch
        {
            Node node => node,
            double number => nodes.Values.First().ScalarLike(number),
            _ => throw new UnsupportedCaseException("an argument that is no tensor"),
        };

    /// <summary>Puts an input into a variable; its gradient is then the variable's.</summary>
    public void Bind(Variable? variable, string input)
    {
        if (variable is not null)
        {
            Variables.Assign(variable, Case.Input(input).Value);
            nodes[input] = variable.Read();
        }
    }

    public Node[] Nodes(int position) => [.. ((object?[])Value(positional[position])!).Cast<Node>()];

    public bool Has(int position, string name) => Get(position, name) is not null;

    public int Int(int position, string name, int otherwise) => Get(position, name) is { } value ? (int)(double)value : otherwise;

    public double Number(int position, string name, double otherwise) => Get(position, name) is { } value ? (double)value : otherwise;

    public double Number(string name, double otherwise = 0) => Number(99, name, otherwise);

    public bool Flag(int position, string name, bool otherwise = false) => Get(position, name) is { } value ? (bool)value : otherwise;

    public bool Flag(string name, bool otherwise = false) => Flag(99, name, otherwise);

    public string? Text(int position, string name) => Get(position, name) as string;

    public Node? Tensor(int position, string name) => (Node?)Get(position, name);

    /// <summary>Whole numbers, given as one or as a list; −1 where None is in the list; empty when absent.</summary>
    public int[] Ints(int position, string name) => Get(position, name) switch
    {
        double one => [(int)one],
        object?[] several => [.. several.Select(v => v is double d ? (int)d : -1)],
        _ => [],
    };

    /// <summary>The same spread over so many dimensions, or null when absent or empty.</summary>
    public IntList? List(int position, string name, int rank) => Ints(position, name) switch
    {
        [] => null,
        [var one] => IntList.Repeat(one, rank),
        var several => IntList.Create(several),
    };

    public IntList? List(string name, int rank) => List(99, name, rank);

    public LossReduction Reduction => Get(99, "reduction") switch
    {
        "sum" => LossReduction.Sum,
        "none" => LossReduction.None,
        "batchmean" => LossReduction.BatchMean,
        "mean" or null => LossReduction.Mean,
        var other => throw new UnsupportedCaseException($"reduction {other}"),
    };

    /// <summary>An argument by position, else by name; null when absent.</summary>
    public object? Get(int position, string name) =>
        positional.ValueKind == JsonValueKind.Array && position < positional.GetArrayLength() ? Value(positional[position])
        : named.TryGetProperty(name, out JsonElement value) ? Value(value)
        : null;

    /// <summary>The name of the input that is a named argument, or null.</summary>
    public string? Reference(string name) =>
        named.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? value.GetProperty("$t").GetString()
            : null;

    private object? Value(JsonElement value) => PythonValue.Of(value, name => nodes[name]);
}
