namespace NeuralJit.Tests;

/// <summary>Mistakes are reported where the graph is built, naming the op, both types and the place.</summary>
internal sealed class ErrorTextTests
{
    private static Node F32(params int[] extents) => Node.Input("x", Shape.Create(extents));

    private static Node I64(params int[] extents) => Node.Input("i", new TensorType(DType.Int64, Shape.Create(extents)));

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Case("matmul", () => F32(5, 10).MatMul(F32(1, 10)),
            "matmul: mat1 and mat2 shapes cannot be multiplied (5x10 and 1x10); got f32[5,10] and f32[1,10]");
        yield return Case("matmul dtypes", () => F32(2, 2).MatMul(I64(2, 2)), "f32[2,2] and i64[2,2]");
        yield return Case("matmul batches", () => F32(2, 3, 4).MatMul(F32(3, 4, 5)), "do not broadcast");
        yield return Case("broadcast", () => F32(2, 3) + F32(2), "add: shapes [2,3] and [2] do not broadcast");
        yield return Case("dtypes", () => F32(2) * I64(2), "multiply: expected equal element types, got f32[2] and i64[2]");
        yield return Case("bool arithmetic", () => (F32(2) > 0) + (F32(2) > 1), "add: not defined for bool");
        yield return Case("float logic", () => F32(2) & F32(2), "and: not defined for f32");
        yield return Case("exp of integers", () => I64(2).Exp(), "exp: expected f32 or f64, got i64[2]; cast it first");
        yield return Case("relu of half", () => F32(2).Cast(DType.Float16).Relu(), "relu: expected f32 or f64, got f16[2]");
        yield return Case("not", () => !F32(2), "not: expected bool, got f32[2]");
        yield return Case("reshape", () => F32(2, 3).Reshape([4]), "reshape: f32[2,3] has 6 elements, the new shape [4] has 4");
        yield return Case("reshape -1", () => F32(2, 3).Reshape([4, -1]), "cannot choose -1");
        yield return Case("permute", () => F32(2, 3).Permute(0, 0), "does not name each axis");
        yield return Case("expand", () => F32(2, 3).BroadcastTo([3]), "broadcast: f32[2,3] does not broadcast to [3]");
        yield return Case("concat", () => Node.Concat([F32(2, 3), F32(3, 2)]), "concat: f32[2,3] and f32[3,2]");
        yield return Case("concat of nothing", () => Node.Concat([]), "at least 1");
        yield return Case("stack", () => Node.Stack([F32(2), F32(3)]), "stack: expected equal types, got f32[2] and f32[3]");
        yield return Case("split", () => F32(5).Split([2, 2]), "do not add up to extent 5");
        yield return Case("slice position", () => F32(2, 3)[2], "slice: index 2 is out of range for axis 0 of extent 2");
        yield return Case("slice from the end", () => F32(2, 3)[^3], "slice: index ^3 is out of range");
        yield return Case("slice range", () => F32(2, 3)[.., 1..4], "slice: range 1..4 does not fit axis 1 of extent 3");
        yield return Case("slice negative", () => F32(2)[-1], "count from the end with ^1");
        yield return Case("slice step", () => F32(2)[(.., 0)], "the step along axis 0 is 0");
        yield return Case("slice rank", () => F32(2)[0, 0], "too many for f32[2]");
        yield return Case("pad", () => F32(2).Pad([-2], [-1]), "pad: low -2 and high -1 cut more off axis 0 of f32[2] than its 2 elements");
        yield return Case("pad too far", () => F32(2).Pad([int.MaxValue], [int.MaxValue]), "would have 4294967296 elements");
        yield return Case("squeeze", () => F32(2).Squeeze(0), "has extent 2, not 1");
        yield return Case("unsqueeze", () => F32(2).Unsqueeze(3), "valid: -2 to 1");
        yield return Case("flatten", () => F32(2, 3).Flatten(1, 0), "comes after");
        yield return Case("max of nothing", () => F32(0, 3).Max(0), "max: f32[0,3] has no elements along [0]");
        yield return Case("argmax of nothing", () => F32(3, 0).ArgMax(1), "arg_max: f32[3,0] has no elements along axis 1");
        yield return Case("sum of bools", () => (F32(2) > 0).Sum(), "sum: not defined for bool[2]; cast it first");
        yield return Case("mean of integers", () => I64(2).Mean(), "mean: expected f32 or f64, got i64[2]");
        yield return Case("axis", () => F32(2, 3).Sum(2), "axis 2 is out of range for [2,3]");
        yield return Case("where", () => Node.Where(F32(2), F32(2), F32(2)), "select: expected a bool condition");
        yield return Case("where shapes", () => Node.Where(F32(2) > 0, F32(2), F32(3)), "select: shapes [2], [2] and [3] do not broadcast");
        yield return Case("gather indices", () => F32(2, 3).Gather(0, F32(2, 3)), "gather: indices must be i32 or i64, got f32[2,3]");
        yield return Case(
            "gather extents", () => F32(2, 3).Gather(0, I64(2, 4)), "gather: indices i64[2,4] must have the rank of f32[2,3]");
        yield return Case("scatter updates", () => F32(2, 3).Scatter(0, I64(2, 3), F32(2, 2)), "scatter: updates f32[2,2]");
        yield return Case("scatter rows", () => F32(5, 3).ScatterRows(I64(2), F32(2, 4)), "scatter_rows: updates must be f32[2,3]");
        yield return Case("iota", () => Node.Iota(new TensorType(DType.Bool, [2]), 0), "iota: cannot count");
        yield return Case(
            "layer norm", () => F32(2, 3).LayerNorm([4]), "layer_norm: expected f32 or f64 whose shape ends with [4], got f32[2,3]");
        yield return Case("layer norm weight", () => F32(2, 3).LayerNorm([3], F32(2)), "weight and bias must be f32[3]");
        yield return Case("mse", () => F32(2, 3).MseLoss(F32(3)), "mse_loss: expected input and target of one type");
        yield return Case("cross-entropy labels", () =>
            F32(2, 3).CrossEntropy(I64(3)), "cross_entropy: logits f32[2,3] with classes along axis 1 need labels of shape [2]");
        yield return Case("cross-entropy dtype", () => F32(2, 3).CrossEntropy(F32(2)), "labels of i32 or i64, got f32[2,3] and f32[2]");
        yield return Case("cross-entropy weights", () => F32(2, 3).CrossEntropy(I64(2), weight: F32(2)), "class weights must be f32[3]");
        yield return Case("inputs", () => Node.Apply(new Add(), F32(2)), "add: expected 2 inputs, got 1");
        yield return Case("linspace of less than nothing", () =>
            Node.Linspace(0, 1, -1), $"linspace: the count must be from 0 to {TensorData.MostElements}, got -1");
        yield return Case("linspace of too many", () => Node.Linspace(0, 1, int.MaxValue), "got 2147483647");
        yield return Case("fold of too large a kernel", () =>
            F32(1, 65536, 1).Fold([2, 2], [65536, 65537]), "fold: the result would have 4295032832 elements");
        yield return Case("arange", () => Node.Arange(0, 1, -1), "arange: no way from 0 to 1");
        yield return Case("too large", () => F32(50000, 1) * F32(1, 50000), "2147483647 elements");
    }

    [TestCaseSource(nameof(Mistakes))]
    public void A_mistake_is_reported_with_types_and_place(Func<Node> mistake, string expected)
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("classifier.fc1");
        Assert.That(() => mistake(), Throws.TypeOf<ShapeException>().With.Message.Contains(expected));
    }

    [Test]
    public void The_place_is_module_and_line()
    {
        using GraphTrace trace = GraphTrace.Symbolic();
        using ModuleScope module = trace.Enter("classifier.fc1");
        Assert.That(() => F32(2, 3).MatMul(F32(2, 3)),
            Throws.TypeOf<ShapeException>().With.Message.Match(@"\n  at classifier\.fc1 · ErrorTextTests\.cs:\d+$"));
    }

    [Test]
    public void A_number_that_is_no_value_of_the_type_is_an_error()
    {
        Assert.That(() => I64(2) * 0.5, Throws.TypeOf<GraphException>().With.Message.Contains("0.5 is not a value of i64"));
        Assert.That(() => Node.Scalar(-1, DType.UInt8), Throws.TypeOf<GraphException>());
        Assert.That(() => Node.Scalar(double.NaN, DType.Int32), Throws.TypeOf<GraphException>());
        Assert.That(Node.Scalar(3, DType.Int32).Op.ToString(), Does.Contain("3"));
    }

    [Test]
    public void An_index_out_of_range_is_named_when_it_is_seen()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.Zeros([4, 3]);
        Assert.That(() => x.Take(Node.From<long>(1, 4)),
            Throws.TypeOf<GraphException>().With.Message.Contains("take: index 4 is out of range for axis 0 of extent 4"));
        Assert.That(() => x.Take(Node.From<int>(-1), 1),
            Throws.TypeOf<GraphException>().With.Message.Contains("index -1 is out of range for axis 1 of extent 3"));
        Assert.That(
            () => x.Gather(0, Node.From<long>([1, 2], 0, 9)), Throws.TypeOf<GraphException>().With.Message.Contains("gather: index 9"));
        Assert.That(() => x.Scatter(0, Node.From<long>([1, 1], -5), Node.Ones([1, 1])),
            Throws.TypeOf<GraphException>().With.Message.Contains("scatter: index -5"));
        Assert.That(() => x.ScatterRows(Node.From<long>(7), Node.Ones([1, 3])),
            Throws.TypeOf<GraphException>().With.Message.Contains("scatter_rows: index 7"));
    }

    [Test]
    public void A_label_out_of_range_is_named_when_it_is_seen()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node logits = Node.Zeros([2, 3]);
        Assert.That(() => logits.CrossEntropy(Node.From<long>(0, 3)),
            Throws.TypeOf<GraphException>()
                .With.Message.Contains("label 3 at position [1] of i64[2] is not a class: expected 0 to 2, or -100"));
        Assert.That(() =>
            logits.CrossEntropy(Node.From<int>(-1, 0)), Throws.TypeOf<GraphException>().With.Message.Contains("label -1 at position [0]"));
        Assert.That(() => logits.CrossEntropy(Node.From<long>(0, 1), labelSmoothing: 2),
            Throws.TypeOf<GraphException>().With.Message.Contains("between 0 and 1, got 2"));
    }

    private static TestCaseData Case(string name, Func<Node> mistake, string message) =>
        new TestCaseData(mistake, message).SetArgDisplayNames(name);

    private static TestCaseData Case(string name, Func<Node[]> mistake, string message) => Case(name, () => mistake()[0], message);
}
