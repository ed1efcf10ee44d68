namespace NeuralJit.Kernels.Tests;

/// <summary>Batch normalisation's kernels against sums in double precision.</summary>
public unsafe class ChannelNormTests
{
    private const double Epsilon = 1e-5;

    [Test]
    public void Normalises_by_the_statistics_of_the_batch(
        [Values(1, 2, 5)] int batch, [Values(1, 3, 40)] int channels, [Values(2, 15, 16, 64, 1000)] int columns, [Values] bool affine)
    {
        Random rng = new(batch + channels + columns);
        Strided<float> x = new([batch, channels, columns], Layout.Dense, _ => (float)((rng.NextDouble() * 4) + 100));
        Strided<float> weight = new([channels], Layout.Dense, _ => (float)rng.NextDouble()),
            bias = new([channels], Layout.Dense, _ => (float)rng.NextDouble());
        Storage y = Storage.Allocate<float>(x.Count), mean = Storage.Allocate<float>(channels),
            variance = Storage.Allocate<float>(channels);
        ChannelVariance.Run(batch, channels, columns, x.Address, (batch * columns) - 1, (float*)mean.Address, (float*)variance.Address);
        ChannelNormRows.RunOfBatch(
            batch, channels, columns, x.Address, affine ? weight.Address : null, affine ? bias.Address : null, Epsilon, (float*)y.Address);
        for (int c = 0; c < channels; c++)
        {
            int[] places =
                [.. Enumerable.Range(0, batch * columns).Select(i => (((i / columns * channels) + c) * columns) + (i % columns))];
            double average = places.Average(i => (double)x[i]), squares = places.Sum(i => Math.Pow(x[i] - average, 2));
            Assert.That(mean.Span<float>()[c], Is.EqualTo(average).Within(1e-4));
            Assert.That(variance.Span<float>()[c], Is.EqualTo(squares / (places.Length - 1)).Within(1e-4));
            foreach (int i in places)
            {
                double expected = (x[i] - average) / Math.Sqrt((squares / places.Length) + Epsilon);
                Assert.That(y.Span<float>()[i], Is.EqualTo(affine ? (expected * weight[c]) + bias[c] : expected).Within(2e-4));
            }
        }
    }

    // A plain sum of so many means loses 1.7e-12, and the deviations from a wrong mean are no variance.
    [Test]
    public void Statistics_of_many_samples_are_accurate_in_float64_too()
    {
        const int Samples = 1_000_003;
        Strided<double> x = new([Samples, 1, 1], Layout.Dense, _ => 0.1);
        double mean, variance;
        ChannelVariance.Run(Samples, 1, 1, x.Address, Samples, &mean, &variance);
        Assert.That(mean, Is.EqualTo(0.1).Within(2).Ulps);
        Assert.That(variance, Is.LessThan(1e-32));
    }

    [Test]
    public void A_channel_with_NaN_is_NaN_and_the_others_are_not()
    {
        float* x = stackalloc float[8] { 1, 2, float.NaN, 4, 5, 6, 7, 8 };
        ChannelNormRows.RunOfBatch(2, 2, 2, x, null, null, Epsilon, x);
        float[] y = new ReadOnlySpan<float>(x, 8).ToArray();
        Assert.That(y.Select(float.IsNaN), Is.EqualTo(new[] { false, false, true, true, false, false, true, true }));
    }
}
