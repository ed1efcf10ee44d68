using NeuralJit.NN;
using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// Law: normalisations lose no accuracy where the mean is large against the deviation, in eager mode and compiled, alone and after a
/// convolution. The right values are computed in float64 from the same float32 numbers.
/// </summary>
internal sealed class NormalizationAccuracyTests
{
    private const double Epsilon = 1e-5, UnitOfFloat32 = 1.0 / (1 << 24);

    private static IEnumerable<TestCaseData> Cases() =>
        from layer in new[] { "given moments", "given moments, no weight", "batch", "instance", "group", "layer" }
        from scale in new (double Mean, double Deviation)[] { (1, 1), (100, 1), (1000, 1), (1000, 0.01), (-1e5, 1) }
        from columns in new[] { 7, 33 }
        select new TestCaseData(layer, scale.Mean, scale.Deviation, columns)
            .SetArgDisplayNames($"{layer}, {scale.Mean} ± {scale.Deviation}, {columns} columns");

    [TestCaseSource(nameof(Cases))]
    public void Normalised_values_are_near_those_of_float64(string layer, double mean, double deviation, int columns)
    {
        TensorData x = Values(mean, deviation, columns), numbers = Samples.Uniform([4], seed: 3);
        float given = (float)mean, variance = (float)(deviation * deviation);
        Node Function(Node n) => Layer(layer, n, Node.Constant(numbers), given, variance);
        double[] expected;
        using (GraphTrace.Eager())
        {
            Node wide = Layer(layer, Node.Constant(x).Cast(DType.Float64), Node.Constant(numbers).Cast(DType.Float64), given, variance);
            expected = wide.ToArray<double>();
        }
        // A few roundings of the result, and where the layer computes the mean, some units of its last place.
        double ofMean = layer.StartsWith("given", StringComparison.Ordinal)
            ? 0
            : Math.Abs(mean) / Math.Sqrt((deviation * deviation) + Epsilon);
        double tolerance = UnitOfFloat32 * ((16 * (4 + expected.Max(Math.Abs))) + (4 * ofMean));
        Graph graph = Programs.Trace(n => [Function(n[0]), Function(n[0]).Relu()], x);
        foreach (CompileOptions options in Options())
        {
            TensorData[] results = Compiler.Compile(graph, options).RunOnRubbish(x);
            Check(results[0], expected, tolerance, $"{options.VectorBits} bits, op by op {options.OpByOp}");
            Check(results[1], [.. expected.Select(e => Math.Max(0, e))], tolerance,
                $"{options.VectorBits} bits, op by op {options.OpByOp}, relu");
        }
    }

    [TestCase(1000, 1)]
    [TestCase(1000, 0.01)]
    public void So_are_those_of_convolutions(double mean, double deviation)
    {
        TensorData x = Values(mean, deviation, 33), numbers = Samples.Uniform([4], seed: 3);
        // 1 × 1: the convolution of one channel by a power of two is exact.
        TensorData weight = TensorData.From<float>([4, 4, 1, 1], [2, 0, 0, 0, 0, 0.5f, 0, 0, 0, 0, 1, 0, 0, 0, 0, -4]);
        TensorData means = TensorData.From([4], (float)mean * 2, (float)mean * 0.5f, (float)mean, (float)mean * -4);
        TensorData variances = TensorData.From([4], Enumerable.Repeat((float)(deviation * deviation), 4).ToArray());
        Node Function(Node n, Func<TensorData, Node> of) =>
            n.Conv(of(weight)).BatchNorm(of(means), of(variances), of(numbers), of(numbers));
        double[] expected;
        using (GraphTrace.Eager())
        {
            expected = Function(Node.Constant(x).Cast(DType.Float64), d => Node.Constant(d).Cast(DType.Float64)).ToArray<double>();
        }
        var weights = new Parameter(weight, "weight");
        Graph graph = Programs.Trace(n => [Function(n[0], d => ReferenceEquals(d, weight) ? weights.Read() : Node.Constant(d)).Relu()], x);
        double tolerance = UnitOfFloat32 * 16 * (4 + expected.Max(Math.Abs));
        foreach (CompileOptions options in Options())
        {
            Check(Compiler.Compile(graph, options).RunOnRubbish(x)[0], [.. expected.Select(e => Math.Max(0, e))], tolerance,
                $"{options.VectorBits} bits, op by op {options.OpByOp}");
        }
    }

    private static IEnumerable<CompileOptions> Options() =>
        [.. Programs.Widths.Select(bits => new CompileOptions { VectorBits = bits }), new CompileOptions { OpByOp = true }];

    private static Node Layer(string name, Node x, Node numbers, float mean, float variance) => name switch
    {
        "given moments" => x.BatchNorm(numbers.FilledLike(mean), numbers.FilledLike(variance), numbers, numbers, Epsilon),
        "given moments, no weight" => x.BatchNorm(numbers.FilledLike(mean), numbers.FilledLike(variance), epsilon: Epsilon),
        "batch" => x.BatchNormOfBatch(numbers, numbers, Epsilon).Value,
        "instance" => x.GroupNorm(4, numbers, numbers, Epsilon),
        "group" => x.GroupNorm(2, numbers, numbers, Epsilon),
        _ => x.LayerNorm([.. x.Shape.Extents[1..]], epsilon: Epsilon),
    };

    private static void Check(TensorData result, double[] expected, double tolerance, string what)
    {
        ReadOnlySpan<float> values = result.Span<float>();
        double worst = 0;
        for (int i = 0; i < values.Length; i++)
        {
            worst = Math.Max(worst, Math.Abs(values[i] - expected[i]));
        }
        Assert.That(worst, Is.LessThanOrEqualTo(tolerance), what);
    }

    private static TensorData Values(double mean, double deviation, int columns) =>
        TensorData.From([3, 4, 3, columns],
            [.. Samples.Uniform([3, 4, 3, columns]).Span<float>().ToArray().Select(v => (float)(mean + (deviation * v)))]);
}
