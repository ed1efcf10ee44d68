namespace NeuralJit.Tests;

/// <summary>What a composite overrides must equal what follows from its expansion.</summary>
internal sealed class CompositeTests
{
    private static IEnumerable<OpCase> Rows => OpTable.All.Where(row => row.ToGraph().Nodes.ToArray().Any(n => n.Op is CompositeOp));

    [TestCaseSource(nameof(Rows))]
    public void Type_and_kernel_are_those_of_the_expansion(OpCase row)
    {
        using GraphTrace trace = GraphTrace.Eager();
        foreach ((CompositeOp op, TensorData[] data, TensorData value) in CompositesOf(row))
        {
            Node expanded = op.Expand([.. data.Select(Node.Constant)]);
            Assert.That(expanded.Type, Is.EqualTo(value.Type), op.Name);
            Comparison.AssertClose(value, expanded.Data, 1e-12);
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void Special_values_are_those_of_the_expansion(OpCase row)
    {
        using GraphTrace trace = GraphTrace.Eager();
        foreach ((CompositeOp op, TensorData[] data, _) in CompositesOf(row))
        {
            for (int k = 0; k < data.Length; k++)
            {
                foreach (double special in data[k].DType == DType.Float64 ? Specials : [])
                {
                    Node[] inputs = [.. data.Select((d, j) => Node.Constant(j == k ? With(d, special) : d))];
                    AssertSame(Node.Apply(op, inputs).Data, op.Expand(inputs).Data, $"{op.Name}, input {k} with {special}");
                }
            }
        }
    }

    // Each composite op of a row in float64, with its inputs and what it gives.
    private static (CompositeOp Op, TensorData[] Inputs, TensorData Value)[] CompositesOf(OpCase row)
    {
        Float64Graph converted = Float64Graph.Of(row.ToGraph());
        Graph graph = converted.Graph;
        Node[] nodes = graph.Nodes.ToArray();
        TensorData[] values = Interpreter.Run(Graph.Create(graph.Inputs, graph.Nodes), converted.Arguments(row.Inputs));
        TensorData ValueOf(Node node) => values[nodes.IndexOf(node)];
        return [.. nodes.Where(n => n.Op is CompositeOp)
            .Select(n => ((CompositeOp)n.Op, Array.ConvertAll(n.Inputs.ToArray(), ValueOf), ValueOf(n)))];
    }

    private static readonly double[] Specials = [0, -0.0, double.PositiveInfinity, double.NegativeInfinity, double.NaN];

    // Every third element, so that lines of memory hold others too.
    private static TensorData With(TensorData data, double special)
    {
        TensorData copy = data.Clone();
        for (int i = 1; i < copy.Span<double>().Length; i += 3)
        {
            copy.Span<double>()[i] = special;
        }
        return copy;
    }

    private static void AssertSame(TensorData actual, TensorData expected, string what)
    {
        double[] a = Comparison.Values(actual), b = Comparison.Values(expected);
        for (int i = 0; i < a.Length; i++)
        {
            bool same = double.IsFinite(a[i]) && double.IsFinite(b[i])
                ? Math.Abs(a[i] - b[i]) <= 1e-12 * Math.Max(1, Math.Abs(b[i]))
                    && (b[i] != 0 || a[i] != 0 || double.IsNegative(a[i]) == double.IsNegative(b[i]))
                : a[i].Equals(b[i]);
            Assert.That(same, $"{what}: element {i} is {a[i]}, of the expansion {b[i]}");
        }
    }

    [TestCaseSource(nameof(Rows))]
    public void Gradients_are_those_of_the_expansion(OpCase row)
    {
        using GraphTrace trace = GraphTrace.Eager();
        foreach ((CompositeOp op, TensorData[] data, _) in CompositesOf(row).Where(c => c.Op is not CustomGradient))
        {
            Node[] inputs = [.. data.Select(Node.Constant)];
            Node y = Node.Apply(op, inputs);
            Node dy = Node.Linspace(0.5, 1.5, (int)y.Shape.Count, y.DType).Reshape(y.Shape);
            bool[] wanted = [.. inputs.Select((input, k) => input.DType.IsFloat && !(op is CrossEntropy && k == 2))];
            Node?[] overridden = op.Gradients(y, dy, wanted), derived = op.GradientsOfExpansion(y, dy, wanted);
            for (int k = 0; k < inputs.Length; k++)
            {
                Assert.That(overridden[k] is null, Is.EqualTo(derived[k] is null), $"{op.Name}, input {k}");
                if (overridden[k] is { } gradient)
                {
                    Comparison.AssertClose(gradient.SumTo(inputs[k].Shape).Data, derived[k]!.SumTo(inputs[k].Shape).Data, 1e-11);
                }
            }
        }
    }

    [Test]
    public void A_composite_with_a_wrong_override_is_found()
    {
        using GraphTrace trace = GraphTrace.Eager();
        var op = new WrongComposite();
        Node x = Node.From<double>([2], 1, 2), y = Node.Apply(op, x), dy = y.FilledLike(1);
        Node overridden = op.Gradients(y, dy, [true])[0]!, derived = op.GradientsOfExpansion(y, dy, [true])[0]!;
        Assert.That(() => Comparison.AssertClose(overridden.Data, derived.Data, 1e-12), Throws.TypeOf<AssertionException>());
    }

    [Test]
    public void Closed_forms_in_float64()
    {
        using GraphTrace trace = GraphTrace.Eager();
        double[] v = [0.5, -1, 2, 1.5, 0.25, -0.75];
        Node x = Node.From<double>([2, 3], v);
        Check(x.Gelu(), v.Select(a => a / 2 * (1 + Erf(a / Math.Sqrt(2)))));
        Check(x.Gelu(approximate: true), v.Select(a => a / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (a + (0.044715 * a * a * a))))));
        Check(x.Silu(), v.Select(a => a / (1 + Math.Exp(-a))));
        Check(x.Softplus(), v.Select(a => Math.Log(1 + Math.Exp(a))));
        Check(x.Elu(1.5), v.Select(a => a > 0 ? a : 1.5 * (Math.Exp(a) - 1)));
        Check(x.LeakyRelu(0.1), v.Select(a => a > 0 ? a : 0.1 * a));
        Check(x.Mean(0), Enumerable.Range(0, 3).Select(j => (v[j] + v[j + 3]) / 2));
        Check(x.Variance(1), [2.25, 1.2708333333333335]);
        Check(x.Variance(1, unbiased: false), [1.5, 1.2708333333333335 * 2 / 3]);
        Check(x.LogSumExp(1), [2.241311296657157, 1.830672609407224]);
        Check(x.LayerNorm([3]),
            v.Select((a, i) => (a - (i < 3 ? 0.5 : 1.0 / 3)) / Math.Sqrt((i < 3 ? 1.5 : 1.2708333333333335 * 2 / 3) + 1e-5)));
    }

    private static void Check(Node actual, IEnumerable<double> expected) =>
        Assert.That(actual.ToArray<double>(), Is.EqualTo(expected).Within(1e-14));

    // erf by its series, which converges quickly for such small arguments.
    private static double Erf(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 60; n++)
        {
            term *= -x * x / n;
            sum += term / ((2 * n) + 1);
        }
        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    private sealed record WrongComposite : CompositeOp
    {
        public override Node Expand(ReadOnlySpan<Node> inputs) => inputs[0].Square();

        public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => [dy * y.Inputs[0]];
    }
}
