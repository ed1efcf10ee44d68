using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// What follows a convolution keeps its meaning: factors and batch normalisation of every shape and value. Nothing is multiplied into the
/// weight.
/// </summary>
internal sealed class ChannelFactorTests
{
    private static readonly Parameter Weight = new(Samples.Uniform([3, 2, 3, 3], seed: 2), "weight"),
        One = new(Samples.Uniform([1, 2, 3, 3], seed: 3), "one");
    private static readonly TensorData X = Samples.Uniform([2, 2, 5, 5]);

    private static readonly (string Name, Func<Node, Node> Function)[] Factors =
        [
            ("a bias that repeats the one channel", x => (x.Conv(One) + Vector(3)) * Vector(3)),
            ("a factor that repeats the one channel", x => x.Conv(One) * Vector(3)),
            ("a factor per channel", x => x.Conv(Weight) * Vector(3)),
            ("a factor and a bias per channel", x => Vector(3) * (x.Conv(Weight) + Vector(3))),
            ("a factor of one element", x => x.Conv(Weight) * Vector(1)),
            ("a factor with a batch of its own", x => x.Conv(Weight) * new Parameter(Samples.Uniform([1, 3, 1, 1], seed: 4), "s")),
            ("a factor per element", x => x.Conv(Weight) * new Parameter(Samples.Uniform([3, 3, 3], seed: 4), "s")),
            ("a factor per column", x => x.Conv(Weight) * new Parameter(Samples.Uniform([3], seed: 4), "s")),
            ("batch normalisation of a bias that repeats", x => (x.Conv(One) + Vector(3)).BatchNorm(Of(3), Of(3).Exp(), Of(3), Of(3))),
            ("batch normalisation of a bias per element", x =>
                (x.Conv(Weight) + new Parameter(Samples.Uniform([3, 3, 3], seed: 4), "b")).BatchNorm(Of(3), Of(3).Exp(), Of(3), Of(3))),
            ("batch normalisation of a result with two uses", x => x.Conv(Weight).BatchNorm(Of(3), Of(3).Exp()) + x.Conv(Weight)),
        ];

    private static IEnumerable<string> Names => Factors.Select(f => f.Name);

    [TestCaseSource(nameof(Names))]
    public void Values_and_gradients_are_those_of_the_interpreter(string name)
    {
        Func<Node, Node> function = Factors.Single(f => f.Name == name).Function;
        Programs.AssertAgrees(name, n => [function(n[0])], X);
        Programs.AssertAgrees(name, n => { Node y = function(n[0]); return [y, Gradients.Of(y.Square().Sum(), n[0])[0]]; }, X);
    }

    [Test]
    public void A_factor_that_is_not_finite_or_very_large_stays_outside(
        [Values(float.PositiveInfinity, float.NegativeInfinity, float.NaN, 1e30f, 1e-30f, 0)] float factor, [Values] bool biased,
            [Values] bool depthwise)
    {
        var s = new Parameter(TensorData.From([2, 1, 1], factor, 2), "s");
        var weight = new Parameter(TensorData.From<float>(
            [2, depthwise ? 1 : 2, 2, 1], depthwise ? [1e10f, -1e10f, 0, 3] : [1e10f, -1e10f, 0, 1e10f, -1, 2, -3, 4]), "weight");
        TensorData x = TensorData.From<float>(
            [1, 2, 3, 2], [1e-20f, 2e-20f, -3e-20f, 1e-20f, 5e-20f, 0, 1e-20f, 2e-20f, 7e-20f, -1e-20f, 1e-20f, 3e-20f]);
        Programs.AssertAgrees($"{factor}", n =>
        {
            Node y = n[0].Conv(weight, groups: depthwise ? 2 : 1);
            return [(biased ? y + new Parameter(TensorData.From([2, 1, 1], 1e-10f, -1e-10f), "b") : y) * s];
        }, x);
    }

    [Test]
    public void Infinity_times_a_convolution_is_infinity()
    {
        var s = new Parameter(TensorData.From([1, 1, 1], float.PositiveInfinity), "s");
        TensorData y = Programs.Run(
            n => [n[0].Conv(Node.From<float>([1, 1, 1, 2], 2, -1)) * s], TensorData.From([1, 1, 1, 4], 1, 1, 3, 1))[0];
        Assert.That(
            y.Span<float>().ToArray(), Is.EqualTo(new[] { float.PositiveInfinity, float.NegativeInfinity, float.PositiveInfinity }));
    }

    // x ⋆ w · s is finite, w · s is not.
    [TestCase(1e30f, 0f, 3.1622776e12f)]
    [TestCase(1e38f, 1f, 1e18f)]
    [TestCase(float.PositiveInfinity, 1f, float.PositiveInfinity)]
    public void Normalisation_after_a_convolution_overflows_only_where_its_result_does(float gamma, float variance, float expected)
    {
        Parameter w = new(TensorData.From([1, 1, 1, 1], 1e10f), "w"), g = new(TensorData.From([1], gamma), "g");
        TensorData x = TensorData.From([1, 1, 1, 1], 1e-30f);
        Node Function(Node n) => n.Conv(w).BatchNorm(Node.From(0f), Node.From(variance), g, Node.From(0f));
        Programs.AssertAgrees($"{gamma}", n => [Function(n[0])], x);
        Assert.That(Programs.Run(n => [Function(n[0])], x)[0].Item<float>(), Is.EqualTo(expected).Within(1e-3).Percent);
    }

    [Test]
    public void A_convolution_with_another_use_is_not_computed_twice([Values] bool afterAnother, [Values] bool biased)
    {
        Parameter w1 = new(Samples.Uniform([4, 2, 3, 3], seed: 2), "w1"), w2 = new(Samples.Uniform([4, 4, 3, 3], seed: 3), "w2");
        Graph graph = Programs.Trace(n =>
        {
            Node h = n[0].Conv(w1);
            Node k = (afterAnother ? h.BatchNorm(Of(4), Of(4).Exp(), Of(4), Of(4)).Relu() : h).Conv(w2);
            k = biased ? k + Vector(4) : k;
            return [k.BatchNorm(Of(4), Of(4).Exp(), Of(4), Of(4)), k];
        }, Samples.Uniform([2, 2, 9, 9]));
        CompiledProgram program = Programs.AssertAgrees("two uses", graph, Programs.Default, Samples.Uniform([2, 2, 9, 9]));
        Assert.That(program.Report.Optimized.Nodes.ToArray().Count(n => Contractions.IsContraction(n.Op)), Is.EqualTo(2), program.Describe);
    }

    private static Node Of(int count) => new Parameter(Samples.Uniform([count], seed: 5), "v").Read();

    private static Node Vector(int channels) => new Parameter(Samples.Uniform([channels, 1, 1], seed: 6), "s").Read();
}
