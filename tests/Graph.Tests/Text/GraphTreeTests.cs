namespace NeuralJit.Tests;

/// <summary>Graphs as trees: GoldenTests has whole ones.</summary>
internal sealed class GraphTreeTests
{
    [Test]
    public void A_value_is_written_once_and_inputs_that_nothing_uses_are_left_out()
    {
        Node x = Node.Input("x", [2]), y = Node.Input("y", [2]), sum = x + x.Exp();
        Graph graph = Graph.Create([x, y], [sum * sum, sum]);
        Assert.That(GraphTree.Print(graph), Is.EqualTo(
            """
            %4 = multiply f32[2]
            ├─ %3 = add f32[2]
            │  ├─ %0 = input f32[2] "x"
            │  └─ %2 = exp f32[2]
            │     └─ %0 ···
            └─ %3 ···
            %3 ···

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Deep_parts_are_left_out_until_they_are_met_nearer_to_a_result()
    {
        Node x = Node.Input("x", [2]), deep = x.Exp().Sin();
        Graph graph = Graph.Create([x], [deep.Cos().Tan(), deep]);
        Assert.That(GraphTree.Print(graph, new GraphTreeOptions { Depth = 2 }), Is.EqualTo(
            """
            %4 = tan f32[2]
            └─ %3 = cos f32[2]
               └─ %2 = sin f32[2] …
            %2 = sin f32[2]
            └─ %1 = exp f32[2]
               └─ %0 = input f32[2] "x"

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void Deep_trees_do_not_overflow_the_stack()
    {
        Assert.That(GraphTree.Print(Chain(20_000)).Split('\n'), Has.Length.EqualTo(66));
        // A line is as long as it is deep, so fewer lines on a stack that is smaller by more.
        string text = "";
        var thread = new Thread(() => text = GraphTree.Print(Chain(3000), new GraphTreeOptions { Depth = 3000 }), 256 << 10);
        thread.Start();
        thread.Join();
        Assert.That(text, Does.EndWith("└─ %0 = input f32[2] \"x\"\n"));
    }

    [Test]
    public void Numbers_and_origins_are_as_asked_for()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("net");
        Node x = Node.Input("x", [2]);
        Graph graph = Graph.Create([x], [x.Exp()]);
        Assert.That(GraphTree.Print(graph), Does.Match(@"^%1 = exp f32\[2\]  # net · GraphTreeTests\.cs:\d+\n"));
        Assert.That(GraphTree.Print(graph, new GraphTreeOptions { Origins = false, Numbers = n => n.Inputs.Length + 7 }),
            Is.EqualTo("%8 = exp f32[2]\n└─ %7 = input f32[2] \"x\"\n"));
    }

    private static Graph Chain(int length)
    {
        Node x = Node.Input("x", [2]), y = x;
        for (int i = 0; i < length; i++)
        {
            y = y.Sin();
        }
        return Graph.Create([x], [y]);
    }
}
