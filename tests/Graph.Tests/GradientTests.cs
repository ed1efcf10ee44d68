namespace NeuralJit.Tests;

internal sealed class GradientTests
{
    [Test]
    public void A_gradient_that_throws_leaves_no_origin_behind([Values] bool eager)
    {
        using GraphTrace trace = eager ? GraphTrace.Eager() : GraphTrace.Symbolic();
        Node x = Node.Constant(TensorData.From([1], 2)), y;
        using (trace.Enter("layer"))
        {
            y = x.WithGradient(v => v.Exp(), (_, _, _) => throw new InvalidOperationException("no gradient"));
        }
        Origin? before = (x + 1).Origin;
        Assert.That(() => Gradients.Of(y, x), Throws.InvalidOperationException);
        Origin? after = (x + 1).Origin;
        Assert.That(after?.ModulePath, Is.EqualTo(before?.ModulePath));
        Assert.That(after?.GradientOf, Is.Null);
    }

    [Test]
    public void Any_node_may_be_a_target()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Parameter w = new(TensorData.From([2], 3, 4), "w");
        Node x = Node.From<float>(1, 2), hidden = x * w, loss = hidden.Square().Sum();
        Node[] gradients = Gradients.Of(loss, hidden, x, w);
        Assert.That(gradients[0].ToArray<float>(), Is.EqualTo(new float[] { 6, 16 }));
        Assert.That(gradients[1].ToArray<float>(), Is.EqualTo(new float[] { 18, 64 }));
        Assert.That(gradients[2].ToArray<float>(), Is.EqualTo(new float[] { 6, 32 }));
        Assert.That(Gradients.Of(loss, loss)[0].Item<float>(), Is.EqualTo(1));
    }

    [Test]
    public void Several_outputs_with_seeds_add_up()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(1, 2), a = x * 3, b = x.Square();
        Node[] gradients = Gradients.Of([a, b], [Node.From<float>(1, 10), Node.From<float>(100, 1000)], [x]);
        Assert.That(gradients[0].ToArray<float>(), Is.EqualTo(new float[] { 203, 4030 }));
    }

    [Test]
    public void Gradients_of_gradients_are_graphs()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<double>([1], 0.7);
        Node third = x;
        Node y = x.Sin().Sum();
        for (int i = 0; i < 3; i++)
        {
            third = Gradients.Of(i == 0 ? y : third.Sum(), x)[0];
        }
        Assert.That(third.Item<double>(), Is.EqualTo(-Math.Cos(0.7)).Within(1e-15));
    }

    [Test]
    public void A_gradient_needs_one_element_or_a_seed()
    {
        Node x = Node.Input("x", [2, 3]);
        Assert.That(() => Gradients.Of(x.Exp(), x),
            Throws.TypeOf<GraphException>().With.Message.Contains("exp is f32[2,3]; a gradient without a seed needs one element"));
        Assert.That(() => Gradients.Of([x], [Node.Ones([3])], [x]),
            Throws.TypeOf<ShapeException>().With.Message.Contains("output 0 is f32[2,3], its seed f32[3]"));
        Assert.That(
            () => Gradients.Of([x], [], [x]), Throws.TypeOf<GraphException>().With.Message.Contains("1 outputs need as many seeds"));
    }

    [Test]
    public void A_target_that_is_not_connected_or_an_integer_is_named()
    {
        Node x = Node.Input("x", [2]), z = Node.Input("z", [2]), i = Node.Input("i", new TensorType(DType.Int64, [2]));
        Node y = (x + z.StopGradient()).Sum();
        Assert.That(
            () => Gradients.Of(y, z), Throws.TypeOf<GraphException>().With.Message.Contains("target 0 (\"z\" f32[2]) is not connected"));
        Assert.That(() =>
            Gradients.Of((x * i.Cast(DType.Float32)).Sum(), i), Throws.TypeOf<GraphException>().With.Message.Contains("\"i\" is i64[2]"));
        Assert.That(Gradients.TryOf([y], [Node.Scalar(1)], [x, z])[1], Is.Null);
    }

    [Test]
    public void An_op_without_a_gradient_says_so()
    {
        Node x = Node.Input("x", [2]);
        Assert.That(() => Gradients.Of(Node.Apply(new NoGradientOp(), x).Sum(), x),
            Throws.TypeOf<GraphException>().With.Message.Contains("no_gradient_op has no gradient; stop it with StopGradient()"));
    }

    [Test]
    public void Only_nodes_on_a_path_to_a_target_are_differentiated()
    {
        Node x = Node.Input("x", [2]), z = Node.Input("z", [2]);
        Node y = (x * Node.Apply(new NoGradientOp(), z)).Sum();
        Assert.That(() => Gradients.Of(y, x), Throws.Nothing);
    }

    [Test]
    public void Gradients_take_over_the_origin_of_what_they_differentiate()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        Node x = Node.Input("x", [2]), y;
        using (trace.Enter("layer"))
        {
            y = x.Tanh();
        }
        Node gradient = Gradients.Of(y.Sum(), x)[0];
        Assert.That(gradient.Origin!.ModulePath, Is.EqualTo("layer"));
    }

    [Test]
    public void A_composite_given_one_input_twice_counts_it_once_for_each()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(2, 3);
        Assert.That(Gradients.Of(Node.Apply(new ProductComposite(), x, x).Sum(), x)[0].ToArray<float>(), Is.EqualTo(new float[] { 4, 6 }));
    }

    [Test]
    public void A_composites_gradient_does_not_look_behind_its_inputs()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(2, 3), squared = x.Square();
        Node y = Node.Apply(new ProductComposite(), x, squared).Sum();
        Assert.That(Gradients.Of(y, x)[0].ToArray<float>(), Is.EqualTo(new float[] { 12, 27 }));
        Assert.That(Gradients.Of(Gradients.Of(y, x)[0].Sum(), x)[0].ToArray<float>(), Is.EqualTo(new float[] { 12, 18 }));
    }

    private sealed record NoGradientOp : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs) => inputs[0].Type;

        public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) => throw new NotSupportedException();
    }

    private sealed record ProductComposite : CompositeOp
    {
        public override Node Expand(ReadOnlySpan<Node> inputs) => inputs[0] * inputs[1];
    }
}
