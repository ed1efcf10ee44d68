using System.Text;

namespace NeuralJit;

/// <summary>Writes graphs as trees: each result, and below it what it is computed from.</summary>
public static class GraphTree
{
    /// <summary>
    /// The results as roots, then the values of updates. A value is written once; where it is needed again, its number stands for it:
    /// <c>%12 ···</c>. Inputs that nothing uses do not appear.
    /// </summary>
    /// <exception cref="GraphException">Two nodes were given the same number.</exception>
    public static string Print(Graph graph, GraphTreeOptions? options = null)
    {
        options ??= new();
        var nodes = new NodeText(graph, options);
        var text = new StringBuilder();
        var shown = new HashSet<Node>(ReferenceEqualityComparer.Instance);
        foreach (Node output in graph.Outputs)
        {
            AppendTree(text, output, nodes, shown, options.Depth);
        }
        foreach (Update update in graph.Updates)
        {
            text.Append("update ").Append(nodes.Name(update.Variable)).Append(": ");
            AppendTree(text, update.Value, nodes, shown, options.Depth);
        }
        return text.ToString();
    }

    // The stack holds lines to come: graphs are deeper than threads' stacks.
    private static void AppendTree(StringBuilder text, Node root, NodeText nodes, HashSet<Node> shown, int depth)
    {
        var lines = new Stack<(Node Node, string Indent, string Branch, int Level)>();
        lines.Push((root, "", "", 0));
        while (lines.TryPop(out var line))
        {
            text.Append(line.Indent).Append(line.Branch).Append(nodes.Reference(line.Node));
            bool isCut = line.Level >= depth && line.Node.Inputs.Length > 0;
            if (shown.Contains(line.Node))
            {
                text.Append(" ···\n");
                continue;
            }
            AppendRest(text, line.Node, nodes, isCut);
            if (isCut)
            {
                continue;
            }
            shown.Add(line.Node);
            string indent = line.Indent + line.Branch switch { "" => "", "├─ " => "│  ", _ => "   " };
            for (int i = line.Node.Inputs.Length - 1; i >= 0; i--)
            {
                lines.Push((line.Node.Inputs[i], indent, i == line.Node.Inputs.Length - 1 ? "└─ " : "├─ ", line.Level + 1));
            }
        }
    }

    private static void AppendRest(StringBuilder text, Node node, NodeText nodes, bool isCut)
    {
        text.Append(" = ").Append(nodes.Describe(node)).Append(NodeText.NameOf(node)).Append(isCut ? " …" : "");
        if (nodes.OriginOf(node) is { Length: > 0 } origin)
        {
            text.Append("  # ").Append(origin);
        }
        text.Append('\n');
    }
}
