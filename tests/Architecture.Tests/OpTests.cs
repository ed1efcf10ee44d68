using System.Xml.Linq;
using NeuralJit.Tests;

namespace NeuralJit.Architecture.Tests;

/// <summary>Every op of the graph library is tested by the op table and described.</summary>
public sealed class OpTests
{
    // Leaves compute nothing; what they promise is tested where they are made.
    private static readonly string[] Leaves = ["InputOp", "VariableRead", "ConstantOp"];

    private static readonly Type[] Ops =
        [.. typeof(Op).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract && !Leaves.Contains(t.Name))];

    [Test]
    public void Every_op_has_a_row_in_the_op_table() => Assert.That(WithoutRow(Ops), Is.Empty);

    [Test]
    public void An_op_without_a_row_is_reported() =>
        Assert.That(WithoutRow([typeof(UntestedOp)]), Is.EqualTo(new[] { nameof(UntestedOp) }));

    [Test]
    public void Every_op_has_a_sentence_of_documentation() => Assert.That(WithoutSummary(Ops), Is.Empty);

    [Test]
    public void An_op_without_documentation_is_reported() =>
        Assert.That(WithoutSummary([typeof(UntestedOp)]), Is.EqualTo(new[] { nameof(UntestedOp) }));

    private static string[] WithoutRow(IEnumerable<Type> ops)
    {
        var seen = new HashSet<Type>();
        foreach (OpCase row in OpTable.All)
        {
            Visit(row.ToGraph(), seen);
        }
        return [.. ops.Where(o => !seen.Contains(o)).Select(o => o.Name)];
    }

    /// <summary>Collects the ops of a graph and of what its composites stand for.</summary>
    private static void Visit(Graph graph, HashSet<Type> seen)
    {
        foreach (Node node in graph.Nodes)
        {
            seen.Add(node.Op.GetType());
            if (node.Op is CompositeOp composite)
            {
                Node[] inputs = [.. node.Inputs.ToArray().Select((input, i) => Node.Input($"x{i}", input.Type))];
                Visit(Graph.Create(inputs, [composite.Expand(inputs)]), seen);
            }
        }
    }

    private static string[] WithoutSummary(IEnumerable<Type> ops)
    {
        XDocument documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, "NeuralJit.Graph.xml"));
        var described = documentation.Descendants("member")
            .Where(m => m.Element("summary") is { } summary && summary.Value.Trim().Length > 0)
            .Select(m => (string?)m.Attribute("name"))
            .ToHashSet();
        return [.. ops.Where(o => !described.Contains("T:" + o.FullName!.Replace('+', '.'))).Select(o => o.Name)];
    }

    private sealed record UntestedOp : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => throw new NotSupportedException();
    }
}
