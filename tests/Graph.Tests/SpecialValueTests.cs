namespace NeuralJit.Tests;

/// <summary>NaN, infinities, signed zeros and ties: as IEEE 754 and PyTorch have them.</summary>
internal sealed class SpecialValueTests
{
    private static readonly float[] Special = [0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1f];

    private static IEnumerable<TestCaseData> Functions()
    {
        yield return Case("abs", x => x.Abs(), [0, 0, float.NaN, float.PositiveInfinity, float.PositiveInfinity, 1]);
        yield return Case("sign", x => x.Sign(), [0, 0, 0, 1, -1, -1]);
        yield return Case("neg", x => -x, [-0f, 0, float.NaN, float.NegativeInfinity, float.PositiveInfinity, 1]);
        yield return Case("exp", x => x.Exp(), [1, 1, float.NaN, float.PositiveInfinity, 0, 0.36787945f]);
        yield return Case("expm1", x => x.Expm1(), [0, -0f, float.NaN, float.PositiveInfinity, -1, -0.6321205f]);
        yield return Case(
            "log", x => x.Log(), [float.NegativeInfinity, float.NegativeInfinity, float.NaN, float.PositiveInfinity, float.NaN, float.NaN]);
        yield return Case("log1p", x => x.Log1p(), [0, -0f, float.NaN, float.PositiveInfinity, float.NaN, float.NegativeInfinity]);
        yield return Case("sqrt", x => x.Sqrt(), [0, -0f, float.NaN, float.PositiveInfinity, float.NaN, float.NaN]);
        yield return Case("rsqrt", x => x.Rsqrt(), [float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0, float.NaN, float.NaN]);
        yield return Case("reciprocal", x => x.Reciprocal(), [float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0, -0f, -1]);
        yield return Case("tanh", x => x.Tanh(), [0, -0f, float.NaN, 1, -1, -0.7615942f]);
        yield return Case("sigmoid", x => x.Sigmoid(), [0.5f, 0.5f, float.NaN, 1, 0, 0.26894143f]);
        yield return Case("erf", x => x.Erf(), [0, -0f, float.NaN, 1, -1, -0.8427008f]);
        yield return Case("floor", x => x.Floor(), [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1]);
        yield return Case("round", x => x.Round(), [0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1]);
        yield return Case("softplus", x => x.Softplus(), [0.6931472f, 0.6931472f, float.NaN, float.PositiveInfinity, 0, 0.3132617f]);
        yield return Case("x + 0", x => x + 0, [0, 0, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1]);
        yield return Case("x * 0", x => x * 0, [0, -0f, float.NaN, float.NaN, float.NaN, -0f]);
        yield return Case("1 / x", x => 1 / x, [float.PositiveInfinity, float.NegativeInfinity, float.NaN, 0, -0f, -1]);
        yield return Case("maximum with 0", x => x.Maximum(0), [0, 0, float.NaN, float.PositiveInfinity, 0, 0]);
        yield return Case("minimum with 0", x => x.Minimum(0), [0, -0f, float.NaN, 0, float.NegativeInfinity, -1]);
    }

