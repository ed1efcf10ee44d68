namespace NeuralJit.Kernels.Tests;

/// <summary>Linear maps along an axis: weights of 1 in all, the transpose, known values.</summary>
public unsafe class ResamplingTests
{
    public static IEnumerable<object[]> Cases() =>
        from mode in Enum.GetValues<ResampleMode>()
        from inner in new[] { 1, 3, 40 }
        from extents in new[] { (5, 8), (8, 5), (6, 12), (7, 7), (1, 3) }
        where mode != ResampleMode.Reflect || extents.Item1 >= extents.Item2 - 4 && extents.Item1 > 4
        select new object[] { mode, inner, extents.Item1, extents.Item2 };

    [TestCaseSource(nameof(Cases))]
    public void A_constant_stays_constant_and_the_transpose_is_the_transpose(ResampleMode mode, int inner, int from, int to)
    {
        ResampleAxis axis = new() { Mode = mode, From = from, To = to, Before = Math.Max(0, (to - from) / 2) };
        double[] ones = [.. Enumerable.Repeat(1.0, 2 * from * inner)], x = Values(2 * from * inner, 1), dy = Values(2 * to * inner, 2);
        double[] mapped = Map(axis, false, inner, ones, to), y = Map(axis, false, inner, x, to), dx = Map(axis, true, inner, dy, from);
        Assert.That(mapped, Is.All.EqualTo(1.0).Within(1e-15));
        Assert.That(Dot(y, dy), Is.EqualTo(Dot(x, dx)).Within(1e-12), "Mx·dy = x·Mᵀdy");
    }

    [Test]
    public void Large_maps_take_several_threads()
    {
        ResampleAxis axis = new() { Mode = ResampleMode.Linear, From = 64, To = 100 };
        double[] x = Values(300 * 64 * 3, 1), y = new double[300 * 100 * 3], first = new double[100 * 3];
        fixed (double* px = x, py = y, pf = first)
        {
            Resampling.Run(axis, 300, 3, px, py);
            Resampling.Run(axis, 1, 3, px + (299 * 64 * 3), pf);
        }

        Assert.That(y[^300..], Is.EqualTo(first));
    }

    [TestCase(ResampleMode.Nearest, new double[] { 0, 0, 1, 1, 2, 2 })]
    [TestCase(ResampleMode.NearestExact, new double[] { 0, 0, 1, 1, 2, 2 })]
    [TestCase(ResampleMode.Linear, new double[] { 0, 0.25, 0.75, 1.25, 1.75, 2 })]
    [TestCase(ResampleMode.Area, new double[] { 0, 0, 1, 1, 2, 2 })]
    [TestCase(ResampleMode.Replicate, new double[] { 0, 0, 1, 2, 2, 2 })]
    [TestCase(ResampleMode.Circular, new double[] { 2, 0, 1, 2, 0, 1 })]
    public void Three_elements_become_six(ResampleMode mode, double[] expected)
    {
        ResampleAxis axis = new() { Mode = mode, From = 3, To = 6, Before = 1 };
        Assert.That(Map(axis, false, 1, [0, 1, 2, 0, 1, 2], 6)[..6], Is.EqualTo(expected));
    }

    private static double[] Map(ResampleAxis axis, bool transposed, int inner, double[] x, int extent)
    {
        double[] y = new double[2 * extent * inner];
        fixed (double* px = x, py = y)
        {
            if (transposed)
            {
                Resampling.Transposed(axis, 2, inner, px, py);
            }
            else
            {
                Resampling.Run(axis, 2, inner, px, py);
            }
        }

        return y;
    }

    private static double[] Values(int count, int seed) => [.. Enumerable.Range(0, count).Select(i => Math.Sin((i * 1.7) + seed))];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
