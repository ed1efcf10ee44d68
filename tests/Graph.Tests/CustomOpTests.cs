using NeuralJit.Kernels;

namespace NeuralJit.Tests;

/// <summary>What users can add: element-wise ops, composites, ops from scratch, gradients of their own.</summary>
internal sealed class CustomOpTests
{
    private static readonly TensorData Sample = Samples.Uniform([3, 5], -1, 1);

    [Test]
    public void An_element_wise_op_of_the_users_own()
    {
        GradientCheckResult result = GradientCheck.Run(x => Node.Apply(new Cube(), x[0]), [Sample]);
        Assert.That(result.Passed, result.ToString());
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(Node.Apply(new Cube(), Node.From<float>(2, -3)).ToArray<float>(), Is.EqualTo(new float[] { 8, -27 }));
        Assert.That(new Cube().Name, Is.EqualTo("cube"));
    }

    [Test]
    public void A_composite_needs_only_its_expansion()
    {
        Node x = Node.Input("x", [3]);
        Node y = Node.Apply(new Swish(2), x);
        Assert.That(y.Type, Is.EqualTo(x.Type));
        Assert.That(y.Op, Is.EqualTo(new Swish(2)).And.Not.EqualTo(new Swish(3)));
        GradientCheckResult result = GradientCheck.Run(v => Node.Apply(new Swish(2), v[0]), [Sample]);
        Assert.That(result.Passed, result.ToString());
        Assert.That(Graph.Create([x], [y]).ToString(), Does.Contain("= swish f32[3] {Beta = 2} %0"));
    }

    [Test]
    public void An_op_from_scratch()
    {
        GradientCheckResult result = GradientCheck.Run(x => Node.Apply(new Reverse(), x[0]), [Samples.Uniform([7])]);
        Assert.That(result.Passed, result.ToString());
    }

    [Test]
    public void A_gradient_passed_straight_through_a_rounding()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(0.4f, 1.6f), y = x.WithGradient(v => v.Round(), (v, r, dy) => dy);
        Assert.That(y.ToArray<float>(), Is.EqualTo(new float[] { 0, 2 }));
        Assert.That(Gradients.Of((y * 3).Sum(), x)[0].ToArray<float>(), Is.EqualTo(new float[] { 3, 3 }));
    }

    [Test]
    public void Equal_rules_are_shared()
    {
        static Node Rule(Node x, Node y, Node dy) => dy * 2;
        Node x = Node.Input("x", [2]);
        Graph same = Graph.Create([x], [x.WithGradient(v => v.Exp(), Rule), x.WithGradient(v => v.Exp(), Rule)]);
        Assert.That(same.Outputs[0], Is.SameAs(same.Outputs[1]));
        double[] captured = [1];
        Func<Node, Node> Scaled(double k) => v => v.WithGradient(u => u.Exp(), (u, y, dy) => dy * k * captured[0]);
        Graph different = Graph.Create([x], [Scaled(1)(x), Scaled(2)(x)]);
        Assert.That(different.Outputs[0], Is.Not.SameAs(different.Outputs[1]));
    }

    [Test]
    public void A_rule_that_does_not_fit_is_an_error()
    {
        Node x = Node.Input("x", [2]);
        Node wrongShape = x.WithGradient(v => v.Exp(), (v, y, dy) => Node.Ones([3])).Sum();
        Assert.That(() => Gradients.Of(wrongShape, x),
            Throws.TypeOf<ShapeException>().With.Message.Contains("the rule gave f32[3] as the gradient of input 0, which is f32[2]"));
        Node wrongCount = Node.WithGradient([x, x], v => v[0] * v[1], (v, y, dy) => [dy]).Sum();
        Assert.That(
            () => Gradients.Of(wrongCount, x), Throws.TypeOf<GraphException>().With.Message.Contains("for each of 2 inputs, got 1"));
    }

    private readonly struct CubeOperator : IUnaryOperator
    {
        public static V Apply<W, V, T>(V x)
            where W : struct, ISimd<V, T>
            where V : struct
            where T : unmanaged => W.Multiply(W.Multiply(x, x), x);
    }

    private sealed record Cube : UnaryOp<CubeOperator>
    {
        protected override Node Gradient(Node x, Node y, Node dy) => dy * (x.Square() * 3);
    }

    private sealed record Swish(double Beta) : CompositeOp
    {
        public override Node Expand(ReadOnlySpan<Node> inputs) => inputs[0] * (inputs[0] * Beta).Sigmoid();
    }

    private sealed record Reverse : Op
    {
        public override TensorType Infer(ReadOnlySpan<Node> inputs)
        {
            ExpectInputs(inputs, 1);
            return inputs[0].Rank == 1 ? inputs[0].Type : throw new ShapeException($"{Name}: expected a vector, got {inputs[0].Type}");
        }

        public override Node Gradient(Node y, Node dy, int input) => Node.Apply(new Reverse(), dy);

        public override unsafe void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
        {
            int count = y.Shape[0];
            for (int i = 0; i < count; i++)
            {
                byte* source = inputs[0].Pointer<byte>() + (i * inputs[0].Strides[0] * y.DType.Size);
                Buffer.MemoryCopy(source, y.Pointer<byte>() + ((count - 1 - i) * y.DType.Size), y.DType.Size, y.DType.Size);
            }
        }
    }
}
