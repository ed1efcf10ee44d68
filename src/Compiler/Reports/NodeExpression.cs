using System.Globalization;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>Writes a node as an expression of the values around it: <c>log(softmax(%3))</c>.</summary>
public static class NodeExpression
{
    private const int Deepest = 4;

    /// <summary>The expression; inputs with a number are written as <c>%number</c>, others in full, a few levels deep.</summary>
    /// <param name="node">The node; its own number is not used.</param>
    /// <param name="number">The number of a value, or null for one that has none.</param>
    public static string Print(Node node, Func<Node, int?> number)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentNullException.ThrowIfNull(number);
        var text = new StringBuilder();
        Append(text, node, number, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Node node, Func<Node, int?> number, int depth)
    {
        if (depth > 0 && number(node) is { } known)
        {
            text.Append('%').Append(known);
        }
        else if (node.Op is ConstantOp { Uniform: { } value })
        {
            text.Append(value.ToString("R", CultureInfo.InvariantCulture));
        }
        else if (node.Inputs.Length == 0)
        {
            text.Append(node.Op is VariableRead read
                ? $"\"{read.Variable.Name}\""
                : node.Op is InputOp input ? $"\"{input.Label}\"" : $"{node.Op.Name} {node.Type}");
        }
        else if (depth == Deepest)
        {
            text.Append('…');
        }
        else
        {
            AppendCall(text, node, number, depth);
        }
    }

    private static void AppendCall(StringBuilder text, Node node, Func<Node, int?> number, int depth)
    {
        text.Append(node.Op.Name);
        if (node.Op is not CompositeOp && node.Op.Attributes is { Length: > 0 and < 60 } attributes)
        {
            text.Append('{').Append(attributes).Append('}');
        }
        text.Append('(');
        for (int i = 0; i < node.Inputs.Length; i++)
        {
            text.Append(i == 0 ? "" : ", ");
            Append(text, node.Inputs[i], number, depth + 1);
        }
        text.Append(')');
    }
}
