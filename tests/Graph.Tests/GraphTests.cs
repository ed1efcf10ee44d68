namespace NeuralJit.Tests;

internal sealed class GraphTests
{
    private static Node X(string name = "x") => Node.Input(name, [3, 5]);

    [Test]
    public void What_is_merged_into_a_node_later_is_not_merged_into_its_copy()
    {
        Node x = Node.Input("x", [2]), other = Node.Input("x", [2]);
        Node first = Made("first"), again;
        first.Absorb(Made("second"));
        Node copy = first.With([other], first.Origin);
        first.Absorb(Made("third"));
        copy.Absorb(Made("fourth"));
        again = copy.With([x], copy.Origin);
        copy.Absorb(Made("fifth"));
        Assert.That(Places(first), Is.EqualTo(new[] { "second", "third" }));
        Assert.That(Places(copy), Is.EqualTo(new[] { "second", "fourth", "fifth" }));
        Assert.That(Places(again), Is.EqualTo(new[] { "second", "fourth" }));

        Node Made(string place) => Node.Create(new Exp(), [x], Origin.FromText(place));
        string[] Places(Node node) => [.. node.MergedOrigins.Select(o => o.ModulePath)];
    }

    [Test]
    public void Equal_nodes_are_shared_and_unused_ones_are_gone()
    {
        Node x = X();
        _ = x.Tanh();
        Graph graph = Graph.Create([x], [x.Exp() + x.Exp(), x * 2, x * 2.0]);
        Assert.That(graph.Nodes.ToArray().Select(n => n.Op.Name), Is.EqualTo(new[] { "input", "exp", "add", "constant", "multiply" }));
        Assert.That(graph.Outputs[1], Is.SameAs(graph.Outputs[2]));
    }

    [Test]
    public void Zeros_of_both_signs_and_other_types_are_not_shared()
    {
        Node x = X();
        Graph graph = Graph.Create([x],
            [x * 0.0, x * -0.0, Node.Scalar(0, DType.Float64), Node.From<float>([1], 0), Node.Scalar(double.NaN), Node.Scalar(double.NaN)]);
        Assert.That(graph.Nodes.ToArray().Count(n => n.Op is ConstantOp), Is.EqualTo(5));
    }

