namespace NeuralJit.Kernels.Tests;

/// <summary>
/// Poolings against their definitions: which element of a window is the greatest, where it lies, and who gets the gradient.
/// </summary>
public unsafe class PoolingTests
{
    private static readonly (int[] Input, int[] Kernel, int[] Strides, int[] Pads, int[] Dilations, int[] Output)[] Windows =
    [
        ([6, 8], [2, 2], [2, 2], [0, 0], [1, 1], [3, 4]), ([7, 9], [2, 2], [2, 2], [0, 0], [1, 1], [3, 4]),
            ([4, 70], [2, 2], [2, 2], [0, 0], [1, 1], [2, 35]),
        ([4, 64], [2, 2], [2, 2], [0, 0], [1, 1], [2, 32]), ([2, 4, 6], [1, 2, 2], [1, 2, 2], [0, 0, 0], [1, 1, 1], [2, 2, 3]),
        ([9, 9], [3, 3], [2, 2], [1, 1], [1, 1], [5, 5]), ([6, 20], [3, 3], [1, 1], [1, 1], [1, 1], [6, 20]),
            ([6, 20], [3, 2], [1, 1], [0, 0], [1, 1], [4, 19]),
        ([7, 33], [3, 2], [2, 3], [1, 0], [2, 1], [3, 11]), ([11], [3], [4], [1], [1], [3]),
            ([4, 5, 6], [2, 3, 2], [2, 1, 3], [1, 1, 0], [1, 1, 2], [3, 5, 2]),
        ([8, 8], [8, 8], [8, 8], [0, 0], [1, 1], [1, 1]), ([5, 5], [2, 2], [5, 5], [0, 0], [1, 1], [1, 1]),
            ([6, 6], [3, 3], [2, 2], [0, 0], [1, 1], [3, 3]),
    ];

    public static IEnumerable<object[]> Cases() => from i in Enumerable.Range(0, Windows.Length)
                                                   from planes in new[] { 0, 1,
        5 }
                                                   from special in new[] { false, true }
                                                   select new object[] { i, planes, special };

    [TestCaseSource(nameof(Cases))]
    public void Greatest_elements_and_who_gets_their_gradient(int window, int planes, bool special)
    {
        DirectPooling direct = Direct(window, planes);
        float[] x = Values(direct.InputCount, special), dy = Values(direct.OutputCount, false), values = Values(direct.InputCount, false);
        long[] greatest = direct.Greatest(x);
        float[] y = new float[dy.Length], dx = new float[x.Length], picked = new float[dy.Length], expectedDx = new float[x.Length];
        fixed (float* px = x, py = y, pdy = dy, pdx = dx, pv = values, pp = picked)
        {
            Pooling.Max(direct.Shape, px, py);
            Pooling.MaxGradient(direct.Shape, px, pdy, pdx);
            Pooling.MaxGather(direct.Shape, px, pv, pp);
        }

        for (int i = 0; i < greatest.Length; i++)
        {
            expectedDx[greatest[i]] += dy[i];
        }

        Assert.That(y, Is.EqualTo(greatest.Select(i => x[i])));
        Assert.That(picked, Is.EqualTo(greatest.Select(i => values[i])));
        Assert.That(dx, Is.EqualTo(expectedDx).Within(1e-5));
    }

    [TestCaseSource(nameof(Cases))]
    public void Sums_and_who_gets_their_gradient(int window, int planes, bool special)
    {
        DirectPooling direct = Direct(window, planes);
        double[] x = [.. Values(direct.InputCount, special: false)], dy = [.. Values(direct.OutputCount, special: false)];
        double[] y = new double[dy.Length], dx = new double[x.Length], expected = new double[dy.Length], expectedDx = new double[x.Length];
        double[] columns = new double[dy.Length * direct.Taps], folded = new double[x.Length];
        fixed (double* px = x, py = y, pdy = dy, pdx = dx, pc = columns, pf = folded)
        {
            Pooling.Sum(direct.Shape, px, py);
            Pooling.SumGradient(direct.Shape, pdy, pdx);
            Pooling.Unfold(direct.Shape, px, pc);
            Pooling.Fold(direct.Shape, pc, pf);
        }

        double[] reads = new double[x.Length];
        direct.ForEach((input, output, tap) =>
        {
            expected[output] += x[input];
            expectedDx[input] += dy[output];
            reads[input]++;
        });
        Assert.That(y, Is.EqualTo(expected).Within(1e-12));
        Assert.That(dx, Is.EqualTo(expectedDx).Within(1e-12));
        Assert.That(folded, Is.EqualTo(reads.Select((count, i) => count * x[i])).Within(1e-12),
            "folded columns count every element once per window");
    }

    [TestCaseSource(nameof(Cases))]
    public void Results_do_not_depend_on_the_register_width_or_the_element_type(int window, int planes, bool special)
    {
        DirectPooling direct = Direct(window, planes);
        float[] x = Values(direct.InputCount, special), y = new float[direct.OutputCount];
        double[] wide = [.. x], yWide = new double[y.Length];
        fixed (float* px = x, py = y)
        {
            Pooling.Max(direct.Shape, px, py);
        }

        fixed (double* px = wide, py = yWide)
        {
            Pooling.Max(direct.Shape, px, py);
        }

        Assert.That(yWide, Is.EqualTo(y.Select(v => (double)v)));
    }

    [TestCase(float.NegativeInfinity)]
    [TestCase(float.MinValue)]
    public void Padding_takes_no_gradient_where_elements_are_as_small(float low)
    {
        for (int window = 0; window < Windows.Length; window++)
        {
            DirectPooling direct = Direct(window, 3);
            float[] x = Values(direct.InputCount, false), dy = Values(direct.OutputCount, false), dx = new float[x.Length],
                picked = new float[dy.Length], expected = new float[x.Length];
            // Two planes of the lowest number alone, and one with a few others.
            for (int i = 0; i < x.Length; i++)
            {
                x[i] = i % 11 == 5 && i < x.Length / 3 ? x[i] : low;
            }

            fixed (float* px = x, pdy = dy, pdx = dx, pp = picked)
            {
                Pooling.MaxGradient(direct.Shape, px, pdy, pdx);
                Pooling.MaxGather(direct.Shape, px, px, pp);
            }

            long[] greatest = direct.Greatest(x);
            for (int i = 0; i < greatest.Length; i++)
            {
                expected[greatest[i]] += dy[i];
            }

            Assert.That(dx, Is.EqualTo(expected).Within(1e-5), $"window {window}");
            Assert.That(picked, Is.EqualTo(greatest.Select(i => x[i])), $"window {window}");
        }
    }

    private static DirectPooling Direct(int window, int planes)
    {
        (int[] input, int[] kernel, int[] strides, int[] pads, int[] dilations, int[] output) = Windows[window];
        return new DirectPooling(planes, input, kernel, strides, pads, dilations, output);
    }

    // Few different values, so that there are ties; special ones among them where wanted.
    private static float[] Values(int count, bool special)
    {
        var random = new Random(5);
        float[] values = [.. Enumerable.Range(0, count).Select(_ => random.Next(-3, 4) + 0.5f)];
        for (int i = 0; special && i < count; i += 7)
        {
            values[i] = (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => float.NegativeInfinity };
        }

        return values;
    }
}
