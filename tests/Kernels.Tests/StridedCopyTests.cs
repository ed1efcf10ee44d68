namespace NeuralJit.Kernels.Tests;

public unsafe class StridedCopyTests
{
    public static IEnumerable<object[]> Cases() =>
        from shape in new int[][] { [], [1], [0, 4], [5], [3, 4], [16, 16], [17, 19], [33, 8], [8, 33], [100, 37], [2, 3, 4, 5],
            [3, 20, 40], [40, 20, 3], [4, 37, 1, 50], [300, 301] }
        from x in Enum.GetValues<Layout>()
        from y in new[] { Layout.Dense, Layout.Transposed, Layout.Padded }
        select new object[] { shape, x, y };

    [TestCaseSource(nameof(Cases))]
    public void Copies_between_all_layouts(int[] shape, Layout from, Layout to)
    {
        Check<byte>(shape, from, to, i => (byte)i);
        Check<short>(shape, from, to, i => (short)i);
        Check<float>(shape, from, to, i => i);
        Check<double>(shape, from, to, i => i);
    }

    [Test]
    public void Inner_permutations_of_four_dimensions_are_copied()
    {
        // Heads of attention, [batch, head, row, column] from [batch, row, head, column], and channels last.
        Strided<float> x = new([3, 12, 5, 64], Layout.Dense, i => i);
        Storage y = Storage.Allocate<float>(x.Count);
        StridedCopy.Run([3, 5, 12, 64], x.Address, [12 * 5 * 64, 64, 5 * 64, 1], (float*)y.Address, [5 * 12 * 64, 12 * 64, 64, 1]);
        ElementwiseTests.Check<float>(
            y.Span<float>(), i => x[(((((i / (64 * 12 * 5)) * 12) + (i / 64 % 12)) * 5) + (i / (64 * 12) % 5)) * 64 + (i % 64)]);

        StridedCopy.Run([3, 5, 64, 12], x.Address, [12 * 5 * 64, 64, 1, 5 * 64], (float*)y.Address, [5 * 12 * 64, 12 * 64, 12, 1]);
        ElementwiseTests.Check<float>(
            y.Span<float>(), i => x[(((((i / (64 * 12 * 5)) * 12) + (i % 12)) * 5) + (i / (64 * 12) % 5)) * 64 + (i / 12 % 64)]);
    }

    [Test]
    public void Fill_sets_every_element([Values(0, 1, 15, 100_000)] int count)
    {
        Storage y = Storage.Allocate<double>(count);
        Fill.Run((double*)y.Address, count, 1.5);
        Assert.That(y.Span<double>().ToArray(), Is.All.EqualTo(1.5));
    }

    private static void Check<T>(int[] shape, Layout from, Layout to, Func<int, T> value)
        where T : unmanaged
    {
        Strided<T> x = new(shape, from, value), y = new(shape, to, _ => default);
        StridedCopy.Run(shape, x.Address, x.Strides, y.Address, y.Strides);
        for (int i = 0; i < x.Count; i++)
        {
            if (!Ulp.Same(x[i], y[i]))
            {
                Assert.That(y[i], Is.EqualTo(x[i]), $"{typeof(T).Name} at {i}");
            }
        }
    }
}
