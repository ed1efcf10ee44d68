namespace NeuralJit;

/// <summary>Reads the text of a graph line by line; whatever is wrong is reported with the number of its line.</summary>
internal sealed class GraphReader(string text, GraphParseOptions options)
{
    private readonly Dictionary<int, Node> values = [];
    private readonly List<Node> inputs = [];
    private readonly List<Update> updates = [];
    private readonly HashSet<Variable> updated = [];
    private readonly LeafReader leaves = new(options);
    private Node[]? results;

    /// <summary>The graph.</summary>
    /// <exception cref="GraphException">The text is not a graph.</exception>
    public Graph Read()
    {
        // Ops are made of nothing but the text: neither evaluated by an eager trace around us nor given its place.
        using GraphTrace trace = GraphTrace.Rewriting();
        int number = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().TrimStart('\uFEFF').EnumerateLines())
        {
            number++;
            try
            {
                ReadLine(new TextScanner(line.ToString()));
            }
            catch (GraphException error)
            {
                throw new GraphException($"line {number}: {FirstLineOf(error.Message)}", error);
            }
        }
        if (results is null)
        {
            throw new GraphException(values.Count == 0
                ? "the text has no graph: expected lines such as \"%0 = input f32[2,3] \"x\"\" and, as the last one, \"return %0\""
                : $"line {number}: the text ends without a line \"return …\"; is it cut off?");
        }
        return values.Count > 0
            ? Graph.Assemble([.. inputs], results, [.. updates])
            : throw new GraphException($"line {number}: the graph has no values: there is nothing to compute");
    }

    private void ReadLine(TextScanner line)
    {
        if (line.Rest.Length == 0 || line.Rest[0] == '#')
        {
            return;
        }
        if (results is not null)
        {
            throw line.Unexpected("nothing after the line \"return …\"");
        }
        if (line.Rest[0] == '%')
        {
            ReadValue(line);
        }
        else if (line.TryTakeWord("update"))
        {
            ReadUpdate(line);
        }
        else if (line.TryTakeWord("return"))
        {
            results = TakeReferences(line);
            line.ExpectEnd("the results");
        }
        else
        {
            throw line.Unexpected("a value such as \"%2 = add f32[3] %0, %1\", an update or a return");
        }
    }

    // %12 = sum f32[64] {Axes = [1], KeepDims = False} %8 as "loss"  # fc1 · Mlp.cs:41
    private void ReadValue(TextScanner line)
    {
        int number = line.TakeNumber();
        line.Expect('=', "and an op after the number of the value");
        if (values.ContainsKey(number))
        {
            throw new GraphException($"%{number} is defined twice");
        }
        string name = line.TakeName("the name of an op");
        TensorType type = line.TakeType();
        Op op = leaves.TryRead(name, type, line) ?? options.Catalog.Make(name, line.TakeBraces() ?? "");
        Node[] arguments = OpCatalog.IsLeaf(name) ? [] : TakeReferences(line);
        string? given = !line.TryTakeWord("as") ? null : line.TakeQuoted() ?? throw line.Unexpected("a name in quotes after \"as\"");
        line.ExpectEnd("the value");
        Node node = Make(op, arguments, Origin.FromText(line.Comment));
        if (node.Type != type)
        {
            throw new GraphException($"{name} gives {node.Type} here, the text says {type}");
        }
        if (op is InputOp input)
        {
            inputs.Add(node);
            given ??= input.Label;
        }
        values[number] = given is null ? node : node.Named(given);
    }

    private static Node Make(Op op, Node[] arguments, Origin? origin)
    {
        try
        {
            return Node.Create(op, arguments, origin);
        }
        catch (Exception error) when (error is not GraphException)
        {
            // Ops check what their callers get wrong, not all that text can say; what they throw then is not ours to know.
            throw new GraphException(
                $"{OpText.Print(op)} does not fit its inputs {string.Join(", ", arguments.Select(a => a.Type))}: {error.Message}", error);
        }
    }

    // update "w" = %8
    private void ReadUpdate(TextScanner line)
    {
        string? kind = line.TryTakeWord("parameter") ? "parameter" : line.TryTakeWord("state") ? "state" : null;
        string key = LeafReader.TakeKey(line);
        line.Expect('=', "and the new value after the variable");
        Node value = Find(line.TakeNumber());
        line.ExpectEnd("the update");
        Variable variable = leaves.Find(key, kind, value.Type);
        if (!updated.Add(variable))
        {
            throw new GraphException($"{key} is updated twice");
        }
        updates.Add(new Update(variable, value));
    }

    private Node[] TakeReferences(TextScanner line)
    {
        var found = new List<Node>();
        if (line.Rest is ['%', ..])
        {
            do
            {
                found.Add(Find(line.TakeNumber()));
            }
            while (line.TryTake(','));
        }
        return [.. found];
    }

    private Node Find(int number) => values.GetValueOrDefault(number)
        ?? throw new GraphException(text.Contains($"\n%{number} = ", StringComparison.Ordinal)
            ? $"%{number} is used before it is defined"
            : $"%{number} is not defined");

    private static ReadOnlySpan<char> FirstLineOf(string message) =>
        message.AsSpan(0, message.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : message.Length);
}
