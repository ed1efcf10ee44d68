namespace NeuralJit.Tests;

/// <summary>Updates of eager mode: each value is as it was before the first write, whatever memory it looks at.</summary>
internal sealed class EagerUpdateTests
{
    // Ways to look at a square state's memory: every view op, and chains of them.
    private static readonly (string Name, Func<Node, Node> View)[] Views =
        [
            ("itself", x => x), ("transposed", x => x.T), ("reversed rows", x => x[(.., -1)]), ("reversed columns", x => x[.., (.., -1)]),
            ("reversed and transposed", x => x[(.., -1), (.., -1)].T), ("first row for all", x => x[..1].BroadcastTo([4, 4])),
            ("last column for all", x => x[.., 3..].BroadcastTo([4, 4])), ("one element for all", x => x[1..2, 2..3].BroadcastTo([4, 4])),
            ("reshaped and transposed", x => x.Reshape([2, 8]).T.Reshape([4, 4])), ("reshaped", x => x.Reshape([16]).Reshape([4, 4])),
            ("transposed as a whole", x => x.Reshape([2, 2, 2, 2]).Transpose(0, 3).Transpose(1, 2).Reshape([4, 4])),
                ("no gradient", x => x.StopGradient().T),
        ];

    private static IEnumerable<string> Names => Views.Select(v => v.Name);

    [TestCaseSource(nameof(Names))]
    public void A_view_of_the_variable_itself_is_written_as_it_was(string name)
    {
        Func<Node, Node> view = Views.Single(v => v.Name == name).View;
        State state = Numbers("s", 0);
        float[] expected;
        using (GraphTrace trace = GraphTrace.Eager())
        {
            expected = (view(Node.Constant(state.Value.Clone())) + 0).ToArray<float>();
            trace.Update(state, view(state));
        }
        Assert.That(state.Value.Span<float>().ToArray(), Is.EqualTo(expected));
        Assert.That(state.Version, Is.EqualTo(1));
    }

    [TestCaseSource(nameof(Names))]
    public void Several_at_once_are_computed_from_the_values_of_before(string name)
    {
        Func<Node, Node> view = Views.Single(v => v.Name == name).View;
        State a = Numbers("a", 0), b = Numbers("b", 100), c = Numbers("c", 200);
        float[][] expected;
        using (GraphTrace trace = GraphTrace.Eager())
        {
            Node Old(State s) => Node.Constant(s.Value.Clone());
            expected = [(view(Old(b)) + 0).ToArray<float>(), (view(Old(c)) + 0).ToArray<float>(), (view(Old(a)) + Old(c)).ToArray<float>()];
            trace.Update([new(a, view(b)), new(b, view(c)), new(c, view(a) + c.Read())]);
        }
        Assert.That(new[] { a, b, c }.Select(s => s.Value.Span<float>().ToArray()), Is.EqualTo(expected));
    }

    [Test]
    public void An_exchange_is_one_update_and_the_error_of_two_says_so()
    {
        State a = Numbers("a", 0), b = Numbers("b", 100);
        using GraphTrace trace = GraphTrace.Eager();
        Node oldA = a, oldB = b;
        trace.Update([new(a, oldB), new(b, oldA)]);
        Assert.That(a.Value.Span<float>()[0], Is.EqualTo(100));
        Assert.That(b.Value.Span<float>()[0], Is.Zero);
        (oldA, oldB) = (a, b);
        trace.Update(a, oldB);
        Assert.That(
            () => trace.Update(b, oldA), Throws.TypeOf<GraphException>().With.Message.Contains("give them to one GraphTrace.Update"));
    }

    [Test]
    public void The_memory_of_a_variable_as_a_constant_counts_as_the_variable()
    {
        State state = Numbers("s", 0);
        using GraphTrace trace = GraphTrace.Eager();
        trace.Update(state, Node.Constant(state.Data).T);
        Assert.That(state.Value.Span<float>()[..4].ToArray(), Is.EqualTo(new float[] { 0, 4, 8, 12 }));
    }

    [Test]
    public void What_is_refused_changes_nothing([Values] bool eager)
    {
        State a = Numbers("a", 0), b = Numbers("b", 100), small = new(TensorData.From([1], 5), "small");
        using GraphTrace trace = eager ? GraphTrace.Eager() : GraphTrace.Symbolic();
        Node doubled = a.Read() * 2;
        Assert.That(() => trace.Update([new(a, doubled), new(small, doubled)]),
            Throws.TypeOf<ShapeException>().With.Message.Contains("\"small\" is f32[1]"));
        Assert.That(() => trace.Update([new(a, doubled), new(b, doubled), new(a, b)]),
            Throws.TypeOf<GraphException>().With.Message.Contains("\"a\" is given two values"));
        if (eager)
        {
            Node stale = small;
            trace.Update(small, small.Read() + 1);
            Assert.That(() => trace.Update([new(a, doubled), new(small, stale)]), Throws.TypeOf<GraphException>());
        }
        Assert.That(a.Version + b.Version, Is.Zero);
        Assert.That(a.Value.Span<float>()[1], Is.EqualTo(1));
        Assert.That(trace.Updates, Is.Empty);
    }

