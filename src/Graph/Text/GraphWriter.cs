using System.Text;

namespace NeuralJit;

/// <summary>Writes a graph as the text that <see cref="GraphReader"/> reads.</summary>
internal static class GraphWriter
{
    /// <summary>All values, then updates and results.</summary>
    public static string Write(Graph graph, GraphTextOptions options)
    {
        var nodes = new NodeText(graph, options);
        var text = new StringBuilder();
        foreach (Node node in graph.Nodes)
        {
            text.Append(nodes.Reference(node)).Append(" = ").Append(nodes.Describe(node));
            AppendReferences(text, node.Inputs, nodes);
            text.Append(NodeText.NameOf(node));
            if (nodes.OriginOf(node) is { Length: > 0 } origin)
            {
                text.Append("  # ").Append(origin);
            }
            text.Append('\n');
        }
        foreach (Update update in graph.Updates)
        {
            string kind = nodes.IsRead[update.Variable] ? "" : new VariableRead(update.Variable).Name + " ";
            text.Append("update ").Append(kind).Append(nodes.Name(update.Variable)).Append(" = ")
                .Append(nodes.Reference(update.Value)).Append('\n');
        }
        text.Append("return");
        AppendReferences(text, graph.Outputs, nodes);
        return text.Append('\n').ToString();
    }

    private static void AppendReferences(StringBuilder text, ReadOnlySpan<Node> values, NodeText nodes)
    {
        for (int i = 0; i < values.Length; i++)
        {
            text.Append(i == 0 ? " " : ", ").Append(nodes.Reference(values[i]));
        }
    }
}
