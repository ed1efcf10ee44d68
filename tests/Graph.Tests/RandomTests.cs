namespace NeuralJit.Tests;

internal sealed class RandomTests
{
    [Test]
    public void Seed_and_step_decide_the_numbers()
    {
        float[] drawn = Draw(1, 0);
        Assert.That(Draw(1, 0), Is.EqualTo(drawn));
        Assert.That(Draw(2, 0), Is.Not.EqualTo(drawn));
        Assert.That(Draw(1, 1), Is.Not.EqualTo(drawn));
    }

    [Test]
    public void Every_call_is_a_stream_and_every_step_begins_again()
    {
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(7));
        float[] first = Node.RandomUniform([8]).ToArray<float>(), second = Node.RandomUniform([8]).ToArray<float>();
        trace.NextStep();
        float[] next = Node.RandomUniform([8]).ToArray<float>();
        Assert.That(first, Is.Not.EqualTo(second));
        Assert.That(first, Is.Not.EqualTo(next));
        Assert.That(second, Is.Not.EqualTo(next));
    }

    [Test]
    public void Every_mode_draws_the_same()
    {
        float[] eager;
        using (GraphTrace.Eager(random: RandomState.Create(7)))
        {
            eager = [.. Node.RandomUniform([9]).ToArray<float>(), .. Node.RandomNormal([9]).ToArray<float>()];
        }
        using GraphTrace trace = GraphTrace.Symbolic(random: RandomState.Create(7));
        Graph graph = Graph.Create([], [Node.Concat([Node.RandomUniform([9]), Node.RandomNormal([9])])]);
        Assert.That(Interpreter.Run(graph)[0].Span<float>().ToArray(), Is.EqualTo(eager));
    }

    [Test]
    public void Distributions_have_their_moments()
    {
        using GraphTrace trace = GraphTrace.Eager(random: RandomState.Create(3));
        const int Count = 200_000;
        Node uniform = Node.RandomUniform([Count]), normal = Node.RandomNormal([Count]);
        Assert.That(uniform.Min().Item<float>(), Is.GreaterThanOrEqualTo(0));
        Assert.That(uniform.Max().Item<float>(), Is.LessThan(1));
        Assert.That(uniform.Mean().Item<float>(), Is.EqualTo(0.5).Within(0.005));
        Assert.That(uniform.Variance().Item<float>(), Is.EqualTo(1.0 / 12).Within(0.002));
        Assert.That(normal.Mean().Item<float>(), Is.EqualTo(0).Within(0.01));
        Assert.That(normal.Variance().Item<float>(), Is.EqualTo(1).Within(0.02));
        Assert.That((normal.Square().Square()).Mean().Item<float>(), Is.EqualTo(3).Within(0.1));
        Assert.That(Node.Bernoulli([Count], 0.3).Cast(DType.Float32).Mean().Item<float>(), Is.EqualTo(0.3).Within(0.005));
    }

    [Test]
    public void Certain_and_impossible_events()
    {
        using GraphTrace trace = GraphTrace.Eager();
        Assert.That(Node.Bernoulli([100], 0).ToArray<bool>(), Has.All.False);
        Assert.That(Node.Bernoulli([100], 1).ToArray<bool>(), Has.All.True);
        Assert.That(() => Node.Bernoulli([1], 1.5), Throws.TypeOf<GraphException>().With.Message.Contains("in [0, 1], got 1.5"));
    }

    // Old bits of uniforms in f32 are multiples of 2⁻²⁴: an event of 1e-9 happened 60 times as often, its contrary always.
    [TestCase(1e-9)]
    [TestCase(1 - 1e-9)]
    [TestCase(0.005)]
    [TestCase(0.99501)]
    public void Rare_events_are_as_rare_as_asked_for(double p)
    {
        using GraphTrace trace = GraphTrace.Symbolic(random: RandomState.Create(3));
        Node draws = Node.Bernoulli([1000], p);
        Assert.That(draws.Inputs[0].Type, Is.EqualTo(new TensorType(DType.Float64, [1000])));
        Assert.That(((ConstantOp)draws.Inputs[1].Op).Uniform, Is.EqualTo(p), "compared with the probability itself");
    }

    [TestCase(0.5)]
    [TestCase(0.3)]
    [TestCase(1.0 / 1024)]
    public void Others_take_single_precision(double p)
    {
        using GraphTrace trace = GraphTrace.Symbolic(random: RandomState.Create(3));
        Assert.That(Node.Bernoulli([4], p).Inputs[0].DType, Is.EqualTo(DType.Float32));
    }

    [Test]
    public void A_state_may_be_a_view()
    {
        using GraphTrace trace = GraphTrace.Eager();
        float[] Draw(Node state) => Node.Apply(new RandomUniform(new TensorType(DType.Float32, [9]), 4), state).ToArray<float>();
        float[] expected = Draw(Node.From<ulong>([2], [11, 22]));
        Assert.That(Draw(Node.From<ulong>([2], [22, 11]).Flip()), Is.EqualTo(expected));
        Assert.That(Draw(Node.From<ulong>([2, 2], [11, 5, 22, 6])[.., 0]), Is.EqualTo(expected));
        Assert.That(Draw(Node.From<ulong>([1, 2], [11, 22]).T), Is.EqualTo(expected));
    }

    [Test]
    public void Without_a_trace_there_are_no_random_numbers() =>
        Assert.That(() => Node.RandomUniform([2]), Throws.TypeOf<GraphException>().With.Message.Contains("belong to a trace"));

    private static float[] Draw(long seed, int step)
    {
        State state = RandomState.Create(seed);
        for (int i = 0; i < step; i++)
        {
            RandomState.Advance(state);
        }
        using GraphTrace trace = GraphTrace.Eager(random: state);
        return Node.RandomNormal([33]).ToArray<float>();
    }
}
