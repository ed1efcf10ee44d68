using NeuralJit.Kernels;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Sums are accurate however long they are, whatever their shape: against float64, within what a block may lose (half a unit of the last
/// place per addition, half of that on average, always to the same side) and a few additions more. Random signs would hide the errors that
/// equal numbers show.
/// </summary>
internal sealed class SumAccuracyTests
{
    private const double Unit = 1.0 / (1 << 24);
    private const double OfSums = (RunningSum.CostlySteps / 2 + 16) * Unit;
    private const double OfProducts = (RunningSum.BlockDepth / 2 + 32) * Unit;

    private static readonly CompileOptions[] AllOptions =
        [.. Programs.Widths.Select(bits => new CompileOptions { VectorBits = bits, Threads = 2 }), new() { VectorBits = 512, Threads = 1 }];

    [TestCaseSource(typeof(SumCases), nameof(SumCases.Sums))]
    public void Sums_are_accurate(SumCase row) => Check(row, OfSums, AllOptions);

    [TestCaseSource(typeof(SumCases), nameof(SumCases.OfLosses))]
    public void Losses_are_accurate(SumCase row) => Check(row, OfSums, AllOptions[^2..]);

    [TestCaseSource(typeof(SumCases), nameof(SumCases.Gradients))]
    public void Gradients_are_accurate(SumCase row) => Check(row, OfSums, AllOptions[^2..]);

    [TestCaseSource(typeof(SumCases), nameof(SumCases.Products))]
    public void Products_are_accurate(SumCase row) => Check(row, OfProducts, AllOptions);

    private static void Check(SumCase row, double bound, CompileOptions[] all)
    {
        TensorData[] exact = row.Exact();
        Graph graph = Programs.Trace(row.Function, row.Inputs);
        TensorData[] eager = Interpreter.Run(graph, row.Inputs);
        Compare(eager, exact, bound, "eager");
        TensorData[]? first = null;
        foreach (CompileOptions options in all)
        {
            string what = $"{options.VectorBits} bits, {options.Threads} threads";
            TensorData[] compiled = Compiler.Compile(graph, options).RunOnRubbish(row.Inputs);
            Compare(compiled, exact, bound, what);
            Compare(compiled, eager, Comparison.Float32, what + " against eager");
            first ??= compiled;
            for (int i = 0; i < compiled.Length; i++)
            {
                Comparison.AssertSameBits(compiled[i], first[i], $"{what}, result {i}");
            }
        }
    }

    private static void Compare(TensorData[] actual, TensorData[] expected, double bound, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.That(Comparison.ErrorOf(actual[i], expected[i]), Is.LessThanOrEqualTo(bound), $"{what}, result {i}");
        }
    }

    [Test]
    public void Broadcast_numbers_are_summed_without_memory()
    {
        // 46,340² is just below 2³¹.
        TensorData x = TensorData.From([1], 1);
        Graph graph = Programs.Trace(i => [i[0].BroadcastTo([46_340, 46_340]).Sum(), Node.Ones([46_340, 46_340]).Sum(),
            i[0].BroadcastTo([46_340, 46_340]).Mean(0)[..3]], x);
        foreach (TensorData[] results in (TensorData[][])[Interpreter.Run(graph, x), Compiler.Compile(graph).RunOnRubbish(x)])
        {
            Assert.That(results[0].Span<float>()[0], Is.EqualTo(46_340f * 46_340f).Within(1e-5).Percent);
            Assert.That(results[1].Span<float>()[0], Is.EqualTo(46_340f * 46_340f).Within(1e-5).Percent);
            Assert.That(results[2].Span<float>()[0], Is.EqualTo(1));
        }
    }

    [Test]
    public void Infinities_and_nan_pass_through_the_second_level([Values(100, 5000, 100_003)] int length)
    {
        foreach ((float one, float other, float expected) in Specials)
        {
            float[] values = new float[3 * length];
            Array.Fill(values, 0.5f);
            (values[length / 3], values[length / 2]) = (one, other);
            TensorData x = TensorData.From<float>([3, length], values);
            Graph graph = Programs.Trace(i => [i[0].Sum(1), i[0].T.Sum(0), i[0].MatMul(Node.Ones([length, 2]))], x);
            foreach (TensorData[] results in (TensorData[][])[Interpreter.Run(graph, x), Compiler.Compile(graph).RunOnRubbish(x)])
            {
                Assert.That(results.Select(r => r.Span<float>()[0]), Is.All.EqualTo(expected), $"{one} and {other}");
                Assert.That(results[0].Span<float>()[1], Is.EqualTo(length / 2f));
            }
        }
    }

    private static (float One, float Other, float Sum)[] Specials =>
        [
            (float.PositiveInfinity, 1, float.PositiveInfinity), (float.NegativeInfinity, 1, float.NegativeInfinity),
                (float.NaN, 1, float.NaN),
            (float.PositiveInfinity, float.NegativeInfinity, float.NaN), (float.MaxValue, float.MaxValue, float.PositiveInfinity),
        ];
}
