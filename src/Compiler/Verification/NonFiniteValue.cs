using System.Globalization;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>A node that makes NaN or an infinity of inputs that hold none.</summary>
/// <param name="Node">The node.</param>
/// <param name="Number">Its position among the nodes that were looked at, composites taken apart.</param>
/// <param name="Element">NaN, ∞ or −∞.</param>
/// <param name="Position">The indices of the first such element.</param>
/// <param name="Inputs">What its inputs hold.</param>
public sealed record NonFiniteValue(Node Node, int Number, double Element, IReadOnlyList<int> Position, IReadOnlyList<ValueRange> Inputs)
{
    /// <summary>The element and its place, for example <c>NaN at [0,3]</c>.</summary>
    public string Place => string.Create(CultureInfo.InvariantCulture, $"{Element} at [{string.Join(',', Position)}]");

    /// <summary>The op, where it was written, its expression and its inputs.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Node.Op.Name} {Node.Type} gives {Place}");
        if (Node.Origin?.ToString() is { Length: > 0 } origin)
        {
            text.Append(" (").Append(origin).Append(')');
        }
        text.Append("\n  = ").Append(NodeExpression.Print(Node, _ => null));
        for (int i = 0; i < Inputs.Count; i++)
        {
            text.Append("\n  input ").Append(i).Append(": ").Append(Inputs[i]);
        }
        return text.ToString();
    }
}
