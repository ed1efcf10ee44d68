using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>
/// NaN, infinities, zeros of both signs and denormals: element by element what the interpreter gives, and in place in reductions.
/// </summary>
internal sealed class SpecialValueTests
{
    private static readonly double[] Special =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1, -1, 0.5, -2.5, 1e-40, -1e-40, 1e38, -1e38, 3, 100, -100];

    private static readonly (string Name, Func<Node, Node> Op)[] Unary =
        [
            ("neg", x => -x), ("abs", x => x.Abs()), ("sign", x => x.Sign()), ("exp", x => x.Exp()), ("expm1", x => x.Expm1()),
                ("log", x => x.Log()),
            ("log1p", x => x.Log1p()), ("sqrt", x => x.Sqrt()), ("rsqrt", x => x.Rsqrt()), ("reciprocal", x => x.Reciprocal()),
                ("sin", x => x.Sin()),
            ("cos", x => x.Cos()), ("tan", x => x.Tan()), ("tanh", x => x.Tanh()), ("sigmoid", x => x.Sigmoid()), ("erf", x => x.Erf()),
            ("floor", x => x.Floor()), ("ceiling", x => x.Ceiling()), ("round", x => x.Round()), ("square", x => x.Square()),
            ("is nan", x => x.IsNaN()), ("is inf", x => x.IsInf()),
        ];

    private static readonly (string Name, Func<Node, Node, Node> Op)[] Binary =
        [
            ("add", (a, b) => a + b), ("sub", (a, b) => a - b), ("mul", (a, b) => a * b), ("div", (a, b) => a / b),
                ("pow", (a, b) => a.Pow(b)),
            ("max", (a, b) => a.Maximum(b)), ("min", (a, b) => a.Minimum(b)), ("mod", (a, b) => a % b), ("atan2", (a, b) => a.Atan2(b)),
            ("equal", (a, b) => a.Equal(b)), ("not equal", (a, b) => a.NotEqual(b)), ("less", (a, b) => a < b),
                ("at most", (a, b) => a <= b),
            ("greater", (a, b) => a > b), ("at least", (a, b) => a >= b), ("select", (a, b) => Node.Where(a < b, a, b)),
        ];

    private static readonly (string Name, Func<Node, Node> Op)[] Reductions =
        [
            ("sum", x => x.Sum(1)), ("max", x => x.Max(1)), ("min", x => x.Min(1)), ("prod", x => x.Prod(1)),
                ("softmax", x => x.Softmax(1)),
            ("log softmax", x => x.LogSoftmax(1)), ("logsumexp", x => x.LogSumExp(1)),
            ("column sum", x => x.T.Exp().Sum(0)), ("column max", x => x.Max(0)), ("column min", x => x.Min(0)),
                ("column prod", x => x.Prod(0)),
            ("matmul", x => x.MatMul(x.T)), ("vector", x => x.MatMul(x[0])),
        ];

    private static IEnumerable<string> UnaryNames => Unary.Select(o => o.Name);

    private static IEnumerable<string> BinaryNames => Binary.Select(o => o.Name);

    private static IEnumerable<string> ReductionNames => Reductions.Select(o => o.Name);

    [TestCaseSource(nameof(UnaryNames))]
    public void Unary_ops_keep_special_values(string name)
    {
        Func<Node, Node> op = Unary.Single(o => o.Name == name).Op;
        AssertSame(x => [op(x[0])], Values(DType.Float32));
        AssertSame(x => [op(x[0])], Values(DType.Float64));
    }

    [TestCaseSource(nameof(BinaryNames))]
    public void Binary_ops_keep_special_values(string name)
    {
        Func<Node, Node, Node> op = Binary.Single(o => o.Name == name).Op;
        AssertSame(x => [op(x[0].Unsqueeze(1), x[0])], Values(DType.Float32));
        AssertSame(x => [op(x[0].Unsqueeze(1), x[0])], Values(DType.Float64));
    }

    // Each row has one special value at another place, the last rows have several.
    [TestCaseSource(nameof(ReductionNames))]
    public void Reductions_show_special_values(string name)
    {
        Func<Node, Node> op = Reductions.Single(o => o.Name == name).Op;
        TensorData x = Samples.Uniform([Special.Length + 2, 21]);
        Span<float> values = x.Span<float>();
        for (int row = 0; row < Special.Length; row++)
        {
            values[(row * 21) + (row * 5 % 21)] = (float)Special[row];
        }
        (values[16 * 21], values[(16 * 21) + 20]) = (float.PositiveInfinity, float.NegativeInfinity);
        (values[17 * 21], values[(17 * 21) + 20]) = (float.PositiveInfinity, float.NaN);
        Programs.AssertAgrees(name, i => [op(i[0])], x);
    }

    [Test]
    public void The_sum_and_the_product_of_nothing_are_their_identities()
    {
        TensorData[] results = Programs.Run(x => [x[0].Sum(1), x[0].Prod(1), x[0].Sum(0)], Samples.Uniform([2, 0]));
        Assert.Multiple(() =>
        {
            Assert.That(results[0].Span<float>().ToArray(), Is.EqualTo(new float[] { 0, 0 }));
            Assert.That(results[1].Span<float>().ToArray(), Is.EqualTo(new float[] { 1, 1 }));
            Assert.That(results[2].Shape, Is.EqualTo(Shape.Create([0])));
        });
    }

    // Products and roots round in other places than pow does, but 0, infinity and NaN are the same.
    [Test]
    public void Powers_as_products_and_roots_keep_special_values([Values(1, 2, 3, 4, 0.5, -0.5, -1, -2)] double exponent)
    {
        foreach (DType dtype in (DType[])[DType.Float32, DType.Float64])
        {
            TensorData x = Values(dtype);
            Graph graph = Programs.Trace(n => [n[0].Pow(exponent)], x);
            double[] expected = Comparison.Values(Interpreter.Run(graph, x)[0]);
            double[] actual = Comparison.Values(Compiler.Compile(graph).RunOnRubbish(x)[0]);
            double tolerance = dtype == DType.Float32 ? 1e-6 : 1e-14;
            for (int i = 0; i < actual.Length; i++)
            {
                bool isSpecial = !double.IsFinite(expected[i]) || expected[i] == 0;
                double allowed = isSpecial ? 0 : tolerance * Math.Abs(expected[i]);
                string what = $"{dtype} {Special[i]}";
                Assert.That(actual[i], isSpecial ? Is.EqualTo(expected[i]) : Is.EqualTo(expected[i]).Within(allowed), what);
                bool isSameSign = double.IsNaN(expected[i]) || double.IsNegative(actual[i]) == double.IsNegative(expected[i]);
                Assert.That(isSameSign, $"{what}: sign");
            }
        }
    }

    private static TensorData Values(DType dtype) => dtype == DType.Float64
        ? TensorData.From<double>([Special.Length], Special)
        : TensorData.From<float>([Special.Length], Array.ConvertAll(Special, v => (float)v));

    // One operator alone is the same code in both modes: also the sign of zero is the same.
    private static void AssertSame(Func<Node[], Node[]> function, TensorData x)
    {
        Graph graph = Programs.Trace(function, x);
        TensorData expected = Interpreter.Run(graph, x)[0];
        foreach (int bits in Programs.Widths)
        {
            TensorData actual = Compiler.Compile(graph, new CompileOptions { VectorBits = bits }).RunOnRubbish(x)[0];
            Comparison.AssertSameValues(actual, expected, $"{x.DType}, {bits} bits");
        }
    }
}
