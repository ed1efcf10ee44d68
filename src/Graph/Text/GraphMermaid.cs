using System.Globalization;
using System.Text;

namespace NeuralJit;

/// <summary>
/// Writes graphs as Mermaid flowcharts, which GitHub and GitLab draw in Markdown (up to 500 edges, unless the page allows more).
/// </summary>
public static class GraphMermaid
{
    private const string Styles =
        """
          classDef input fill:#cfe8ff,stroke:#333333,color:#000000
          classDef variable fill:#ffe7b3,stroke:#333333,color:#000000
          classDef constant fill:#eeeeee,stroke:#333333,color:#000000
          classDef gradient stroke-dasharray:4 3

        """;

    /// <summary>
    /// Each value as a box with number, op, type and attributes; element types and shapes on the edges; frames for modules or the clusters
    /// of the options.
    /// </summary>
    /// <exception cref="GraphException">Two nodes were given the same number.</exception>
    public static string Print(Graph graph, GraphDiagramOptions? options = null)
    {
        var diagram = new Diagram(graph, options ?? new());
        var text = new StringBuilder("flowchart TB\n");
        int clusters = 0;
        AppendCluster(text, diagram.Root, diagram, "  ", ref clusters);
        foreach (Node node in graph.Nodes)
        {
            foreach (Node input in node.Inputs)
            {
                AppendEdge(text, input, diagram.IdOf(node), diagram);
            }
        }
        for (int i = 0; i < graph.Outputs.Length; i++)
        {
            text.Append($"  result{i}([\"result {i}\"])\n");
            AppendEdge(text, graph.Outputs[i], $"result{i}", diagram);
        }
        for (int i = 0; i < graph.Updates.Length; i++)
        {
            text.Append($"  update{i}([\"{Escape(diagram.LabelOf(graph.Updates[i]))}\"])\n");
            AppendEdge(text, graph.Updates[i].Value, $"update{i}", diagram);
        }
        return text.Append(Styles.ReplaceLineEndings("\n")).ToString();
    }

    private static void AppendCluster(StringBuilder text, DiagramCluster cluster, Diagram diagram, string indent, ref int clusters)
    {
        foreach (Node node in cluster.Nodes)
        {
            string label = string.Join("<br/>", diagram.LabelOf(node).Select(Escape));
            text.Append(
                $"{indent}{diagram.IdOf(node)}[\"{label}\"]{(Diagram.StyleOf(node) is not "value" and var style ? ":::" + style : "")}\n");
        }
        foreach (DiagramCluster child in cluster.Children)
        {
            text.Append($"{indent}subgraph s{clusters++}[\"{Escape(child.Name)}\"]\n");
            AppendCluster(text, child, diagram, indent + "  ", ref clusters);
            text.Append(indent).Append("end\n");
        }
    }

    private static void AppendEdge(StringBuilder text, Node from, string to, Diagram diagram) =>
        text.Append($"  {diagram.IdOf(from)} -->|\"{Escape(from.Type.ToString())}\"| {to}\n");

    // Whatever HTML, Markdown or Mermaid could take for its own is written as the code of the character.
    private static string Escape(string label)
    {
        var text = new StringBuilder();
        foreach (char c in label)
        {
            if (c is '"' or '#' or '%' or '&' or '<' or '>' or '`' or '*' or '\\' or ';' or '{' or '}')
            {
                text.Append(CultureInfo.InvariantCulture, $"#{(int)c};");
            }
            else
            {
                text.Append(char.IsControl(c) ? ' ' : c);
            }
        }
        return text.ToString();
    }
}