    [TestCaseSource(nameof(Functions))]
    public void Special_values_are_PyTorchs(Func<Node, Node> function, float[] expected)
    {
        using GraphTrace trace = GraphTrace.Eager();
        float[] actual = function(Node.From<float>(Special)).ToArray<float>();
        for (int i = 0; i < expected.Length; i++)
        {
            string what = $"f({Special[i]}) = {actual[i]}, expected {expected[i]}";
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(4).Ulps, what);
            Assert.That(float.IsNegative(actual[i]) == float.IsNegative(expected[i]) || float.IsNaN(expected[i]), what);
        }
    }

    [Test]
    public void Relu_keeps_NaN_and_drops_negatives()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(Node.From<float>(Special).Relu().ToArray<float>(), Is.EqualTo(new[] { 0, 0, float.NaN, float.PositiveInfinity, 0, 0 }));
    }

    [Test]
    public void Comparisons_with_NaN_are_false_except_not_equal()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(float.NaN), y = Node.From<float>(1);
        Assert.That(new[] { x.Equal(x), x < y, x <= y, x > y, x >= y, x.NotEqual(x) }.Select(n => n.Item<bool>()),
            Is.EqualTo(new[] { false, false, false, false, false, true }));
    }

    [Test]
    public void Reductions_carry_NaN()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>([2, 3], 1, float.NaN, 2, 3, 5, 4);
        Assert.That(x.Max(1).ToArray<float>(), Is.EqualTo(new[] { float.NaN, 5 }));
        Assert.That(x.Min(1).ToArray<float>(), Is.EqualTo(new[] { float.NaN, 3 }));
        Assert.That(x.ArgMax(1).ToArray<long>(), Is.EqualTo(new[] { 1L, 1 }));
        Assert.That(Node.Zeros([0]).Mean().Item<float>(), Is.NaN);
        Assert.That(Node.Zeros([0]).Sum().Item<float>(), Is.Zero);
        Assert.That(Node.Zeros([0]).Prod().Item<float>(), Is.EqualTo(1));
    }

    [Test]
    public void Ties_share_the_gradient()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node a = Node.From<float>(1, 2, 3), b = Node.From<float>(1, 3, 2);
        Node[] both = Gradients.Of(a.Maximum(b).Sum(), a, b);
        Assert.That(both[0].ToArray<float>(), Is.EqualTo(new[] { 0.5f, 0, 1 }));
        Assert.That(both[1].ToArray<float>(), Is.EqualTo(new[] { 0.5f, 1, 0 }));
        Node c = Node.From<float>(2, 2, 1);
        Assert.That(Gradients.Of(c.Max(), c)[0].ToArray<float>(), Is.EqualTo(new[] { 0.5f, 0.5f, 0 }));
    }

    [Test]
    public void Gradients_at_special_points_are_PyTorchs()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -1);
        Assert.That(Gradients.Of(x.Relu().Sum(), x)[0].ToArray<float>(), Is.EqualTo(new float[] { 0, 0, 1, 1, 0, 0 }));
        Assert.That(Gradients.Of(x.Abs().Sum(), x)[0].ToArray<float>(), Is.EqualTo(new float[] { 0, 0, 0, 1, -1, -1 }));
        Assert.That(Gradients.Of(x.Round().Sum(), x)[0].ToArray<float>(), Is.EqualTo(new float[6]));
        Node large = Node.From<float>(1000f, -1000f);
        Assert.That(Gradients.Of(large.Elu().Sum(), large)[0].ToArray<float>(), Is.EqualTo(new float[] { 1, 0 }));
        Node zero = Node.From<float>(0f);
        Assert.That(Gradients.Of(zero.Pow(2).Sum(), zero)[0].ToArray<float>(), Is.EqualTo(new float[] { 0 }));
        Assert.That(Gradients.Of(zero.Pow(0).Sum(), zero)[0].ToArray<float>(), Is.EqualTo(new float[] { 0 }));
    }

    // 0 = −0, but a constant that holds both is not the same number everywhere.
    [TestCase(0f, -0f)]
    [TestCase(-0f, 0f)]
    [TestCase(-0f, -0f)]
    public void Zeros_of_both_signs_are_not_uniform(float a, float b) =>
        Assert.That(new ConstantOp(TensorData.From([2], a, b)).Uniform, Is.Null);

    [Test]
    public void Softmax_and_log_softmax_do_not_overflow()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(1000, 0, -1000);
        Assert.That(x.Softmax().ToArray<float>(), Is.EqualTo(new float[] { 1, 0, 0 }));
        Assert.That(x.LogSoftmax().ToArray<float>(), Is.EqualTo(new float[] { 0, -1000, -2000 }));
        Assert.That(x.LogSumExp().Item<float>(), Is.EqualTo(1000));
        Assert.That(x.BinaryCrossEntropyWithLogits(Node.From<float>(1, 1, 1), LossReduction.None).ToArray<float>(),
            Is.EqualTo(new[] { 0, 0.6931472f, 1000 }).Within(1e-6));
        Assert.That(Node.From<float>(float.NegativeInfinity, 0).Softmax().ToArray<float>(), Is.EqualTo(new float[] { 0, 1 }));
        Assert.That(
            Node.From<float>(float.NegativeInfinity, float.NegativeInfinity).LogSumExp().Item<float>(), Is.EqualTo(float.NegativeInfinity));
    }

    private static TestCaseData Case(string name, Func<Node, Node> function, float[] expected) =>
        new TestCaseData(function, expected).SetArgDisplayNames(name);
}
