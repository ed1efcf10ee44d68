using NeuralJit.Compilation;

namespace NeuralJit.Inspection;

/// <summary>The values of all stages, each once.</summary>
internal sealed class NodeTable(CompilationReport report, OriginTable origins)
{
    private readonly Dictionary<Node, int> positions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> alike = [];
    private readonly List<DocumentNode> rows = [];

    /// <summary>The values so far.</summary>
    public IReadOnlyList<DocumentNode> Rows => rows;

    /// <summary>The numbers of the last stage's values.</summary>
    public IReadOnlyDictionary<Node, int> Last => report.Numbers.At(report.Stages.Count - 1);

    /// <summary>A stage, its values taken into the table.</summary>
    public DocumentStage Stage(int index)
    {
        CompilationStage stage = report.Stages[index];
        IReadOnlyDictionary<Node, int> numbers = report.Numbers.At(index);
        Add(stage.Graph, numbers);
        return new DocumentStage
        {
            Name = stage.Name,
            Title = TitleOf(stage),
            Nodes = [.. stage.Graph.Nodes.ToArray().Select(n => positions[n])],
            Outputs = [.. stage.Graph.Outputs.ToArray().Select(n => numbers[n])],
            Updates = [.. stage.Graph.Updates.ToArray().Select(u => new DocumentUpdate(u.Variable.Name, numbers[u.Value]))],
            Changed = index == 0 || !stage.Graph.Nodes.SequenceEqual(report.Stages[index - 1].Graph.Nodes),
            Ms = stage.Pass?.Time.TotalMilliseconds ?? 0,
            Rewrites = stage.Pass is { Rewrites.Count: > 0 } pass ? Rewrites(pass, report.Numbers.At(index - 1), numbers) : [],
        };
    }

    private static string TitleOf(CompilationStage stage) => stage.Name switch
    {
        "written" => "the graph as written",
        "gradients" => "with gradients and updates",
        "optimized" => "what is cut into kernels",
        _ => $"after the pass \"{stage.Pass!.Name}\"",
    };

    private static DocumentRewrite[] Rewrites(PassReport pass, IReadOnlyDictionary<Node, int> before, IReadOnlyDictionary<Node, int> after)
    {
        var placesBefore = new Places(before);
        var placesAfter = new Places(after);
        return [.. pass.Rewrites.Select(r => new DocumentRewrite(
            r.Rule, NodeExpression.Print(r.Before, Number), NodeExpression.Print(r.After, Number), placesBefore.Find(r.Before),
                placesAfter.Find(r.After), r.Time.TotalMicroseconds))];

        int? Number(Node node) => after.TryGetValue(node, out int number) || before.TryGetValue(node, out number) ? number : null;
    }

    private void Add(Graph graph, IReadOnlyDictionary<Node, int> numbers)
    {
        string[] lines = GraphText.Print(graph, new GraphTextOptions { Numbers = n => numbers[n] }).Split('\n');
        int line = 0;
        foreach (Node node in graph.Nodes)
        {
            if (!positions.ContainsKey(node))
            {
                positions[node] = PositionOf(Row(node, numbers, lines[line]));
            }
            line++;
        }
    }

    // Passes rebuild what they leave as it is. The line says everything but where else a merged value came from; the rest follows from it.
    private int PositionOf(DocumentNode row)
    {
        string content = $"{row.Text}\n{string.Join(' ', row.Origins)}";
        if (alike.TryAdd(content, rows.Count))
        {
            rows.Add(row);
        }
        return alike[content];
    }

    private DocumentNode Row(Node node, IReadOnlyDictionary<Node, int> numbers, string text) => new()
    {
        Id = numbers[node],
        Op = node.Op.Name,
        Kind = node.Op switch { InputOp => "input", VariableRead => "variable", ConstantOp => "constant", ViewOp => "view", _ => "op" },
        Type = node.Type.ToString(),
        Dtype = node.DType.ShortName,
        Shape = node.Shape.Extents.ToArray(),
        Inputs = [.. node.Inputs.ToArray().Select(i => numbers[i])],
        Attributes = node.Op is not (InputOp or VariableRead or ConstantOp) && node.Op.Attributes is { Length: > 0 } attributes
            ? attributes
            : null,
        Name = node.Name ?? (node.Op as InputOp)?.Label,
        Variable = (node.Op as VariableRead)?.Variable.Name,
        Origins = origins.Of(node),
        Gradient = node.Origin?.GradientOf is not null,
        Flops = node.Op.Flops(node),
        Bytes = KernelReport.BytesOf(node),
        Text = text,
    };

    /// <summary>Finds the value that a rewrite was about: itself, or the one of the same op from the same place.</summary>
    private sealed class Places
    {
        private readonly IReadOnlyDictionary<Node, int> numbers;
        private readonly Dictionary<(Op, Origin?), int> alike = [];

        public Places(IReadOnlyDictionary<Node, int> numbers)
        {
            this.numbers = numbers;
            foreach ((Node node, int number) in numbers)
            {
                alike.TryAdd((node.Op, node.Origin), number);
            }
        }

        public int? Find(Node node) =>
            numbers.TryGetValue(node, out int number) || alike.TryGetValue((node.Op, node.Origin), out number) ? number : null;
    }
}
