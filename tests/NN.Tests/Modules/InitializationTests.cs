namespace NeuralJit.NN.Tests.Modules;

/// <summary>Initial values: their distribution, and that they are reproducible.</summary>
public sealed class InitializationTests
{
    private static readonly Shape Large = [200, 300];

    private static readonly TestCaseData[] Distributions =
    [
        new TestCaseData(Initializer.KaimingUniform(), Math.Sqrt(2.0 / 300)).SetArgDisplayNames("kaiming uniform"),
        new TestCaseData(Initializer.KaimingUniform(Gain.Linear, FanMode.FanOut), Math.Sqrt(1.0 / 200))
            .SetArgDisplayNames("kaiming uniform, fan out"),
        new TestCaseData(Initializer.KaimingNormal(Gain.LeakyRelu(1)), Math.Sqrt(1.0 / 300)).SetArgDisplayNames("kaiming normal, slope 1"),
        new TestCaseData(Initializer.XavierUniform(), Math.Sqrt(2.0 / 500)).SetArgDisplayNames("xavier uniform"),
        new TestCaseData(Initializer.XavierNormal(Gain.Tanh), 5.0 / 3 * Math.Sqrt(2.0 / 500)).SetArgDisplayNames("xavier normal, tanh"),
        new TestCaseData(Initializer.Normal(0, 0.5), 0.5).SetArgDisplayNames("normal"),
        new TestCaseData(Initializer.Uniform(-1, 1), Math.Sqrt(1.0 / 3)).SetArgDisplayNames("uniform"),
    ];

    [TestCaseSource(nameof(Distributions))]
    public void Has_the_standard_deviation_of_the_formula(Initializer initializer, double deviation)
    {
        var parameter = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, Large)));
        initializer.Fill(parameter, new Generator(1));
        double[] values = Close.Values(parameter.Value);
        double mean = values.Average();
        Assert.That(mean, Is.EqualTo(0).Within(6 * deviation / Math.Sqrt(values.Length)));
        Assert.That(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), Is.EqualTo(deviation).Within(1.5).Percent);
        Assert.That(parameter.Version, Is.EqualTo(1), "whatever was prepared from it is prepared again");
    }

    [Test]
    public void A_gain_that_is_no_number_is_refused_where_it_is_given()
    {
        foreach (Func<double, Initializer> make in (Func<double, Initializer>[])
            [g => Initializer.KaimingUniform(g), g => Initializer.KaimingNormal(g), Initializer.XavierUniform, Initializer.XavierNormal])
        {
            Assert.That(() => make(double.NaN), Throws.InstanceOf<GraphException>().With.Message.Contains("gain"));
        }
    }

    [Test]
    public void A_linear_layer_is_uniform_between_plus_and_minus_one_over_the_root_of_its_inputs()
    {
        var layer = new Linear(100, 200);
        foreach (Parameter parameter in layer.Parameters())
        {
            double[] values = Close.Values(parameter.Value);
            Assert.That(values.Max(Math.Abs), Is.LessThanOrEqualTo(0.1).And.GreaterThan(0.095));
        }
    }

    [Test]
    public void The_same_seed_gives_the_same_weights_and_another_seed_others()
    {
        double[] Weights(long seed) => Close.Values(new Linear(4, 3, seed: seed).Weight.Value);
        double[] once = Weights(1), again = Weights(1);
        Assert.That(again, Is.EqualTo(once));
        Assert.That(Weights(2), Is.Not.EqualTo(once));
    }

    [Test]
    public void Initialising_a_model_gives_equal_layers_different_weights_reproducibly()
    {
        static Sequential Make() => new(new Linear(4, 4), new Linear(4, 4));
        Sequential a = Make(), b = Make();
        a.Initialize(3);
        b.Initialize(3);
        double[] Weights(Sequential model, int layer) => Close.Values(((Linear)model[layer]).Weight.Value);
        Assert.That(Weights(a, 0), Is.EqualTo(Weights(b, 0)));
        Assert.That(Weights(a, 0), Is.Not.EqualTo(Weights(a, 1)));
        b.Initialize(4);
        Assert.That(Weights(a, 0), Is.Not.EqualTo(Weights(b, 0)));
    }

    // SplitMix64 is fixed by its definition; these are its values here, so that no change of it goes unnoticed.
    [Test]
    public void Values_are_the_same_on_every_machine()
    {
        var random = new Generator(42, "weight");
        Assert.That(random.NextUniform(), Is.EqualTo(0.78931883682805404).Within(1e-15));
        Assert.That(random.NextNormal(), Is.EqualTo(0.78092974209871702).Within(1e-13));
    }

    [Test]
    public void Fans_need_two_dimensions_and_parameters_a_floating_point_type()
    {
        var vector = new Parameter(TensorData.Zeros(new TensorType(DType.Float32, [3])));
        Assert.That(() => Initializer.KaimingNormal().Fill(vector, new Generator(0)),
            Throws.TypeOf<GraphException>().With.Message.Contains("at least 2 dimensions"));
        var integers = new Parameter(TensorData.Zeros(new TensorType(DType.Int32, [3])));
        Assert.That(
            () => Initializer.Zeros.Fill(integers, new Generator(0)), Throws.TypeOf<GraphException>().With.Message.Contains("f32 or f64"));
    }
}
