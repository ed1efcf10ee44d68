namespace NeuralJit;

/// <summary>The parts of a value's line that all printers share.</summary>
internal sealed class NodeText
{
    private readonly GraphTextOptions options;
    private readonly Dictionary<Node, int> numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, string> variables = [];

    /// <summary>Numbers the nodes of a graph and names its variables.</summary>
    /// <exception cref="GraphException">Two nodes were given the same number.</exception>
    public NodeText(Graph graph, GraphTextOptions options)
    {
        this.options = options;
        var taken = new HashSet<int>();
        var names = new Dictionary<string, int>();
        foreach (Node node in graph.Nodes)
        {
            int number = options.Numbers?.Invoke(node) ?? numbers.Count;
            numbers[node] = number >= 0 && taken.Add(number)
                ? number
                : throw new GraphException(
                    $"the numbers of values must be distinct and not negative; {node.Op.Name} {node.Type} got {number}");
            if (node.Op is VariableRead read)
            {
                AddVariable(read.Variable, names);
            }
        }
        foreach (Update update in graph.Updates)
        {
            IsRead.TryAdd(update.Variable, variables.ContainsKey(update.Variable));
            AddVariable(update.Variable, names);
        }
    }

    /// <summary>For each variable that is updated, whether it is read as well.</summary>
    public Dictionary<Variable, bool> IsRead { get; } = [];

    /// <summary>The number of a node.</summary>
    public int NumberOf(Node node) => numbers[node];

    /// <summary>How other lines refer to a node: <c>%12</c>.</summary>
    public string Reference(Node node) => $"%{numbers[node]}";

    /// <summary>How lines refer to a variable: its name in quotes, with <c>#2</c> for the second one of that name.</summary>
    public string Name(Variable variable) => variables[variable];

    /// <summary>
    /// The op, the type, and what tells the op from others of its kind: <c>sum f32[3] {Axes = [1], KeepDims = False}</c>.
    /// </summary>
    public string Describe(Node node) => $"{node.Op.Name} {node.Type}" + Details(node);

    /// <summary>The name or the attributes, with a space before them; empty if there are none.</summary>
    public string Details(Node node) => node.Op switch
    {
        VariableRead read => " " + Name(read.Variable),
        InputOp input => " " + QuotedText.Quote(input.Label),
        ConstantOp constant => $" {{{ConstantText.Print(constant.Data, options.InlineElements)}}}",
        { Attributes: { Length: > 0 } attributes } => $" {{{attributes}}}",
        _ => "",
    };

    /// <summary>
    /// The name that was given to a node with <see cref="Node.Named"/>: <c> as "loss"</c>; empty if it has none, or the label of an input
    /// is all.
    /// </summary>
    public static string NameOf(Node node) =>
        node.Name is { } name && (node.Op as InputOp)?.Label != name ? " as " + QuotedText.Quote(name) : "";

    /// <summary>Where a node was made, in one line; empty if that is not known or not wanted.</summary>
    public string OriginOf(Node node) =>
        options.Origins ? string.Concat((node.Origin?.ToString() ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim() : "";

    private void AddVariable(Variable variable, Dictionary<string, int> names)
    {
        if (!variables.ContainsKey(variable))
        {
            int count = names[variable.Name] = names.GetValueOrDefault(variable.Name) + 1;
            variables[variable] = QuotedText.Quote(variable.Name) + (count == 1 ? "" : $"#{count}");
        }
    }
}
