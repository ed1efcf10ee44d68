using System.Text;

namespace NeuralJit;

/// <summary>Writes graphs in Graphviz' DOT language: <c>dot -Tsvg graph.dot &gt; graph.svg</c>.</summary>
public static class GraphDot
{
    private const string Header =
        """
        digraph {
          rankdir=TB;
          graph [fontname="Helvetica", fontsize=11];
          node [shape=box, style="rounded,filled", fontname="Helvetica", fontsize=10, fillcolor="#ffffff"];
          edge [fontname="Helvetica", fontsize=9, color="#666666"];

        """;

    /// <summary>
    /// Each value as a box with number, op, type and attributes, origins as tooltips; element types and shapes on the edges; frames for
    /// modules or the clusters of the options.
    /// </summary>
    /// <exception cref="GraphException">Two nodes were given the same number.</exception>
    public static string Print(Graph graph, GraphDiagramOptions? options = null)
    {
        var diagram = new Diagram(graph, options ?? new());
        var text = new StringBuilder(Header.ReplaceLineEndings("\n"));
        int clusters = 0;
        AppendCluster(text, diagram.Root, diagram, "  ", ref clusters);
        foreach (Node node in graph.Nodes)
        {
            foreach (Node input in node.Inputs)
            {
                text.Append($"  {diagram.IdOf(input)} -> {diagram.IdOf(node)} [label={Quote([input.Type.ToString()])}];\n");
            }
        }
        for (int i = 0; i < graph.Outputs.Length; i++)
        {
            AppendEnd(text, $"result{i}", $"result {i}", graph.Outputs[i], diagram);
        }
        for (int i = 0; i < graph.Updates.Length; i++)
        {
            AppendEnd(text, $"update{i}", diagram.LabelOf(graph.Updates[i]), graph.Updates[i].Value, diagram);
        }
        return text.Append("}\n").ToString();
    }

    private static void AppendCluster(StringBuilder text, DiagramCluster cluster, Diagram diagram, string indent, ref int clusters)
    {
        foreach (Node node in cluster.Nodes)
        {
            string tooltip = diagram.OriginOf(node) is { Length: > 0 } origin ? $", tooltip={Quote([origin])}" : "";
            text.Append($"{indent}{diagram.IdOf(node)} [label={Quote(diagram.LabelOf(node))}{Look(node)}{tooltip}];\n");
        }
        foreach (DiagramCluster child in cluster.Children)
        {
            // Graphviz draws a frame around subgraphs whose name begins with "cluster".
            text.Append($"{indent}subgraph cluster{clusters++} {{\n{indent}  label={Quote([child.Name])};\n");
            AppendCluster(text, child, diagram, indent + "  ", ref clusters);
            text.Append(indent).Append("}\n");
        }
    }

    private static void AppendEnd(StringBuilder text, string id, string label, Node value, Diagram diagram) =>
        text.Append(
            $"  {id} [label={Quote([label])}, shape=plain];\n  {diagram.IdOf(value)} -> {id} [label={Quote([value.Type.ToString()])}];\n");

    private static string Look(Node node) => Diagram.StyleOf(node) switch
    {
        "input" => ", fillcolor=\"#cfe8ff\"",
        "variable" => ", fillcolor=\"#ffe7b3\"",
        "constant" => ", fillcolor=\"#eeeeee\"",
        "gradient" => ", style=\"rounded,filled,dashed\"",
        _ => "",
    };

    // In quotes, DOT gives a meaning to quotation marks, backslashes and entities of HTML; \l ends a line and sets it to the left.
    private static string Quote(ReadOnlySpan<string> lines)
    {
        var text = new StringBuilder("\"");
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (char c in lines[i])
            {
                text.Append(c is '"' or '\\' ? "\\" : "").Append(char.IsControl(c) ? ' ' : c).Append(c == '&' ? "amp;" : "");
            }
            text.Append(lines.Length > 1 ? "\\l" : "");
        }
        return text.Append('"').ToString();
    }
}