    [Test]
    public void Two_random_nodes_are_two_streams()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Graph graph = Graph.Create([], [Node.RandomUniform([4]), Node.RandomUniform([4])]);
        Assert.That(graph.Nodes.ToArray().Count(n => n.Op is RandomUniform), Is.EqualTo(2));
        TensorData[] values = Interpreter.Run(graph);
        Assert.That(values[0].Span<float>().ToArray(), Is.Not.EqualTo(values[1].Span<float>().ToArray()));
    }

    [Test]
    public void Twenty_thousand_nodes_deep_do_not_overflow_the_stack()
    {
        Node x = Node.Input("x", [2]), y = x;
        for (int i = 0; i < 20_000; i++)
        {
            y = i % 2 == 0 ? y * 1.0001 : y.Sin();
        }
        Graph graph = Graph.Create([x], [y, Gradients.Of(y.Sum(), x)[0]]);
        graph.Verify();
        TensorData[] values = Interpreter.Run(graph, TensorData.From([2], 0.5f, -0.5f));
        Assert.That(values[0].Span<float>()[0], Is.EqualTo(-values[0].Span<float>()[1]));
        Assert.That(values[1].Span<float>()[0], Is.GreaterThan(0f));
    }

    [Test]
    public void Updates_are_simultaneous()
    {
        State a = new(TensorData.From([2], 1, 2), "a"), b = new(TensorData.From([2], 3, 4), "b");
        using (GraphTrace trace = GraphTrace.Symbolic())
        {
            (Node oldA, Node oldB) = (a, b);
            trace.Update(a, oldB);
            trace.Update(b, oldA);
            Graph graph = Graph.Create([], [oldA + oldB], [.. trace.Updates]);
            graph.Verify();
            Assert.That(Interpreter.Run(graph)[0].Span<float>().ToArray(), Is.EqualTo(new float[] { 4, 6 }));
        }
        Assert.That(a.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 3, 4 }));
        Assert.That(b.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That((a.Version, b.Version), Is.EqualTo((1L, 1L)));
    }

    [Test]
    public void A_later_read_in_a_trace_sees_the_pending_value()
    {
        State counter = new(TensorData.From(Shape.Scalar, 1f), "counter");
        using GraphTrace trace = GraphTrace.Symbolic();
        trace.Update(counter, counter.Read() + 1);
        Node y = counter.Read() * 10;
        trace.Update(counter, counter.Read() + 1);
        Graph graph = Graph.Create([], [y], [.. trace.Updates]);
        Assert.That(Interpreter.Run(graph)[0].Item<float>(), Is.EqualTo(20));
        Assert.That(counter.Value.Item<float>(), Is.EqualTo(3));
    }

    [Test]
    public void An_update_of_another_type_is_an_error()
    {
        State a = new(TensorData.From([2], 1, 2), "a");
        using GraphTrace trace = GraphTrace.Symbolic();
        Assert.That(() => trace.Update(a, Node.Zeros([3])),
            Throws.TypeOf<ShapeException>().With.Message.Contains("\"a\" is f32[2], the new value is f32[3]"));
    }

    [Test]
    public void Inputs_must_be_distinct_leaves_and_complete()
    {
        Node x = X(), y = X("y");
        Assert.That(() => Graph.Create([x, x], [x]), Throws.TypeOf<GraphException>().With.Message.Contains("distinct"));
        Assert.That(() => Graph.Create([x.Exp()], [x]), Throws.TypeOf<GraphException>().With.Message.Contains("got exp"));
        Assert.That(() => Graph.Create([x], [x + y]),
            Throws.TypeOf<GraphException>().With.Message.Contains("\"y\" f32[3,5], which is not among its inputs"));
    }

    [Test]
    public void The_text_names_values_types_attributes_and_updates()
    {
        Node x = Node.Input("x", [2, 3]);
        Parameter w = new(TensorData.From([4, 3], new float[12]), "w");
        Node y = x.Linear(w).Sum(1);
        Graph graph = Graph.Create([x], [y * 0.5], [new Update(w, w.Read() * 2)]);
        Assert.That(GraphText.Print(graph, origins: false), Is.EqualTo(
            """
            %0 = input f32[2,3] "x"
            %1 = parameter f32[4,3] "w"
            %2 = transpose f32[3,4] {Permutation = [1,0]} %1
            %3 = matmul f32[2,4] %0, %2
            %4 = sum f32[2] {Axes = [1], KeepDims = False} %3
            %5 = constant f32[] {0.5}
            %6 = multiply f32[2] %4, %5
            %7 = constant f32[] {2}
            %8 = multiply f32[4,3] %1, %7
            update "w" = %8
            return %6

            """.ReplaceLineEndings("\n")));
    }

    [Test]
    public void The_text_tells_module_and_line()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("net");
        Node x = X();
        Assert.That(Graph.Create([x], [x.Exp()]).ToString(), Does.Match(@"%1 = exp f32\[3,5\] %0  # net · GraphTests\.cs:\d+\n"));
    }

    [Test]
    public void Verify_finds_a_rule_of_inference_that_changed_its_mind()
    {
        Node x = X();
        Graph graph = Graph.Create([x], [Node.Apply(new FickleOp(new State(TensorData.From([1], 0f), "mood")), x)]);
        graph.Verify();
        ((FickleOp)graph.Outputs[0].Op).Mood.MarkChanged();
        Assert.That(graph.Verify, Throws.TypeOf<GraphException>().With.Message.Contains("%1 = fickle_op f32[3,5]: its inputs give f32[]"));
    }

    [Test]
    public void Verify_finds_updates_of_another_type_and_twice()
    {
        State a = new(TensorData.From([2], 1, 2), "a");
        Assert.That(Graph.Create([], [], [new Update(a, Node.Zeros([3]))]).Verify,
            Throws.TypeOf<GraphException>().With.Message.Contains("its update is f32[3]"));
        Assert.That(Graph.Create([], [], [new Update(a, a.Read() + 1), new Update(a, a.Read() + 2)]).Verify,
            Throws.TypeOf<GraphException>().With.Message.Contains("updated twice"));
    }

    // The type depends on how often a variable was changed: what no op may do.
    private sealed record FickleOp(State Mood) : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) =>
            Mood.Version == 0 ? inputs[0].Type : new TensorType(DType.Float32, Shape.Scalar);

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => throw new NotSupportedException();
    }
}
