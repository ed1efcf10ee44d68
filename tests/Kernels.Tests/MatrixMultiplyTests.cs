namespace NeuralJit.Kernels.Tests;

public unsafe class MatrixMultiplyTests
{
    private static readonly (int M, int N, int K)[] Sizes =
    [
        (1, 1, 1), (1, 5, 3), (1, 300, 70), (2, 3, 4), (3, 17, 9), (5, 1, 8), (7, 16, 33), (8, 48, 16), (9, 49, 17), (15, 47, 31),
            (16, 95, 64), (33, 97, 129),
        (64, 10, 128), (13, 200, 300), (100, 130, 520), (65, 500, 70), (3, 64, 1000), (1, 1000, 513), (40, 700, 300),
    ];

    public static IEnumerable<object[]> Cases() =>
        from size in Sizes
        from transposeA in new[] { false, true }
        from transposeB in new[] { false, true }
        select new object[] { size.M, size.N, size.K, transposeA, transposeB };

    [TestCaseSource(nameof(Cases))]
    public void Products_of_all_layouts(int m, int n, int k, bool transposeA, bool transposeB)
    {
        Check<float>(m, n, k, transposeA, transposeB, 1e-5, v => (float)v);
        Check<double>(m, n, k, transposeA, transposeB, 1e-14, v => v);
    }

    [Test]
    public void Large_products_are_packed_in_slices()
    {
        Check<float>(33, 1000, 2100, false, false, 1e-5, v => (float)v);
        Check<float>(33, 1000, 2100, true, true, 1e-5, v => (float)v);
    }

    [Test]
    public void Integers_multiply_exactly([Values] bool transpose)
    {
        int m = 9, n = 21, k = 33;
        Strided<int> a = new([m, k], Layout.Padded, i => i - 50),
            b = new([k, n], transpose ? Layout.Transposed : Layout.Dense, i => 70 - i);
        Storage c = Storage.Allocate<int>(m * n);
        MatrixMultiply.Run(m, n, k, a.Address, a.Strides[0], a.Strides[1], b.Address, b.Strides[0], b.Strides[1], (int*)c.Address, n);
        ElementwiseTests.Check<int>(c.Span<int>(), i => Enumerable.Range(0, k).Sum(p => a[((i / n) * k) + p] * b[(p * n) + (i % n)]));
    }

    [Test]
    public void No_depth_gives_zeros()
    {
        Storage c = Storage.Allocate<float>(12);
        Fill.Run((float*)c.Address, 12, 5f);
        float* none = (float*)c.Address;
        MatrixMultiply.Run(3, 4, 0, none, 0, 1, none, 4, 1, (float*)c.Address, 4);
        Assert.That(c.Span<float>().ToArray(), Is.All.EqualTo(0));
    }

    [Test]
    public void Results_do_not_depend_on_threads_and_tiles()
    {
        // A row of a product is the product of the row: the same chain of fused multiply-adds in every kernel.
        int m = 37, n = 333, k = 700;
        Strided<float> a = new([m, k], Layout.Dense, i => MathF.Sin(i)), b = new([k, n], Layout.Dense, i => MathF.Cos(i));
        Storage all = Storage.Allocate<float>(m * n), row = Storage.Allocate<float>(n);
        int threads = WorkerPool.Threads;
        WorkerPool.Threads = 3;
        MatrixMultiply.Run(m, n, k, a.Address, k, 1, b.Address, n, 1, (float*)all.Address, n);
        WorkerPool.Threads = threads;
        for (int i = 0; i < m; i++)
        {
            MatrixMultiply.Run(1, n, k, a.Address + (i * k), k, 1, b.Address, n, 1, (float*)row.Address, n);
            Assert.That(row.Span<float>().SequenceEqual(all.Span<float>().Slice(i * n, n)), $"row {i}");
        }
    }

    [Test]
    public void Narrow_registers_give_the_same_bits()
    {
        int m = 11, n = 70, k = 50;
        Strided<float> a = new([m, k], Layout.Dense, i => MathF.Sin(i)), b = new([k, n], Layout.Dense, i => MathF.Cos(i));
        Storage wide = Storage.Allocate<float>(m * n), narrow = Storage.Allocate<float>(m * n);
        GemmProblem<float> problem = new()
        {
            M = m,
            N = n,
            K = k,
            A = a.Address,
            ARowStride = k,
            AColumnStride = 1,
            B = b.Address,
            BRowStride = n,
            BColumnStride = 1,
            CRowStride = n
        };
        problem.C = (float*)wide.Address;
        Gemm<float>.Invoke<Simd512<float>, System.Runtime.Intrinsics.Vector512<float>>(problem);
        problem.C = (float*)narrow.Address;
        Gemm<float>.Invoke<Simd256<float>, System.Runtime.Intrinsics.Vector256<float>>(problem);
        Assert.That(narrow.Span<float>().SequenceEqual(wide.Span<float>()));
        Gemm<float>.Invoke<SimdScalar<float>, float>(problem);
        Assert.That(narrow.Span<float>().SequenceEqual(wide.Span<float>()));
    }

    [Test]
    public void Batches_repeat_a_matrix_with_stride_0([Values(1, 3, 40)] int batch)
    {
        int m = 5, n = 33, k = 17;
        Strided<double> a = new([batch, m, k], Layout.Dense, i => i % 11), b = new([k, n], Layout.Dense, i => i % 7);
        Storage c = Storage.Allocate<double>(batch * m * n);
        MatrixMultiply.RunBatched(batch, m * k, 0, m * n, m, n, k, a.Address, k, 1, b.Address, n, 1, (double*)c.Address, n);
        ElementwiseTests.Check<double>(c.Span<double>(), i => Enumerable.Range(0, k).Sum(p => a[((i / n) * k) + p] * b[(p * n) + (i % n)]));
    }

    private static void Check<T>(int m, int n, int k, bool transposeA, bool transposeB, double tolerance, Func<double, T> convert)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        Strided<T> a = new([m, k], transposeA ? Layout.Transposed : Layout.Padded, i => convert(Math.Sin(i * 1.3)));
        Strided<T> b = new([k, n], transposeB ? Layout.Transposed : Layout.Padded, i => convert(Math.Cos(i * 0.7)));
        int pitch = n + 3;
        T marker = convert(123);
        Storage c = Storage.Allocate<T>(m * pitch);
        Fill.Run((T*)c.Address, m * pitch, marker);
        MatrixMultiply.Run(m, n, k, a.Address, a.Strides[0], a.Strides[1], b.Address, b.Strides[0], b.Strides[1], (T*)c.Address, pitch);
        double[] column = new double[k];
        double worst = 0, scale = 1;
        for (int j = 0; j < n; j++)
        {
            for (int p = 0; p < k; p++)
            {
                column[p] = double.CreateChecked(b.Address[(p * b.Strides[0]) + (j * b.Strides[1])]);
            }

            for (int i = 0; i < m; i++)
            {
                double sum = 0;
                T* row = a.Address + (i * a.Strides[0]);
                for (int p = 0; p < k; p++)
                {
                    sum += double.CreateChecked(row[p * a.Strides[1]]) * column[p];
                }

                scale = Math.Max(scale, Math.Abs(sum));
                worst = Math.Max(worst, Math.Abs(double.CreateChecked(c.Span<T>()[(i * pitch) + j]) - sum));
            }
        }

        Assert.That(worst / scale, Is.LessThan(tolerance));
        for (int i = 0; i < m; i++)
        {
            Assert.That(c.Span<T>().Slice((i * pitch) + n, 3).ToArray(), Is.All.EqualTo(marker), "beyond the row");
        }
    }
}
