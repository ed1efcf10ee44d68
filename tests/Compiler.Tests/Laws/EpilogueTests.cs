using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// What follows a product reads memory in every order, directly or in producers that are fused with it: values and gradients stay those of
/// the interpreter.
/// </summary>
internal sealed class EpilogueTests
{
    // n[0] has the shape of the result, n[1] and n[2] one extent of 1 each, n[3] the last two dimensions exchanged, n[4] is twice as wide.
    private static readonly (string Name, Func<Node[], Node> Read)[] Reads =
        [
            ("rows + columns", n => n[1] + n[2]),
            ("gates of rows and columns", n => n[1].Sigmoid() * n[2].Sigmoid()),
            ("copy and crop", n => n[4][.., .., .., 1..^(n[0].Shape[3] - 1)].Relu()),
            ("every second column", n => n[4][.., .., .., (.., 2)].Relu()),
            ("transposed", n => n[3].Transpose(2, 3).Relu()),
            ("transposed twice in another order", n => n[3].Transpose(2, 3).Relu() + n[0].Tanh()),
            ("reversed columns", n => n[0].Flip(3).Relu()),
            ("reversed rows and columns", n => n[0].Flip(2, 3).Exp() * n[0]),
            ("reversed channels", n => n[0].Flip(1).Tanh()),
            ("rows", n => n[1].Exp() + n[0].Tanh()),
            ("columns and a mask", n => Node.Where(n[2].BroadcastTo(n[0].Shape) > 0, n[0], n[1].BroadcastTo(n[0].Shape))),
            ("converted", n => (n[3].Transpose(2, 3) > 0).Cast(DType.Float32) * n[2]),
        ];

    // What is computed of the product x and of the producer e; each way enters the product's kernel at another place.
    private static readonly (string Name, Func<Node, Node, Node[], Node> Use)[] Uses =
        [
            ("x + e", (x, e, _) => x + e),
            ("e · x", (x, e, _) => e * x),
            ("relu(x) · dense + e", (x, e, n) => (x.Relu() * n[0].Exp()) + e),
            ("dense + x, then e", (x, e, n) => n[0].Sin() + x + (e * e)),
            ("a view at the end", (x, e, n) => ((x + n[0].Exp()) * n[3].Transpose(2, 3)) - e),
        ];

    private static IEnumerable<object[]> Rows => from read in Reads from use in Uses select new object[] { read.Name, use.Name };

    [TestCaseSource(nameof(Rows))]
    public void What_follows_any_form_of_product_may_read_in_any_order(string read, string use)
    {
        Func<Node[], Node> producer = Reads.Single(r => r.Name == read).Read;
        Func<Node, Node, Node[], Node> combine = Uses.Single(u => u.Name == use).Use;
        TensorData image = Samples.Uniform(ConvForms.Image);
        (string Name, Func<Node, Node> Apply)[] forms =
            [.. ConvForms.All, ("matrices", x => x.MatMul(x[.., .., .., ..5])), ("packed matrices", x => x.MatMul(x.T))];
        foreach (IGrouping<Shape, (string Name, Func<Node, Node> Apply)> group in forms.GroupBy(f => ShapeOf(f.Apply)))
        {
            Shape y = group.Key;
            TensorData[] inputs = [image, .. ((Shape[])[y, y.With(3, 1), y.With(2, 1), y.With(2, y[3]).With(3, y[2]), y.With(3, 2 * y[3])])
                .Select((s, i) => Samples.Uniform(s, seed: 5 + i))];
            Programs.AssertAgrees($"{read}, {use}, {string.Join(" and ", group.Select(f => f.Name))}", n =>
            {
                Node[] results = [.. group.Select(f => combine(f.Apply(n[0]), producer(n[1..]), n[1..]))];
                return [.. results, .. results.Select(r => Gradients.Of(r.Square().Sum(), n[0])[0])];
            }, inputs);
        }
    }

    private static Shape ShapeOf(Func<Node, Node> form)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        return form(Node.Input("x", new TensorType(DType.Float32, ConvForms.Image))).Shape;
    }
}
