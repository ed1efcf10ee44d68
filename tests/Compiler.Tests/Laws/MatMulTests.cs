using NeuralJit.Tests;

namespace NeuralJit.Compilation.Tests;

/// <summary>Matrix products around the edges of tiles, in all layouts, against sums in float64.</summary>
internal sealed class MatMulTests
{
    private static readonly int[] Extents = [1, 2, 5, 7, 8, 9, 15, 16, 17, 31, 33, 48, 49, 64, 65];

    [Test]
    public void Every_pair_of_extents_around_the_edges_of_tiles([Values] bool leftTransposed, [Values] bool rightTransposed)
    {
        for (int i = 0; i < Extents.Length; i++)
        {
            for (int j = 0; j < Extents.Length; j++)
            {
                AssertProduct(Extents[i], Extents[(i + (2 * j)) % Extents.Length], Extents[j], leftTransposed, rightTransposed, 0);
            }
        }
    }

    [Test]
    public void Every_depth([ValueSource(nameof(Extents))] int depth)
    {
        foreach (int bits in Programs.Widths)
        {
            AssertProduct(9, depth, 33, false, false, bits);
            AssertProduct(9, depth, 33, false, true, bits);
            AssertProduct(1, depth, 17, false, false, bits);
        }
    }

    [Test]
    public void Every_width_gives_the_same_bits(
        [Values(1, 7, 48, 65)] int rows, [Values(5, 33, 64, 100)] int columns, [Values] bool transposed)
    {
        TensorData a = Samples.Uniform([rows, 31]), b = Samples.Uniform(transposed ? [columns, 31] : [31, columns], seed: 2);
        Graph graph = Programs.Trace(x => [x[0].MatMul(transposed ? x[1].T : x[1])], a, b);
        TensorData[] results =
            [.. Programs.Widths.Select(bits => Compiler.Compile(graph, new CompileOptions { VectorBits = bits }).RunOnRubbish(a, b)[0])];
        foreach (TensorData result in results)
        {
            Comparison.AssertSameBits(result, results[0]);
        }
    }

    [Test]
    public void Float64_products_to_twelve_digits(
        [Values(1, 7, 9, 33)] int m, [Values(1, 16, 31)] int k, [Values(1, 8, 9, 33)] int n, [Values] bool transposed)
    {
        TensorData a = Float64Graph.InFloat64(Samples.Uniform([m, k])),
            b = Float64Graph.InFloat64(Samples.Uniform(transposed ? [n, k] : [k, n], seed: 2));
        Programs.AssertAgrees($"{m}×{k}×{n}", x => [x[0].MatMul(transposed ? x[1].T : x[1])], a, b);
    }

    [TestCase(new[] { 3, 5, 7 }, new[] { 3, 7, 9 })]
    [TestCase(new[] { 3, 5, 7 }, new[] { 7, 9 })]
    [TestCase(new[] { 5, 7 }, new[] { 3, 7, 9 })]
    [TestCase(new[] { 2, 1, 5, 7 }, new[] { 3, 7, 9 })]
    [TestCase(new[] { 2, 3, 5, 7 }, new[] { 2, 1, 7, 17 })]
    [TestCase(new[] { 4, 1, 7 }, new[] { 4, 7, 1 })]
    [TestCase(new[] { 3, 1, 7 }, new[] { 7, 33 })]
    [TestCase(new[] { 1, 5, 7 }, new[] { 1, 7, 9 })]
    public void Batches_broadcast(int[] left, int[] right)
    {
        TensorData a = Samples.Uniform(Shape.Create(left)), b = Samples.Uniform(Shape.Create(right), seed: 2);
        AssertBatches(x => x[0].MatMul(x[1]), a, b);
        AssertBatches(x => x[0].MatMul(x[1].Transpose(-1, -2)), a, Swapped(b));
        AssertBatches(x => x[0].Transpose(-1, -2).MatMul(x[1]), Swapped(a), b);
    }

