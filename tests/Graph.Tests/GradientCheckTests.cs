namespace NeuralJit.Tests;

internal sealed class GradientCheckTests
{
    [Test]
    public void A_right_gradient_passes_for_inputs_and_parameters()
    {
        Parameter w = new(Samples.Uniform([4, 3], seed: 2), "weight");
        GradientCheckResult result = GradientCheck.Run(x => x[0].Linear(w).Tanh().Square().Sum(), [Samples.Uniform([5, 3])]);
        Assert.That(result.Passed, result.ToString());
        Assert.That(result.Checked, Is.EqualTo(15 + 2 + 12 + 2));
        Assert.That(result.ToString(), Does.StartWith("gradient check passed: 31 derivatives, worst relative error "));
        Assert.That(w.Version, Is.Zero);
    }

    [Test]
    public void A_wrong_gradient_names_element_values_and_op()
    {
        Parameter w = new(TensorData.From([3], 1, 2, 3), "weight");
        GradientCheckResult result = GradientCheck.Run(
            x => (Node.Apply(new WrongOp(), w.Read() + 0) * x[0]).Sum(), [TensorData.From([3], 1, 1, 100)]);
        Assert.That(result.Passed, Is.False);
        Assert.That(result.WorstTarget, Is.EqualTo("weight"));
        Assert.That(result.WorstIndex, Is.Null.Or.EqualTo(new[] { 0 }).Or.EqualTo(new[] { 1 }).Or.EqualTo(new[] { 2 }));
        Assert.That(result.Culprit, Does.StartWith("wrong_op f64[3] (GradientCheckTests.cs:"));
        Assert.That(result.ToString(), Does.Contain("FAILED").And.Contain("\"weight\"").And.Contain("wrong is the gradient of wrong_op"));
    }

    [Test]
    public void A_missing_gradient_is_found()
    {
        GradientCheckResult result = GradientCheck.Run(x => (x[0] * x[0].StopGradient()).Sum(), [TensorData.From([2], 1, 2)]);
        Assert.That(result.Passed, Is.False);
    }

    [Test]
    public void At_a_kink_every_value_between_both_slopes_passes()
    {
        Assert.That(GradientCheck.Run(x => x[0].Relu().Sum(), [TensorData.From([3], -1, 0, 1)]).Passed, Is.True);
        Assert.That(GradientCheck.Run(x => x[0].WithGradient(v => v.Relu(), (v, y, dy) => dy * 2).Sum(), [TensorData.From([1], 0)]).Passed,
            Is.False);
    }

    [Test]
    public void Large_tensors_are_sampled()
    {
        GradientCheckResult result = GradientCheck.Run(
            x => x[0].Exp().Sum(), [Samples.Uniform([100, 10])], new GradientCheckOptions { MostElements = 5, Projections = 3 });
        Assert.That(result.Passed, result.ToString());
        Assert.That(result.Checked, Is.EqualTo(8));
    }

    [Test]
    public void Dropout_is_checked_with_fixed_numbers() =>
        Assert.That(
            GradientCheck.Run(x => Node.Where(Node.Bernoulli([20], 0.5), x[0].Square(), 0).Sum(), [Samples.Uniform([20])]).Passed, Is.True);

    [Test]
    public void There_must_be_something_to_check()
    {
        Assert.That(() => GradientCheck.Run(x => x[0] + 1, [Samples.Longs([2], 0, 5)]),
            Throws.TypeOf<GraphException>().With.Message.Contains("no floating-point output"));
        Assert.That(() => GradientCheck.Run(x => x[0].Cast(DType.Float32), [Samples.Longs([2], 0, 5)]),
            Throws.TypeOf<GraphException>().With.Message.Contains("no floating-point input"));
    }

    private sealed record WrongOp : CompositeOp
    {
        public override Node Expand(ReadOnlySpan<Node> inputs) => inputs[0].Square();

        public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => [dy * y.Inputs[0]];
    }
}
