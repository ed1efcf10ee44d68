namespace NeuralJit.Tests;

/// <summary>
/// Whatever takes an axis takes a scalar for a vector of one element, as PyTorch does: its axes are 0 and −1, and a scalar comes out.
/// </summary>
internal sealed class ScalarAxisTests
{
    // Each function of an axis, with what torch 1.13 gives for 3.5.
    private static readonly (string Name, Func<Node, int, bool, Node> Apply, double Expected)[] Functions =
        [
            ("sum", (x, axis, keep) => x.Sum(axis, keep), 3.5), ("sum of a list", (x, axis, keep) => x.Sum([axis], keep), 3.5),
            ("mean", (x, axis, keep) => x.Mean(axis, keep), 3.5), ("prod", (x, axis, keep) => x.Prod(axis, keep), 3.5),
            ("norm", (x, axis, keep) => x.Norm(2, axis, keep), 3.5), ("transpose", (x, axis, _) => x.Transpose(axis, 0), 3.5),
            ("max", (x, axis, keep) => x.Max(axis, keep), 3.5), ("min", (x, axis, keep) => x.Min(axis, keep), 3.5),
            ("logsumexp", (x, axis, keep) => x.LogSumExp(axis, keep), 3.5),
                ("variance", (x, axis, keep) => x.Variance(axis, keep), double.NaN),
            ("biased variance", (x, axis, keep) => x.Variance(axis, keep, unbiased: false), 0),
            ("argmax", (x, axis, keep) => x.ArgMax(axis, keep), 0), ("argmin", (x, axis, keep) => x.ArgMin(axis, keep), 0),
            ("softmax", (x, axis, _) => x.Softmax(axis), 1), ("log_softmax", (x, axis, _) => x.LogSoftmax(axis), 0),
                ("softmin", (x, axis, _) => x.Softmin(axis), 1),
            ("flip", (x, axis, _) => x.Flip(axis), 3.5), ("squeeze", (x, axis, _) => x.Squeeze(axis), 3.5),
            ("gather", (x, axis, _) => x.Gather(axis, Index([])), 3.5), ("take", (x, axis, _) => x.Take(Index([]), axis), 3.5),
            ("take one", (x, axis, _) => x.Take(Index([1]), axis), 3.5),
            ("scatter", (x, axis, _) => x.Scatter(axis, Index([]), x.ScalarLike(9)), 9),
            ("scatter one", (x, axis, _) => x.Scatter(axis, Index([1]), x.ScalarLike(9).Reshape([1])), 9),
            ("scatter_add", (x, axis, _) => x.Scatter(axis, Index([3]), x.FilledLike(1).BroadcastTo([3]), ScatterMode.Add), 6.5),
            ("index_add", (x, axis, _) => x.ScatterRows(Index([]), x.ScalarLike(9), axis, ScatterMode.Add), 12.5),
            ("index_copy", (x, axis, _) => x.ScatterRows(Index([1]), x.ScalarLike(9).Reshape([1]), axis), 9),
        ];

    private static IEnumerable<TestCaseData> Cases =>
        from f in Functions from axis in (int[])[0, -1] from keep in (bool[])[false, true] select new TestCaseData(f.Name, axis, keep);