    [Test]
    public void Deferred_updates_are_read_and_written_together_or_forgotten([Values] bool commit)
    {
        State a = Numbers("a", 0), b = Numbers("b", 100);
        using GraphTrace trace = GraphTrace.Eager();
        using (DeferredUpdates updates = trace.Defer())
        {
            trace.Update(a, a.Read() + 1);
            using (trace.Scope())
            {
                trace.Update(b, a.Read() + 1);
            }
            Assert.That((a.Read() + b.Read()).ToArray<float>()[0], Is.EqualTo(3), "pending values are read");
            Assert.That(a.Version, Is.Zero);
            if (commit)
            {
                updates.Commit();
            }
        }
        Assert.That((a.Read() + b.Read()).ToArray<float>()[0], Is.EqualTo(commit ? 3 : 100));
        Assert.That(a.Version, Is.EqualTo(commit ? 1 : 0));
        Assert.That(trace.Updates, Is.Empty);
    }

    [Test]
    public void Backward_that_fails_adds_to_no_gradient()
    {
        Parameter first = new(TensorData.From([2], 1, 2), "first"),
            second = new(TensorData.From([2], 3, 4), "second") { Gradient = TensorData.From([3], 1, 1, 1) };
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(() => (first.Read() * second.Read()).Sum().Backward(), Throws.TypeOf<ShapeException>());
        Assert.That(first.Gradient, Is.Null);
        Assert.That(second.Gradient!.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 1, 1 }));
    }

    [Test]
    public void Backward_adds_up_what_several_reads_of_a_parameter_get()
    {
        Parameter p = new(TensorData.From([1], 3), "p"), q = new(TensorData.From([1], 2), "q") { Gradient = TensorData.From([1], 100) };
        using GraphTrace trace = GraphTrace.Eager();
        Node before = (p.Read() * 2) + (q.Read() * 3);
        p.Assign<float>([4]);
        q.Assign<float>([5]);
        (before + (p.Read() * 5) + (q.Read() * 7)).Backward();
        Assert.That(p.Gradient!.Item<float>(), Is.EqualTo(7));
        Assert.That(q.Gradient!.Item<float>(), Is.EqualTo(110), "added to what was there");
    }

    [Test]
    public void Backward_adds_up_reads_of_traces_inside_and_outside()
    {
        var p = new Parameter(TensorData.From([2], 3, 4), "p");
        using GraphTrace trace = GraphTrace.Eager();
        Node outside = p.Read() * 2, inside;
        using (GraphTrace.Eager())
        {
            inside = p.Read() * 5;
        }
        (outside + inside).Backward(Node.From<float>(1, 10));
        Assert.That(p.Gradient!.Span<float>().ToArray(), Is.EqualTo(new float[] { 7, 70 }));
    }

    [Test]
    public void A_node_without_a_value_is_no_update_also_where_updates_wait([Values] bool waits)
    {
        State a = Numbers("a", 0), b = Numbers("b", 100);
        Node symbolic = Node.Ones([4, 4]);
        using GraphTrace trace = GraphTrace.Eager();
        using DeferredUpdates updates = waits ? trace.Defer() : default;
        Assert.That(() => trace.Update([new(b, b.Read() + 1), new(a, symbolic)]),
            Throws.TypeOf<GraphException>().With.Message.Contains("is symbolic and has no value"));
        Assert.That((a.Read() + b.Read()).ToArray<float>()[0], Is.EqualTo(100));
        Assert.That(trace.Updates, Is.Empty);
    }

    [Test]
    public void Updates_are_committed_where_the_trace_is_open()
    {
        State state = Numbers("s", 0);
        using GraphTrace trace = GraphTrace.Eager();
        using DeferredUpdates updates = trace.Defer();
        trace.Update(state, state.Read() + 1);
        Exception? thrown = Elsewhere.Run(updates.Commit, out _);
        Assert.That(thrown?.Message, Does.Contain("is used on thread"));
        Assert.That(state.Version, Is.Zero);
    }

    [Test]
    public void Outputs_of_the_interpreter_have_memory_of_their_own()
    {
        State state = Numbers("s", 0);
        Node x = Node.Input("x", [4, 4]);
        var interpreter = new Interpreter(Graph.Create([x], [x + state.Read(), x * 2]));
        TensorData input = TensorData.Zeros(x.Type), output = TensorData.Zeros(x.Type);
        Assert.That(() => interpreter.Run([input], [output, input]),
            Throws.TypeOf<GraphException>().With.Message.Contains("output 1 overlaps that of input 0"));
        Assert.That(() => interpreter.Run([input], [output, output]),
            Throws.TypeOf<GraphException>().With.Message.Contains("output 1 overlaps that of output 0"));
        Assert.That(() => interpreter.Run([input], [state.Data, output]),
            Throws.TypeOf<GraphException>().With.Message.Contains("output 0 overlaps that of state \"s\""));
        Assert.That(state.Value.Span<float>()[1], Is.EqualTo(1));
    }

    private static State Numbers(string name, int first) =>
        new(TensorData.From([4, 4], [.. Enumerable.Range(first, 16).Select(i => (float)i)]), name);
}
