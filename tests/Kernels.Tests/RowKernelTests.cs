namespace NeuralJit.Kernels.Tests;

public unsafe class RowKernelTests
{
    [Test]
    public void Softmax_and_its_logarithm([Values(1, 3, 700)] int rows, [Values(1, 2, 10, 16, 17, 64, 65, 129, 1000)] int columns)
    {
        Random rng = new(rows + columns);
        Strided<float> x = new([rows, columns], Layout.Dense, _ => (float)((rng.NextDouble() * 40) - 20));
        Strided<double> x64 = new([rows, columns], Layout.Dense, i => i < rows * columns ? x[i] : 0);
        Storage y = Storage.Allocate<float>(x.Count), y64 = Storage.Allocate<double>(x.Count);
        double[] log = LogSoftmax(x64, rows, columns);

        SoftmaxRows.Run(rows, columns, x.Address, (float*)y.Address);
        SoftmaxRows.Run(rows, columns, x64.Address, (double*)y64.Address);
        for (int i = 0; i < x.Count; i++)
        {
            double expected = Math.Exp(log[i]);
            Assert.That(y.Span<float>()[i], Is.EqualTo(expected).Within(6e-6 * expected));
            Assert.That(y64.Span<double>()[i], Is.EqualTo(expected).Within(1e-13 * expected));
        }

        LogSoftmaxRows.Run(rows, columns, x.Address, (float*)y.Address);
        LogSoftmaxRows.Run(rows, columns, x64.Address, (double*)y64.Address);
        for (int i = 0; i < x.Count; i++)
        {
            Assert.That(y.Span<float>()[i], Is.EqualTo(log[i]).Within(1e-5));
            Assert.That(y64.Span<double>()[i], Is.EqualTo(log[i]).Within(1e-13));
        }
    }

    [Test]
    public void Softmax_of_extremes()
    {
        float* x = stackalloc float[4] { float.NegativeInfinity, 1000, 1000, -1000 };
        SoftmaxRows.Run(1, 4, x, x);
        Assert.That(new ReadOnlySpan<float>(x, 4).ToArray(), Is.EqualTo(new[] { 0, 0.5f, 0.5f, 0 }));
        float* nan = stackalloc float[2] { float.NaN, 1 };
        SoftmaxRows.Run(1, 2, nan, nan);
        Assert.That(new ReadOnlySpan<float>(nan, 2).ToArray(), Is.All.NaN);
    }

    [Test]
    public void Layer_norm([Values(1, 5, 300)] int rows, [Values(1, 3, 16, 100, 1000)] int columns, [Values] bool affine)
    {
        Random rng = new(rows * columns);
        Strided<float> x = new([rows, columns], Layout.Dense, _ => (float)((rng.NextDouble() * 4) + 100));
        Strided<float> weight = new([columns], Layout.Dense, _ => (float)rng.NextDouble()),
            bias = new([columns], Layout.Dense, _ => (float)rng.NextDouble());
        Storage y = Storage.Allocate<float>(x.Count);
        LayerNormRows.Run(rows, columns, x.Address, affine ? weight.Address : null, affine ? bias.Address : null, 1e-5, (float*)y.Address);
        for (int row = 0; row < rows; row++)
        {
            double mean = Enumerable.Range(0, columns).Average(c => (double)x[(row * columns) + c]);
            double variance = Enumerable.Range(0, columns).Average(c => Math.Pow(x[(row * columns) + c] - mean, 2));
            for (int c = 0; c < columns; c++)
            {
                double expected = (x[(row * columns) + c] - mean) / Math.Sqrt(variance + 1e-5);
                expected = affine ? (expected * weight[c]) + bias[c] : expected;
                Assert.That(y.Span<float>()[(row * columns) + c], Is.EqualTo(expected).Within(columns == 1 ? 1e-3 : 2e-4));
            }
        }
    }

    private static double[] LogSoftmax(Strided<double> x, int rows, int columns)
    {
        double[] result = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            IEnumerable<double> values = Enumerable.Range(row * columns, columns).Select(i => x[i]);
            double max = values.Max();
            double log = Math.Log(values.Sum(v => Math.Exp(v - max)));
            for (int i = row * columns; i < (row + 1) * columns; i++)
            {
                result[i] = x[i] - max - log;
            }
        }

        return result;
    }
}
