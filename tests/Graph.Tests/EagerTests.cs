namespace NeuralJit.Tests;

internal sealed class EagerTests
{
    [Test]
    public void A_gradient_is_null_before_backward_and_adds_up_after()
    {
        Parameter w = new(TensorData.From([2], 3, 4), "w");
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(w.Gradient, Is.Null);
        Node x = Node.From<float>(1, 2);
        (x * w).Sum().Backward();
        Assert.That(w.Gradient!.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 2 }));
        (x * w).Sum().Backward();
        Assert.That(w.Gradient!.Span<float>().ToArray(), Is.EqualTo(new float[] { 2, 4 }));
        Assert.That(w.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 3, 4 }));
    }

    [Test]
    public void Backward_skips_frozen_parameters_and_takes_a_seed()
    {
        Parameter w = new(TensorData.From([2], 3, 4), "w"), frozen = new(TensorData.From([2], 5, 6), "frozen") { RequiresGradient = false };
        using GraphTrace trace = GraphTrace.Eager();
        Node y = w * frozen.Read();
        Assert.That(y.Backward, Throws.TypeOf<GraphException>().With.Message.Contains("without a seed it needs one element"));
        y.Backward(Node.From<float>(1, 10));
        Assert.That(w.Gradient!.Span<float>().ToArray(), Is.EqualTo(new float[] { 5, 60 }));
        Assert.That(frozen.Gradient, Is.Null);
    }

    [Test]
    public void A_parameter_used_twice_has_one_gradient()
    {
        Parameter w = new(TensorData.From([1], 3), "w");
        using GraphTrace trace = GraphTrace.Eager();
        (w.Read() * w.Read()).Sum().Backward();
        Assert.That(w.Gradient!.Item<float>(), Is.EqualTo(6));
    }

    [Test]
    public void Using_a_read_after_the_update_is_an_error()
    {
        Parameter w = new(TensorData.From([2, 2], 1, 2, 3, 4), "w");
        using GraphTrace trace = GraphTrace.Eager();
        Node before = w, transposed = before.T, y = before * 2;
        trace.Update(w, before * 10);
        Assert.That(() => before + 1, Throws.TypeOf<GraphException>().With.Message.Contains("read \"w\" before it was updated"));
        Assert.That(() => transposed + 1, Throws.TypeOf<GraphException>().With.Message.Contains("\"w\""));
        Assert.That(() => before.Data, Throws.TypeOf<GraphException>());
        Assert.That(y.ToArray<float>(), Is.EqualTo(new float[] { 2, 4, 6, 8 }));
        Assert.That((w.Read() + 0).ToArray<float>(), Is.EqualTo(new float[] { 10, 20, 30, 40 }));
    }

    [Test]
    public void Every_writer_raises_the_version()
    {
        Parameter w = new(TensorData.From([2], 1, 2), "w");
        w.Assign<float>([3, 4]);
        using GraphTrace trace = GraphTrace.Eager();
        trace.Update(w, w.Read() * 2);
        w.MarkChanged();
        Assert.That(w.Version, Is.EqualTo(3));
        w.Edit<float>(values => values[1] = 9);
        w.Assign(TensorData.From([2], 5, w.Value.Span<float>()[1]));
        Assert.That((w.Version, w.Value.Span<float>()[0], w.Value.Span<float>()[1]), Is.EqualTo((5, 5f, 9f)));
        Assert.That(() => w.Edit<float>(values => throw new InvalidOperationException()), Throws.TypeOf<InvalidOperationException>());
        Assert.That(w.Version, Is.EqualTo(6), "some elements may have been written");
        Assert.That(() => w.Edit<double>(values => values.Clear()),
            Throws.TypeOf<GraphException>().With.Message.Contains("its elements are Single, not Double"));
        Assert.That(() =>
            w.Assign(TensorData.From([1], 1)), Throws.TypeOf<ShapeException>().With.Message.EqualTo("copy: expected f32[2], got f32[1]"));
        Assert.That(w.Version, Is.EqualTo(6), "nothing was written");
        Assert.That(() =>
            w.Assign<float>([1]), Throws.TypeOf<ShapeException>().With.Message.Contains("\"w\" is f32[2] and holds 2 elements, got 1"));
        Assert.That(() => w.Assign<double>([1, 2]), Throws.TypeOf<GraphException>().With.Message.Contains("Single, not Double"));
    }

    [Test]
    public void Values_are_printed_as_tensors()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That((Node.From<float>(1, 2) / 4).ToString(), Is.EqualTo("tensor([0.2500, 0.5000])"));
        Assert.That(Node.From<float>([2, 1], 1, 2).T.ToString(), Is.EqualTo("tensor([[1., 2.]])"));
    }

    [Test]
    public void A_symbolic_node_has_no_value()
    {
        Node x = Node.Input("x", [2]);
        Assert.That(() => x.Data, Throws.TypeOf<GraphException>().With.Message.Contains("input f32[2] is symbolic and has no value"));
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(() => x + 1, Throws.TypeOf<GraphException>().With.Message.Contains("was made in symbolic mode"));
        Assert.That(() => Node.Input("y", [2]), Throws.TypeOf<GraphException>().With.Message.Contains("make values with Node.From"));
    }

    [Test]
    public void A_scope_reuses_memory_and_keeps_what_is_kept()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(1, 2, 3), lost, view, kept, keptView;
        using (EagerScope scope = trace.Scope())
        {
            lost = x + 1;
            view = lost[1..];
            kept = scope.Keep(x * 2);
            keptView = scope.Keep((x * 3)[..2]);
        }
        for (int i = 0; i < 10; i++)
        {
            using EagerScope scope = trace.Scope();
            _ = x.Exp();
        }
        Assert.That(() => lost.Data, Throws.TypeOf<GraphException>().With.Message.Contains("released when its scope ended"));
        Assert.That(() => view + 1, Throws.TypeOf<GraphException>().With.Message.Contains("released"));
        Assert.That(kept.ToArray<float>(), Is.EqualTo(new float[] { 2, 4, 6 }));
        Assert.That(keptView.ToArray<float>(), Is.EqualTo(new float[] { 3, 6 }));
    }

    [Test]
    public void What_an_inner_scope_keeps_belongs_to_the_outer_one()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(1, 2), kept;
        using (EagerScope outer = trace.Scope())
        {
            using (EagerScope inner = trace.Scope())
            {
                kept = inner.Keep(x + 1);
            }
            Assert.That(kept.ToArray<float>(), Is.EqualTo(new float[] { 2, 3 }));
        }
        Assert.That(() => kept.Data, Throws.TypeOf<GraphException>());
    }

    [Test]
    public void Memory_that_is_kept_does_not_grow_with_the_number_of_shapes()
    {
        const int Shapes = 120, Elements = 100_000;
        using GraphTrace trace = GraphTrace.Eager();
        long Held(int from, int to)
        {
            for (int i = from; i < to; i++)
            {
                using EagerScope scope = trace.Scope();
                _ = (Node.Zeros([Elements + i]) + 1) * 2;
            }
            return GC.GetTotalMemory(forceFullCollection: true);
        }
        long few = Held(0, 4), many = Held(4, Shapes);
        Assert.That(many - few, Is.LessThan(4 * Elements * sizeof(float)), "more than a step needs");
    }

    [Test]
    public void Steps_of_two_sizes_in_turn_allocate_no_tensors()
    {
        using GraphTrace trace = GraphTrace.Eager();
        void Steps()
        {
            foreach (int size in (int[])[100_000, 100_000, 100_000, 1000])
            {
                using EagerScope scope = trace.Scope();
                _ = (Node.Zeros([size]) + 1) * 2;
            }
        }
        Steps();
        Steps();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Steps();
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(100_000));
    }

    [Test]
    public void A_warm_scope_allocates_no_tensors()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Ones([256, 256]) + 0;
        long before = 0;
        for (int i = 0; i < 20; i++)
        {
            before = i == 10 ? GC.GetAllocatedBytesForCurrentThread() : before;
            using EagerScope scope = trace.Scope();
            _ = (x + 1).Tanh() * 2;
        }
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(10 * 256 * 256));
    }

    [Test]
    public void Data_is_a_copy()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(1, 2);
        x.Data.Span<float>()[0] = 100;
        Assert.That(x.ToArray<float>(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(x.ToTensor<float>().ToArray(), Is.EqualTo(new float[] { 1, 2 }));
        Assert.That(() => x.ToArray<double>(), Throws.TypeOf<GraphException>().With.Message.Contains("f32[2]"));
        Assert.That(() => x.Item<float>(), Throws.TypeOf<GraphException>().With.Message.Contains("one element"));
    }
}