    [TestCase(1, 40, 33)]
    [TestCase(1, 65, 1)]
    [TestCase(17, 33, 1)]
    [TestCase(1, 1, 130)]
    [TestCase(1, 300, 257)]
    public void Vectors_and_matrices(int m, int k, int n)
    {
        foreach (bool leftTransposed in (bool[])[false, true])
        {
            AssertProduct(m, k, n, leftTransposed, false, 0);
            AssertProduct(m, k, n, leftTransposed, true, 0);
        }
        TensorData vector = Samples.Uniform([k]), matrix = Samples.Uniform([k, n], seed: 2);
        AssertBatches(x => x[0].MatMul(x[1]), vector, matrix);
        AssertBatches(x => x[1].T.MatMul(x[0]), vector, matrix);
    }

    [Test]
    public void A_product_over_nothing_is_zero()
    {
        TensorData y = Programs.Run(x => [x[0].MatMul(x[1]) + 1], Samples.Uniform([3, 0]), Samples.Uniform([0, 17]))[0];
        Assert.That(y.Span<float>().ToArray(), Is.All.EqualTo(1f));
    }

    [Test]
    public void Operands_may_be_slices_of_larger_matrices()
    {
        TensorData a = Samples.Uniform([20, 40]), b = Samples.Uniform([40, 50], seed: 2);
        AssertBatches(x => x[0][1..18, 3..36].MatMul(x[1][5..38, 7..40]), a, b);
        AssertBatches(x => x[0][(.., 2), (.., 2)].MatMul(x[1][(.., 2), (.., -3)]), a, b);
        AssertBatches(x => x[0][(.., -1)].MatMul(x[1]), a, b);
    }

    [Test]
    public void A_wrong_product_fails_the_law() => Assert.That(
        () => Comparison.AssertClose(Reference(Samples.Uniform([3, 4]), Samples.Uniform([4, 5]), false, false),
            Reference(Samples.Uniform([3, 4], seed: 2), Samples.Uniform([4, 5]), false, false)),
        Throws.TypeOf<AssertionException>());

    private static void AssertProduct(int m, int k, int n, bool leftTransposed, bool rightTransposed, int bits)
    {
        TensorData a = Samples.Uniform(leftTransposed ? [k, m] : [m, k]), b = Samples.Uniform(rightTransposed ? [n, k] : [k, n], seed: 2);
        Graph graph = Programs.Trace(x => [(leftTransposed ? x[0].T : x[0]).MatMul(rightTransposed ? x[1].T : x[1])], a, b);
        TensorData actual = Compiler.Compile(graph, new CompileOptions { VectorBits = bits }).RunOnRubbish(a, b)[0];
        Comparison.AssertClose(actual, Reference(a, b, leftTransposed, rightTransposed),
            $"{m}×{k}×{n}, transposed {leftTransposed} {rightTransposed}, {bits} bits");
    }

    private static void AssertBatches(Func<Node[], Node> function, TensorData a, TensorData b)
    {
        Float64Graph exact = Float64Graph.Of(Programs.Trace(x => [function(x)], a, b));
        TensorData expected = Narrow(Interpreter.Run(exact.Graph, exact.Arguments([a, b]))[0]);
        Comparison.AssertClose(Programs.Run(x => [function(x)], a, b)[0], expected);
    }

    private static TensorData Swapped(TensorData x) => Interpreter.Run(Programs.Trace(i => [i[0].Transpose(-1, -2)], x), x)[0];

    private static TensorData Reference(TensorData a, TensorData b, bool leftTransposed, bool rightTransposed)
    {
        int m = a.Shape[leftTransposed ? 1 : 0], k = a.Shape[leftTransposed ? 0 : 1], n = b.Shape[rightTransposed ? 0 : 1];
        float[] left = a.Span<float>().ToArray(), right = b.Span<float>().ToArray(), y = new float[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                {
                    sum += (double)left[leftTransposed ? (p * m) + i : (i * k) + p] * right[rightTransposed ? (j * k) + p : (p * n) + j];
                }
                y[(i * n) + j] = (float)sum;
            }
        }
        return TensorData.From<float>([m, n], y);
    }

    private static TensorData Narrow(TensorData wide) =>
        TensorData.From<float>(wide.Shape, Array.ConvertAll(wide.Span<double>().ToArray(), v => (float)v));
}
