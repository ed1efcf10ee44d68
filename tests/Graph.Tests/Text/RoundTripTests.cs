using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace NeuralJit.Tests;

/// <summary>What is printed is read again: the same text, and the same bits when it runs.</summary>
internal sealed class RoundTripTests
{
    private static IEnumerable<OpCase> Rows => OpTable.All;

    private static IEnumerable<OpCase> Differentiable => OpTable.All.Where(row => row.Differentiable);

    [TestCaseSource(nameof(Rows))]
    public void Every_row_of_the_op_table_is_read_again(OpCase row)
    {
        Graph graph = row.ToGraph();
        RoundTrip.AssertSameBits(graph, RoundTrip.AssertSameText(graph), row.Inputs);
    }

    [TestCaseSource(nameof(Differentiable))]
    public void So_are_the_gradients_of_every_row(OpCase row)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node[] inputs = [.. row.Inputs.Select((x, i) => Node.Input($"x{i}", x.Type))];
        Node y = row.Function(inputs);
        Node weights = Node.Constant(Samples.Uniform(y.Shape, seed: 5)).Cast(y.DType);
        Graph graph = Graph.Create(inputs, [.. Gradients.TryOf([y], [weights], [.. inputs.Where(i => i.DType.IsFloat)]).OfType<Node>()]);
        RoundTrip.AssertSameBits(graph, RoundTrip.AssertSameText(graph), row.Inputs);
    }

    [Test]
    public void Every_op_of_the_library_is_in_the_catalog_under_its_name()
    {
        IEnumerable<Type> types = typeof(Op).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Op)) && !t.IsAbstract);
        IEnumerable<string> names = types.Where(t => t != typeof(VariableRead))
            .Select(t => ((Op)RuntimeHelpers.GetUninitializedObject(t)).Name);
        Assert.That(names.Except(["input", "constant"]), Is.EquivalentTo(OpCatalog.Default.Names));
    }

    [Test]
    public void Variables_of_one_name_labels_and_names_that_need_quotes_stay_apart()
    {
        Parameter a = new(TensorData.From([2], 1, 2), "w"), b = new(TensorData.From([2], 3, 4), "w");
        State c = new(TensorData.From([2], 5, 6), "w"), written = new(TensorData.From([2], 7, 8), "a \"b\"\\ \n# \ud800 %1, =");
        Node x = Node.Input("\u2028\"}", [2]);
        Node y = (a + b.Read() * c + x).Named("as \"x\" # y");
        Graph graph = Graph.Create([x], [y], [new Update(b, y * 2), new Update(written, y - 1)]);
        Graph again = RoundTrip.AssertSameText(graph);
        Assert.That(again.Updates[1].Variable.Name, Is.EqualTo(written.Name));
        Assert.That(again.Outputs[0].Name, Is.EqualTo(y.Name));
        RoundTrip.AssertSameBits(graph, again, TensorData.From([2], 0.5f, -1));
    }

    [Test]
    public void Origins_are_read_again()
    {
        const string Text =
            """
            %0 = input f32[2] "x"
            %1 = exp f32[2] %0  # net.fc1 · Mlp.cs:41
            %2 = sin f32[2] %1  # net.fc1
            %3 = cos f32[2] %2  # Mlp.cs:42
            %4 = tan f32[2] %3  # ∇ net.fc1 · Mlp.cs:41
            return %4

            """;
        Graph graph = GraphText.Parse(Text);
        Assert.That(GraphText.Print(graph), Is.EqualTo(Text.ReplaceLineEndings("\n")));
        Origin?[] origins = [.. graph.Nodes.ToArray().Select(n => n.Origin)];
        Assert.That(origins.Select(o => o?.ModulePath), Is.EqualTo(new[] { null, "net.fc1", "net.fc1", "", "net.fc1" }));
        Assert.That(origins.Select(o => o?.Place), Is.EqualTo(new[] { null, "Mlp.cs:41", "", "Mlp.cs:42", "Mlp.cs:41" }));
        Assert.That(origins.Select(o => o?.GradientOf?.ToString()), Is.EqualTo(new[] { null, null, null, null, "net.fc1 · Mlp.cs:41" }));
    }

    [Test]
    public void Text_is_the_same_in_every_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        Node x = Node.Input("x", [2]);
        Graph graph = Graph.Create([x], [x.LeakyRelu(0.25) * 1.5]);
        string text = GraphText.Print(graph);
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (commas.NumberFormat.NumberDecimalSeparator, commas.NumberFormat.NegativeSign) = (",", "~");
            CultureInfo.CurrentCulture = commas;
            Assert.That(GraphText.Print(graph), Is.EqualTo(text));
            Assert.That(GraphText.Print(GraphText.Parse(text)), Is.EqualTo(text));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Test]
    public void Twenty_thousand_values_deep_are_read_again()
    {
        Node x = Node.Input("x", [2]), y = x;
        for (int i = 0; i < 20_000; i++)
        {
            y = i % 2 == 0 ? y * 1.0001 : y.Sin();
        }
        RoundTrip.AssertSameText(Graph.Create([x], [y]));
    }

    [Test]
    public void Numbers_can_be_the_callers()
    {
        Node x = Node.Input("x", [2]);
        Graph graph = Graph.Create([x], [x.Exp().Sin()]);
        Node[] nodes = graph.Nodes.ToArray();
        string text = GraphText.Print(graph, new GraphTextOptions { Numbers = node => 70 - Array.IndexOf(nodes, node) });
        Assert.That(text, Is.EqualTo("%70 = input f32[2] \"x\"\n%69 = exp f32[2] %70\n%68 = sin f32[2] %69\nreturn %68\n"));
        Assert.That(GraphText.Print(GraphText.Parse(text)), Is.EqualTo(GraphText.Print(graph)));
        Assert.That(() => GraphText.Print(graph, new GraphTextOptions { Numbers = _ => 1 }),
            Throws.TypeOf<GraphException>().With.Message.Contains("must be distinct"));
    }

    [Test]
    public void Reading_leaves_an_eager_trace_alone()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Graph graph = GraphText.Parse("%0 = input f32[2] \"x\"\n%1 = exp f32[2] %0\nreturn %1");
        Assert.That(graph.Outputs[0].Value, Is.Null);
        Assert.That(GraphTrace.Current, Is.SameAs(trace));
    }
}
