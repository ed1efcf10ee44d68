using System.Globalization;
using System.Text;

namespace NeuralJit.Fuzz;

/// <summary>A case as text that can be made a test of.</summary>
internal static class CaseText
{
    private const int MostElements = 64;

    public static string Of(FuzzCase c, Difference difference)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"=== seed {c.Seed}: {difference}");
        text.Append(GraphText.Print(c.Graph, new GraphTextOptions { Origins = false, InlineElements = MostElements }));
        foreach (GradientClaim claim in c.Claims)
        {
            text.AppendLine("gradients of ys:").Append(
                GraphText.Print(Graph.Create(Leaves(claim), [.. claim.Outputs, .. claim.Gradients.OfType<Node>()]), origins: false));
        }
        for (int i = 0; i < c.Inputs.Length; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"input {i} {c.Inputs[i].Type} {Numbers(c.Inputs[i])}");
        }
        var used = c.Graph.Nodes.ToArray().Select(n => n.Op).OfType<VariableRead>().Select(r => r.Variable).ToHashSet();
        foreach ((Variable variable, TensorData data) in c.Start.Where(v => used.Contains(v.Key)))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"variable {variable.Name} {data.Type} {Numbers(data)}");
        }
        return text.ToString();
    }

    private static Node[] Leaves(GradientClaim claim) =>
        [.. TopologicalOrder.Of([.. claim.Outputs, .. claim.Gradients.OfType<Node>()], stop: null).Where(n => n.Op is InputOp)];

    private static string Numbers(TensorData data)
    {
        int count = (int)Math.Min(data.Shape.Count, MostElements);
        IEnumerable<string> shown = Enumerable.Range(0, count).Select(i => data.DType.IsFloat
            ? Elements.Real(data, i).ToString("R", CultureInfo.InvariantCulture)
            : Elements.Integer(data, i).ToString(CultureInfo.InvariantCulture));
        return $"{{{string.Join(", ", shown)}{(count < data.Shape.Count ? ", …" : "")}}}";
    }
}
