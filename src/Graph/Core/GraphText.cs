using System.Text;

namespace NeuralJit;

/// <summary>Writes graphs as text, one line per value: <c>%12 = add f32[64,128] %8, %1  # fc1 · Mlp.cs:41</c>.</summary>
public static class GraphText
{
    /// <summary>The graph with inputs, nodes in order, outputs and updates.</summary>
    public static string Print(Graph graph, bool origins = true)
    {
        var text = new StringBuilder();
        var numbers = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes)
        {
            numbers[node] = numbers.Count;
            text.Append('%').Append(numbers[node]).Append(" = ").Append(node.Op.Name).Append(' ').Append(node.Type);
            if (node.Op is VariableRead read)
            {
                text.Append(" \"").Append(read.Variable.Name).Append('"');
            }
            else if (node.Op is InputOp input)
            {
                text.Append(" \"").Append(input.Label).Append('"');
            }
            else if (node.Op.Attributes is { Length: > 0 } attributes)
            {
                text.Append(" {").Append(attributes).Append('}');
            }
            for (int i = 0; i < node.Inputs.Length; i++)
            {
                text.Append(i == 0 ? " %" : ", %").Append(numbers[node.Inputs[i]]);
            }
            if (origins && node.Origin?.ToString() is { Length: > 0 } origin)
            {
                text.Append("  # ").Append(origin);
            }
            text.Append('\n');
        }
        text.Append("return ").AppendJoin(", ", graph.Outputs.ToArray().Select(n => "%" + numbers[n])).Append('\n');
        foreach (Update update in graph.Updates)
        {
            text.Append("update \"").Append(update.Variable.Name).Append("\" = %").Append(numbers[update.Value]).Append('\n');
        }
        return text.ToString();
    }
}
