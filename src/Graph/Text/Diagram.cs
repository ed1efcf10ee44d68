namespace NeuralJit;

/// <summary>What drawings of a graph have in common, whatever language they are written in.</summary>
internal sealed class Diagram
{
    // Deeper modules are drawn in one frame: the text of a graph can claim any depth.
    private const int DeepestCluster = 32;
    private const int LongestDetails = 60;

    private readonly NodeText nodes;

    /// <summary>Numbers the nodes and puts them into clusters.</summary>
    /// <exception cref="GraphException">Two nodes were given the same number.</exception>
    public Diagram(Graph graph, GraphDiagramOptions options)
    {
        nodes = new NodeText(graph, options);
        foreach (Node node in graph.Nodes)
        {
            DiagramCluster cluster = Root;
            foreach (string name in PathOf(node, options))
            {
                cluster = cluster.Child(name);
            }
            cluster.Nodes.Add(node);
        }
    }

    /// <summary>All clusters and the nodes that are in none.</summary>
    public DiagramCluster Root { get; } = new("");

    /// <summary>The name of a node in the drawing's language.</summary>
    public string IdOf(Node node) => $"n{nodes.NumberOf(node)}";

    /// <summary>Number, op and name; the type; the attributes, shortened.</summary>
    public string[] LabelOf(Node node)
    {
        string first = $"{nodes.Reference(node)} {node.Op.Name}{NodeText.NameOf(node)}", details = nodes.Details(node).Trim();
        details = details.Length > LongestDetails ? details[..LongestDetails] + "…" : details;
        return details.Length > 0 ? [first, node.Type.ToString(), details] : [first, node.Type.ToString()];
    }

    /// <summary>Where a node was made; empty if that is not known or not wanted.</summary>
    public string OriginOf(Node node) => nodes.OriginOf(node);

    /// <summary>The label of what an update does.</summary>
    public string LabelOf(Update update) => "update " + nodes.Name(update.Variable);

    /// <summary>How a node is drawn: input, variable, constant, gradient or value.</summary>
    public static string StyleOf(Node node) => node.Op switch
    {
        InputOp => "input",
        VariableRead => "variable",
        ConstantOp => "constant",
        _ => node.Origin?.GradientOf is null ? "value" : "gradient",
    };

    private static string[] PathOf(Node node, GraphDiagramOptions options) => options.Clusters is { } clusters
        ? clusters(node) is { } name ? [name] : []
        : (node.Origin?.ModulePath ?? "").Split('.', DeepestCluster, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A frame around nodes and other frames.</summary>
/// <param name="name">What stands on the frame.</param>
internal sealed class DiagramCluster(string name)
{
    private readonly Dictionary<string, DiagramCluster> byName = [];

    /// <summary>What stands on the frame.</summary>
    public string Name { get; } = name;

    /// <summary>The frames inside, in the order in which they were first used.</summary>
    public List<DiagramCluster> Children { get; } = [];

    /// <summary>The nodes that are in none of the frames inside.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>The frame of this name inside; made when it is first asked for.</summary>
    public DiagramCluster Child(string childName)
    {
        if (!byName.TryGetValue(childName, out DiagramCluster? child))
        {
            child = byName[childName] = new DiagramCluster(childName);
            Children.Add(child);
        }
        return child;
    }
}
