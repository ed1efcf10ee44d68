namespace NeuralJit.Kernels.Tests;

public unsafe class ReductionTests
{
    public static IEnumerable<object[]> Cases() =>
        from shape in new int[][] { [1], [7], [64], [100], [3, 5], [33, 70], [70, 33], [4, 5, 6], [3, 17, 9, 20], [2, 1, 30], [200, 300],
            [5, 9000], [9000, 5], [3, 0, 2], [50_000] }
        from layout in Enum.GetValues<Layout>()
        select new object[] { shape, layout };

    [TestCaseSource(nameof(Cases))]
    public void Sums_and_extrema_over_any_axes(int[] shape, Layout layout)
    {
        Random rng = new(5);
        Strided<float> x = new(shape, layout, _ => (float)((rng.NextDouble() * 2) - 1));
        for (uint mask = 0; mask < 1u << shape.Length; mask++)
        {
            (double[] sum, double[] size, double[] max, double[] min) = Naive(x, mask);
            float[] actual = Run<SumReducer, float>(x, mask, sum.Length);
            for (int i = 0; i < sum.Length; i++)
            {
                Assert.That(actual[i], Is.EqualTo(sum[i]).Within(3e-6 * (size[i] + 1e-30)), $"sum over {mask:b}, result {i}");
            }

            Assert.That(Run<MaxReducer, float>(x, mask, sum.Length), Is.EqualTo(max.Select(v => (float)v)), $"max over {mask:b}");
            Assert.That(Run<MinReducer, float>(x, mask, sum.Length), Is.EqualTo(min.Select(v => (float)v)), $"min over {mask:b}");
        }
    }

    [Test]
    public void Integers_and_float64_reduce_too()
    {
        Strided<long> x = new([13, 57], Layout.Padded, i => (i % 5) - 1);
        Assert.That(Run<SumReducer, long>(x, 3, 1)[0], Is.EqualTo(Enumerable.Range(0, x.Count).Sum(i => x[i])));
        Assert.That(Run<MaxReducer, long>(x, 1, 57),
            Is.EqualTo(Enumerable.Range(0, 57).Select(c => Enumerable.Range(0, 13).Max(r => x[(r * 57) + c]))));
        Strided<sbyte> bytes = new([200], Layout.Dense, i => (sbyte)-i);
        Assert.That(Run<MinReducer, sbyte>(bytes, 1, 1)[0], Is.EqualTo(-128));
        Strided<double> product = new([7, 20], Layout.Dense, i => 1 + (i % 3));
        Assert.That(
            Run<ProductReducer, double>(product, 2, 7)[3], Is.EqualTo(Enumerable.Range(60, 20).Aggregate(1.0, (p, i) => p * product[i])));
    }

    [Test]
    public void NaN_wins_every_extremum([Values(0, 5, 63, 64, 299)] int place)
    {
        Strided<float> x = new([300], Layout.Dense, i => i == place ? float.NaN : i);
        Assert.That(Run<MaxReducer, float>(x, 1, 1)[0], Is.NaN);
        Assert.That(Run<MinReducer, float>(x, 1, 1)[0], Is.NaN);
    }

    [Test]
    public void An_empty_reduction_gives_the_identity()
    {
        Strided<float> x = new([3, 0], Layout.Dense, _ => 1);
        Assert.That(Run<SumReducer, float>(x, 2, 3), Is.All.EqualTo(0));
        Assert.That(Run<ProductReducer, float>(x, 2, 3), Is.All.EqualTo(1));
        Assert.That(Run<MaxReducer, float>(x, 2, 3), Is.All.EqualTo(float.NegativeInfinity));
    }

