namespace NeuralJit.NN.Tests;

/// <summary>Numbers that are finite as they are given, but infinite or 0 in the float32 that computes with them: their limit, or an error that says so.</summary>
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
        using Trace trace = Trace.Eager();
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
        yield return Refusal("layer_norm: epsilon must be finite as f32", x => x.LayerNorm([2], epsilon: 1e39));
    }

    [TestCaseSource(nameof(Refused))]
    public void What_has_no_limit_is_refused(string message, Func<Node, Node> function)
    {
        using Trace trace = Trace.Eager();
        Assert.That(() => function(Node.From<float>(0, 1)), Throws.TypeOf<GraphException>().With.Message.StartsWith(message));
        Assert.That(() => function(Node.From<double>(0, 1)), Throws.Nothing);
    }

    private static TestCaseData Case(string name, Func<Node, Node> function, float[] at, float[] value, float[] gradient) =>
        new TestCaseData(function, at, value, gradient).SetArgDisplayNames(name);

    private static TestCaseData Refusal(string message, Func<Node, Node> function) => new TestCaseData(message, function).SetArgDisplayNames(message);
}
