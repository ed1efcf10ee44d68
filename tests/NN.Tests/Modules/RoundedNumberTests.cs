namespace NeuralJit.NN.Tests;

/// <summary>
/// Numbers that are finite as they are given, but infinite or 0 in the float32 that computes with them: their limit, or an error that says
/// so.
/// </summary>
internal sealed class RoundedNumberTests
{
    private static IEnumerable<TestCaseData> Limits()
    {
        yield return Case("huber, δ = 1e39", x => new HuberLoss(1e39).Forward(x, x.FilledLike(0)), [2], [2], [2]);
        yield return Case("smooth l1, β = 1e-46", x => new SmoothL1Loss(1e-46).Forward(x, x.FilledLike(0)), [2], [2], [1]);
        yield return Case("lp pool, p = 1e39", x => x.Reshape(1, 1, 2).LpPool(1e39, [2]).Sum(), [1, 2], [2], [0, 1]);
        yield return Case("norm, p = 1e39", x => x.Norm(1e39), [1, 2], [2], [0, 1]);
    }

    [TestCaseSource(nameof(Limits))]
    public void Limits_are_computed(Func<Node, Node> function, float[] at, float[] value, float[] gradient)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Node x = Node.From<float>(at), y = function(x);
        Assert.That(y.ToArray<float>(), Is.EqualTo(value));
        Assert.That(Gradients.Of(y, x)[0].ToArray<float>(), Is.EqualTo(gradient));
    }

    private static IEnumerable<TestCaseData> Refused()
    {
        yield return Refusal("elu: alpha must be finite as f32", x => x.Elu(1e39));
        yield return Refusal("celu: alpha and its reciprocal must be finite as f32", x => x.Celu(1e39));
        yield return Refusal("celu: alpha and its reciprocal must be finite as f32", x => x.Celu(1e-39));
        yield return Refusal("softplus: beta and its reciprocal must be finite as f32", x => x.Softplus(1e39));
        yield return Refusal("leaky_relu: slope must be finite as f32", x => x.LeakyRelu(-1e39));
        yield return Refusal("local_response_norm: beta must be finite as f32", x => x.Reshape(1, 1, 2).LocalResponseNorm(2, beta: 1e39));
        yield return Refusal("lp_pool: p and its reciprocal must be finite as f32", x => x.Reshape(1, 1, 2).LpPool(1e-39, [2]));
        yield return Refusal("lp_pool: p and its reciprocal must be finite as f32", x => x.Reshape(1, 1, 2).LpPool(1e-60, [2]));
        yield return Refusal("norm: p and its reciprocal must be finite as f32", x => x.Norm(1e-60));
        yield return Refusal(
            "PoissonNLLLoss: eps must be finite as f32", x => new PoissonNLLLoss(logInput: false, eps: 1e39).Forward(x, x));
        yield return Refusal("leaky_relu: slope must be finite as f32", x => new RReLU(1e39, 1e39).Forward(x));
        yield return Refusal("layer_norm: epsilon must be finite as f32", x => x.LayerNorm([2], epsilon: 1e39));
    }

    [TestCaseSource(nameof(Refused))]
    public void What_has_no_limit_is_refused(string message, Func<Node, Node> function)
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(() => function(Node.From<float>(0, 1)), Throws.TypeOf<GraphException>().With.Message.StartsWith(message));
        Assert.That(() => function(Node.From<double>(0, 1)), Throws.Nothing);
    }

    [Test]
    public void Initial_values_that_the_type_does_not_hold_are_refused([Range(0, 5)] int number)
    {
        Initializer initializer = new[]
        {
            Initializer.Constant(1e39), Initializer.Uniform(-1e39, 1e39), Initializer.Normal(1e39, 0), Initializer.Normal(0, 1e300),
                Initializer.XavierUniform(1e39),
            Initializer.KaimingNormal(1e300),
        }[number];
        var parameter = new Parameter(TensorData.From([2, 2], 1, 2, 3, 4), "w");
        Assert.That(
            () => initializer.Fill(parameter, new Generator(1)),
            Throws.TypeOf<GraphException>().With.Message.StartsWith("initialise: a value of \"w\" is not finite as f32"));
        Assert.That(parameter.Value.Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 2, 3, 4 }));
        var wide = new Parameter(TensorData.From<double>([2, 2], [1, 2, 3, 4]), "w");
        Assert.That(() => initializer.Fill(wide, new Generator(1)), Throws.Nothing);
    }

    [Test]
    public void A_learning_rate_that_becomes_0_is_refused_also_later()
    {
        var optimizer = new SGD([new Parameter(TensorData.From([1], 1), "w")], 0.5);
        Assert.That(
            () => optimizer.LearningRate = 1e-60, Throws.TypeOf<GraphException>().With.Message.Contains("the learning rate is 0 as f32"));
        Assert.That(optimizer.LearningRate, Is.EqualTo(0.5));
    }

    [Test]
    public void Slopes_that_the_type_does_not_hold_are_refused_in_training()
    {
        using GraphTrace trace = GraphTrace.Eager(training: true);
        Assert.That(() => new RReLU(1e39, 1e39).Forward(Node.From<float>(0, 1)),
            Throws.TypeOf<GraphException>().With.Message.Contains("RReLU: lower must be finite as f32"));
        Assert.That(() => new RReLU(1e39, 1e39).Forward(Node.From<double>(0, 1)), Throws.Nothing);
    }

    private static TestCaseData Case(string name, Func<Node, Node> function, float[] at, float[] value, float[] gradient) =>
        new TestCaseData(function, at, value, gradient).SetArgDisplayNames(name);

    private static TestCaseData Refusal(string message, Func<Node, Node> function) =>
        new TestCaseData(message, function).SetArgDisplayNames(message);
}