    [Test]
    public void Sums_do_not_depend_on_threads_or_widths()
    {
        Random rng = new(6);
        Strided<float> x = new([301, 1003], Layout.Dense, _ => (float)rng.NextDouble());
        int threads = WorkerPool.Threads;
        foreach (uint mask in new[] { 1u, 2u, 3u })
        {
            int results = mask == 1 ? 1003 : mask == 2 ? 301 : 1;
            WorkerPool.Threads = 1;
            float[] one = Run<SumReducer, float>(x, mask, results);
            WorkerPool.Threads = 3;
            float[] many = Run<SumReducer, float>(x, mask, results);
            WorkerPool.Threads = threads;
            Assert.That(many, Is.EqualTo(one));
        }

        for (int length = 0; length < 300; length++)
        {
            float* p = x.Address;
            float expected = RowReduction.Run<IdentityMap, SumReducer, SimdScalar<float>, float, float>(p, p, length, 0);
            Assert.That(RowReduction.Run<IdentityMap, SumReducer, Simd512<float>, System.Runtime.Intrinsics.Vector512<float>, float>(
                p, p, length, 0), Is.EqualTo(expected));
            Assert.That(RowReduction.Run<IdentityMap, SumReducer, Simd256<float>, System.Runtime.Intrinsics.Vector256<float>, float>(
                p, p, length, 0), Is.EqualTo(expected));
            Assert.That(RowReduction.Run<IdentityMap, SumReducer, Simd128<float>, System.Runtime.Intrinsics.Vector128<float>, float>(
                p, p, length, 0), Is.EqualTo(expected));
        }
    }

    [Test]
    public void Arg_reduce_takes_the_first([Values(-1, 0, 1, 2)] int axis, [Values] bool greatest, [Values] Layout layout)
    {
        Strided<int> x = new([4, 37, 5], layout, i => (i * 7919) % 13);
        int[] shape = x.Lengths;
        int inner = axis < 0 ? 1 : shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        int length = axis < 0 ? x.Count : shape[axis];
        Storage y = Storage.Allocate<long>(x.Count / length);
        ArgReduce.Run(shape, x.Address, x.Strides, axis, greatest, (long*)y.Address);
        ElementwiseTests.Check<long>(y.Span<long>(), result =>
        {
            IEnumerable<int> values = Enumerable.Range(0, length)
                .Select(i => x[(((result / inner) * length) + i) * inner + (result % inner)]);
            int[] row = [.. values];
            return Array.IndexOf(row, greatest ? row.Max() : row.Min());
        });
    }

    [Test]
    public void Arg_reduce_finds_the_first_NaN()
    {
        Strided<float> x = new([100], Layout.Dense, i => i is 40 or 60 ? float.NaN : i);
        long index;
        ArgReduce.Run([100], x.Address, [1], 0, greatest: false, &index);
        Assert.That(index, Is.EqualTo(40));
        Assert.That(() => { long at; ArgReduce.Run([2, 0], x.Address, [1, 1], 1, greatest: true, &at); }, Throws.ArgumentException);
    }

    private static T[] Run<TReducer, T>(Strided<T> x, uint mask, int results)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        Storage y = Storage.Allocate<T>(results);
        Reduction.Run<TReducer, T>(x.Lengths, x.Address, x.Strides, mask, (T*)y.Address);
        return y.Span<T>().ToArray();
    }

    private static (double[] Sum, double[] Size, double[] Max, double[] Min) Naive(Strided<float> x, uint mask)
    {
        int results = 1;
        for (int i = 0; i < x.Lengths.Length; i++)
        {
            results *= (mask >> i & 1) != 0 ? 1 : x.Lengths[i];
        }

        double[] sum = new double[results], size = new double[results], max = new double[results], min = new double[results];
        Array.Fill(max, double.NegativeInfinity);
        Array.Fill(min, double.PositiveInfinity);
        for (int flat = 0; flat < x.Count; flat++)
        {
            int rest = flat, result = 0, stride = 1;
            for (int i = x.Lengths.Length - 1; i >= 0; i--)
            {
                if ((mask >> i & 1) == 0)
                {
                    result += rest % x.Lengths[i] * stride;
                    stride *= x.Lengths[i];
                }

                rest /= x.Lengths[i];
            }

            sum[result] += x[flat];
            size[result] += Math.Abs(x[flat]);
            max[result] = Math.Max(max[result], x[flat]);
            min[result] = Math.Min(min[result], x[flat]);
        }

        return (sum, size, max, min);
    }
}
