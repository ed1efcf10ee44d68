namespace NeuralJit.Kernels.Tests;

public unsafe class ElementwiseTests
{
    private static readonly int[][] Shapes =
        [[], [1], [0], [5, 0, 3], [7], [33], [3, 1, 5], [4, 5, 6], [17, 33], [2, 3, 4, 5], [1000, 70], [3, 40_000], [70_001]];

    public static IEnumerable<object[]> Cases() =>
        from shape in Shapes
        from x in Enum.GetValues<Layout>()
        from y in Enum.GetValues<Layout>()
        select new object[] { shape, x, y };

    [TestCaseSource(nameof(Cases))]
    public void Binary_operators_see_the_right_elements(int[] shape, Layout first, Layout second)
    {
        Strided<float> a = new(shape, first, i => i % 1000), b = new(shape, second, i => (i % 77) * 1000);
        Storage y = Storage.Allocate<float>(a.Count);
        Elementwise.Binary<AddOperator, float>(shape, a.Address, a.Strides, b.Address, b.Strides, (float*)y.Address);
        Check(y.Span<float>(), i => a[i] + b[i]);

        Elementwise.Unary<NegateOperator, float>(shape, a.Address, a.Strides, (float*)y.Address);
        Check(y.Span<float>(), i => -a[i]);
    }

    [TestCaseSource(nameof(Cases))]
    public void Masks_and_selections_see_the_right_elements(int[] shape, Layout first, Layout second)
    {
        Strided<double> a = new(shape, first, i => i % 10), b = new(shape, second, i => i % 7);
        Storage mask = Storage.Allocate<byte>(a.Count);
        Elementwise.Compare<LessOperator, double>(shape, a.Address, a.Strides, b.Address, b.Strides, (byte*)mask.Address);
        Check(mask.Span<byte>(), i => a[i] < b[i] ? (byte)1 : (byte)0);

        Strided<byte> condition = new(shape, first, i => (byte)(i % 3));
        Storage y = Storage.Allocate<double>(a.Count);
        Elementwise.Select(shape, condition.Address, condition.Strides, a.Address, a.Strides, b.Address, b.Strides, (double*)y.Address);
        Check(y.Span<double>(), i => condition[i] != 0 ? a[i] : b[i]);

        Elementwise.LogicalNot(shape, (byte*)mask.Address, Dense(shape), (byte*)mask.Address);
        Check(mask.Span<byte>(), i => a[i] < b[i] ? (byte)0 : (byte)1);
    }

    [Test]
    public void NaN_and_infinity_are_found()
    {
        Strided<float> x = new(
            [5], Layout.Dense, i => i switch { 1 => float.NaN, 2 => float.NegativeInfinity, 3 => float.PositiveInfinity, _ => i });
        Storage mask = Storage.Allocate<byte>(5);
        Elementwise.UnaryMask<IsNaNOperator, float>([5], x.Address, [1], (byte*)mask.Address);
        Assert.That(mask.Span<byte>().ToArray(), Is.EqualTo(new byte[] { 0, 1, 0, 0, 0 }));
        Elementwise.UnaryMask<IsInfinityOperator, float>([5], x.Address, [1], (byte*)mask.Address);
        Assert.That(mask.Span<byte>().ToArray(), Is.EqualTo(new byte[] { 0, 0, 1, 1, 0 }));
    }

    [Test]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        Strided<float> x = new([300, 1001], Layout.Transposed, i => (i % 997) * 0.01f);
        Storage one = Storage.Allocate<float>(x.Count), many = Storage.Allocate<float>(x.Count);
        int threads = WorkerPool.Threads;
        WorkerPool.Threads = 1;
        Elementwise.Unary<GeluOperator, float>(x.Lengths, x.Address, x.Strides, (float*)one.Address);
        WorkerPool.Threads = 3;
        Elementwise.Unary<GeluOperator, float>(x.Lengths, x.Address, x.Strides, (float*)many.Address);
        WorkerPool.Threads = threads;
        Assert.That(many.Span<float>().SequenceEqual(one.Span<float>()));
    }

    [Test]
    public void Wrong_ranks_are_refused()
    {
        float x = 0;
        Assert.That(() => { float y = x; Elementwise.Unary<ExpOperator, float>([2, 3], &y, [1], &y); }, Throws.ArgumentException);
    }

    internal static long[] Dense(int[] shape)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    internal static void Check<T>(ReadOnlySpan<T> actual, Func<int, T> expected)
        where T : unmanaged
    {
        for (int i = 0; i < actual.Length; i++)
        {
            if (!Ulp.Same(actual[i], expected(i)))
            {
                Assert.That(Widths.Show(actual[i]), Is.EqualTo(Widths.Show(expected(i))), $"element {i} of {actual.Length}");
            }
        }
    }
}
