using System.Globalization;

namespace NeuralJit;

/// <summary>Reads the leaves of a graph's text and keeps its variables.</summary>
internal sealed class LeafReader(GraphParseOptions options)
{
    private readonly Dictionary<string, Variable> variables = [];
    private readonly HashSet<Variable> supplied = [];
    private long bytes;

    /// <summary>The op of a leaf; null if the name is that of another op.</summary>
    public Op? TryRead(string name, TensorType type, TextScanner line) => name switch
    {
        "input" => new InputOp(line.TakeQuoted() ?? throw line.Unexpected("the name of the input in quotes"), type),
        "parameter" or "state" => new VariableRead(Find(TakeKey(line), name, type)),
        "constant" => new ConstantOp(
            Constant(type, line.TakeBraces() ?? throw line.Unexpected("the elements of the constant, or their hash, in braces"))),
        _ => null,
    };

    /// <summary>A variable by its name in quotes; the second one of a name is <c>"w"#2</c>.</summary>
    public static string TakeKey(TextScanner line)
    {
        string name = line.TakeQuoted() ?? throw line.Unexpected("the name of a variable in quotes");
        int digits = 0;
        if (line.Rest is ['#', >= '1' and <= '9', ..] rest)
        {
            for (digits = 1; digits < rest.Length && char.IsAsciiDigit(rest[digits]);)
            {
                digits++;
            }
        }
        return QuotedText.Quote(name) + line.Take(digits);
    }

    /// <summary>The variable with this key; a new one if the kind is given, else one that was read before.</summary>
    public Variable Find(string key, string? kind, TensorType type)
    {
        if (!variables.TryGetValue(key, out Variable? variable))
        {
            variable = variables[key] = Add(
                key, kind ?? throw new GraphException($"{key} is updated but not read; say what it is: update state {key} = …"), type);
        }
        string itsKind = new VariableRead(variable).Name;
        return (kind is null || kind == itsKind) && variable.Type == type
            ? variable
            : throw new GraphException($"{key} is {itsKind} {variable.Type}, not {kind ?? itsKind} {type}");
    }

    private Variable Add(string key, string kind, TensorType type)
    {
        int quote = key.LastIndexOf('"') + 1;
        string name = QuotedText.Unquote(key.AsSpan(0, quote))!;
        if (options.Variables?.Invoke(name + key[quote..]) is { } given)
        {
            return supplied.Add(given)
                ? given
                : throw new GraphException($"the variable given for {key} was given for another name as well");
        }
        TensorData zeros = TensorData.Zeros(Reserve(type));
        return kind == "parameter" ? new Parameter(zeros, name) : new State(zeros, name);
    }

    private TensorData Constant(TensorType type, string content)
    {
        if (content is not ['#', ..])
        {
            TensorData data = TensorData.Uninitialized(Reserve(type));
            ConstantText.Read(content, data);
            return data;
        }
        string hash = ConstantText.Hash(content)
            ?? throw new GraphException($"constant: expected a hash such as #sha256:0123456789abcdef, got \"{content}\"");
        TensorData given = options.Constants?.Invoke(hash) ?? throw new GraphException(
            $"the values of constant {type} {hash} are not given; read the file of constants that was saved with the text");
        return given.Type == type && ConstantText.HashOf(given) == hash
            ? given
            : throw new GraphException(
                $"constant {type} {hash}: the values given for it are another tensor, {given.Type} {ConstantText.HashOf(given)}");
    }

    // No memory is allocated on the word of the text.
    private TensorType Reserve(TensorType type)
    {
        bytes += type.Bytes;
        return bytes <= options.MostBytes
            ? type
            : throw new GraphException(string.Create(CultureInfo.InvariantCulture,
                $"with {type} the variables and constants take {bytes:N0} bytes; the most is {options.MostBytes:N0} "
                + $"({nameof(GraphParseOptions)}.{nameof(GraphParseOptions.MostBytes)})"));
    }
}
