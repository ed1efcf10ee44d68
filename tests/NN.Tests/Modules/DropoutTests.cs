namespace NeuralJit.NN.Tests.Modules;

/// <summary>Dropout drops at the right rate, each time others, and the same ones in every mode.</summary>
public sealed class DropoutTests
{
    private const int Count = 10_000;

    private static readonly TensorData Ones = Tensors.F32([Count], [.. Enumerable.Repeat(1.0, Count)]);

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void Keeps_the_mean_by_scaling_what_is_left(Mode mode)
    {
        double[] y = Close.Values(Train(mode, new Dropout(0.2), RandomState.Create(1)).Run(Ones)[0]);
        Assert.That(y.Distinct().Order(), Is.EqualTo((double[])[0, 1.25]).Within(1e-6));
        Assert.That(y.Count(v => v == 0), Is.EqualTo(Count * 0.2).Within(200), "5 standard deviations");
    }

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void Two_equal_dropouts_differ_and_steps_differ(Mode mode)
    {
        var first = new Dropout();
        var second = new Dropout();
        var runner = new Runner(mode, n => [first.Forward(n[0]), second.Forward(n[0])], training: true, RandomState.Create(1));
        TensorData[] step1 = runner.Run(Ones), step2 = runner.Run(Ones);
        Assert.That(Close.Values(step1[0]), Is.Not.EqualTo(Close.Values(step1[1])), "two dropouts");
        Assert.That(Close.Values(step1[0]), Is.Not.EqualTo(Close.Values(step2[0])), "two steps");
    }

    [Test]
    public void Every_mode_draws_the_same_numbers_at_every_step()
    {
        var model = new Sequential(new Dropout(0.5), new Dropout(0.1));
        Runner eager = Train(Mode.Eager, model, RandomState.Create(5)), compiled = Train(Mode.Compiled, model, RandomState.Create(5));
        for (int step = 0; step < 3; step++)
        {
            Assert.That(Close.Values(compiled.Run(Ones)[0]), Is.EqualTo(Close.Values(eager.Run(Ones)[0])), $"step {step}");
        }
    }

    [Test]
    public void Another_seed_drops_others() => Assert.That(
        Close.Values(Train(Mode.Eager, new Dropout(), RandomState.Create(1)).Run(Ones)[0]),
        Is.Not.EqualTo(Close.Values(Train(Mode.Eager, new Dropout(), RandomState.Create(2)).Run(Ones)[0])));

    [TestCase(Mode.Eager)]
    [TestCase(Mode.Compiled)]
    public void The_gradient_flows_where_the_value_did(Mode mode)
    {
        var dropout = new Dropout(0.3);
        TensorData[] results = new Runner(mode, n =>
        {
            Node y = dropout.Forward(n[0]);
            return [y, Gradients.Of(y.Sum(), n[0])[0]];
        }, training: true, RandomState.Create(3)).Run(Ones);
        Assert.That(
            Close.Values(results[1]), Is.EqualTo(Close.Values(results[0])), "for ones, value and gradient are the mask · 1/(1 − p)");
    }

    [Test]
    public void Does_nothing_in_evaluation_and_without_a_trace()
    {
        var dropout = new Dropout();
        Assert.That(Close.Values(Execution.Run(Mode.Eager, dropout.Forward, Ones)), Is.EqualTo(Close.Values(Ones)));
        Node x = Node.Input("x", [3]);
        Assert.That(dropout.Forward(x), Is.SameAs(x));
    }

    [TestCase(-0.1)]
    [TestCase(1.5)]
    [TestCase(double.NaN)]
    public void A_probability_outside_0_to_1_is_refused(double p) =>
        Assert.That(() => new Dropout(p), Throws.TypeOf<GraphException>().With.Message.Contains("between 0 and 1"));

    private static Runner Train(Mode mode, Module model, State random) => new(mode, n => [model.Forward(n[0])], training: true, random);
}