    [TestCaseSource(nameof(Cases))]
    public void The_axes_of_a_scalar_are_0_and_minus_1(string name, int axis, bool keepDims)
    {
        (_, Func<Node, int, bool, Node> apply, double expected) = Functions.Single(f => f.Name == name);
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            using (GraphTrace.Eager())
            {
                TensorData eager = apply(Node.Scalar(3.5, dtype), axis, keepDims).Data;
                Assert.That(eager.Shape, Is.EqualTo(Shape.Scalar));
                Assert.That(eager.AsDoubles(), Is.EqualTo((double[])[expected]));
            }
            using GraphTrace trace = GraphTrace.Symbolic();
            Node x = Node.Input("x", new TensorType(dtype, Shape.Scalar));
            Graph graph = Graph.Create([x], [apply(x, axis, keepDims)]);
            Assert.That(graph.Outputs[0].Shape, Is.EqualTo(Shape.Scalar));
            Assert.That(Interpreter.Run(graph, UniformValue.Scalar(3.5, dtype))[0].AsDoubles(), Is.EqualTo((double[])[expected]));
        }
    }

    [TestCaseSource(nameof(Cases))]
    public void Their_gradients_are_those_of_a_vector_of_one_element(string name, int axis, bool keepDims)
    {
        (_, Func<Node, int, bool, Node> apply, _) = Functions.Single(f => f.Name == name);
        using GraphTrace trace = GraphTrace.Eager();
        Node scalar = Node.Scalar(3.5), vector = Node.From<float>([1], [3.5f]);
        Node ofScalar = apply(scalar, axis, keepDims);
        if (!ofScalar.DType.IsFloat || name.Contains("scatter", StringComparison.Ordinal)
            || name.Contains("index", StringComparison.Ordinal)
            || name.Contains("gather", StringComparison.Ordinal) || name.Contains("take", StringComparison.Ordinal))
        {
            Assert.That(
                Gradients.TryOf([ofScalar], [ofScalar.FilledLike(1)], [scalar])[0]?.Shape ?? Shape.Scalar, Is.EqualTo(Shape.Scalar));
            return;
        }
        Node? ofVector = Gradients.TryOf([apply(vector, axis, keepDims).Sum()], [Node.Scalar(1)], [vector])[0];
        Node? gradient = Gradients.TryOf([ofScalar], [ofScalar.FilledLike(1)], [scalar])[0];
        Assert.That(gradient!.Shape, Is.EqualTo(Shape.Scalar));
        Assert.That(gradient.Data.AsDoubles(), Is.EqualTo(ofVector!.Data.AsDoubles()));
    }

    [Test]
    public void Gathering_between_scalars_and_vectors_gives_the_shape_of_the_positions()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(Node.Scalar(3.5).Gather(0, Index([3])).ToArray<float>(), Is.EqualTo((float[])[3.5f, 3.5f, 3.5f]));
        Node second = Node.From<float>([3], [1, 2, 3]).Gather(-1, Node.Constant(TensorData.From<long>(Shape.Scalar, [1])));
        Assert.That((second.Shape, second.Item<float>()), Is.EqualTo((Shape.Scalar, 2f)));
    }

    [Test]
    public void Other_axes_of_scalars_do_not_exist()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Scalar(3.5);
        foreach ((string name, Func<Node, int, bool, Node> apply, _) in Functions)
        {
            foreach (int axis in (int[])[1, -2])
            {
                Assert.That(() =>
                    apply(x, axis, false), Throws.TypeOf<ShapeException>().With.Message.Contains($"axis {axis} is out of range"), name);
            }
        }
        Assert.That(() => x.Sum([0, -1]), Throws.TypeOf<ShapeException>().With.Message.Contains("named twice"));
        Assert.That(() => x.Take(Index([2])), Throws.TypeOf<ShapeException>().With.Message.Contains("one element to take"));
        Assert.That(() => x.Flatten(0, 1), Throws.TypeOf<ShapeException>().With.Message.Contains("out of range"));
    }

    // As torch 1.13: the identity, NaN, or an error when the node is made.
    [Test]
    public void Reductions_of_nothing_are_their_identity_or_refused()
    {
        foreach (bool eager in (bool[])[true, false])
        {
            using GraphTrace trace = eager ? GraphTrace.Eager() : GraphTrace.Symbolic();
            Node x = Node.Zeros([2, 0]);
            foreach (
                (string name, Func<Node, int[], bool, Node> reduce, double expected) in ((string, Func<Node, int[], bool, Node>, double)[])
                [
                    ("sum", (n, axes, keep) => n.Sum(axes, keep), 0), ("prod", (n, axes, keep) => n.Prod(axes, keep), 1),
                        ("norm", (n, axes, keep) => n.Norm(2, axes, keep), 0),
                    ("mean", (n, axes, keep) => n.Mean(axes, keep), double.NaN),
                        ("variance", (n, axes, keep) => n.Variance(axes, keep), double.NaN),
                    ("biased variance", (n, axes, keep) => n.Variance(axes, keep, unbiased: false), double.NaN),
                    ("logsumexp", (n, axes, keep) => n.LogSumExp(axes, keep), double.NegativeInfinity),
                ])
            {
                foreach ((int[] axes, Shape shape) in ((int[], Shape)[])[([1], [2, 1]), ([-1], [2, 1]), ([], [1, 1]), ([0], [1, 0])])
                {
                    Node y = reduce(x, axes, true);
                    Assert.That(y.Shape, Is.EqualTo(shape), name);
                    TensorData value = eager ? y.Data : Interpreter.Run(Graph.Create([], [y]))[0];
                    Assert.That(value.AsDoubles(), Is.All.EqualTo(expected), $"{name} over [{string.Join(',', axes)}]");
                }
            }
            Assert.That(() => x.Max(1), Throws.TypeOf<ShapeException>().With.Message.Contains("no elements along"));
            Assert.That(() => x.Min(), Throws.TypeOf<ShapeException>().With.Message.Contains("no elements along"));
            Assert.That(() => x.ArgMax(-1), Throws.TypeOf<ShapeException>().With.Message.Contains("no elements along"));
            Assert.That(x.Max(0).Shape, Is.EqualTo(new int[] { 0 }));
            Assert.That(x.Softmax(1).Shape, Is.EqualTo(new int[] { 2, 0 }));
        }
    }

    private static Node Index(Shape shape) => Node.Constant(TensorData.Zeros(new TensorType(DType.Int64, shape)));
}
