using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels.Tests;

/// <summary>Sums in blocks: what rounding takes is kept, and nothing depends on the width of registers.</summary>
public sealed unsafe class RunningSumTests
{
    private static readonly int[] Lengths = [2047, 2048, 2049, 2048 + 4, 2048 + 44, 2048 + 61, 4096 - 4, 4096, 4096 + 63, 10_007];

    [Test]
    public void What_rounding_takes_from_a_sum_is_exact()
    {
        var random = new Random(1);
        for (int i = 0; i < 10_000; i++)
        {
            float a = (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-10, 10)),
                b = (random.NextSingle() - 0.5f) * MathF.Pow(2, random.Next(-10, 10));
            float sum = a + b, lost = RunningSum.Lost<SimdScalar<float>, float, float>(a, b, sum);
            Assert.That((double)sum + lost, Is.EqualTo((double)a + b), $"{a:R} + {b:R}");
        }
    }

    [Test]
    public void Nothing_is_lost_from_infinities([Values(float.PositiveInfinity, float.NegativeInfinity, float.NaN)] float special)
    {
        (float high, float low) = (1, 0);
        RunningSum.Add<SimdScalar<float>, float, float>(ref high, ref low, special);
        RunningSum.Add<SimdScalar<float>, float, float>(ref high, ref low, 2);
        Assert.That((high, low), Is.EqualTo((special, 0f)));
    }

    [TestCaseSource(nameof(Lengths))]
    public void Rows_have_equal_bits_at_every_width(int length)
    {
        float[] x = [.. Samples(length).Select(v => (float)v)];
        float expected = Row<SimdScalar<float>, float, float>(x);
        Assert.That(expected, Is.EqualTo(x.Sum(v => (double)v)).Within(1e-4).Percent);
        Assert.That(Row<Simd128<float>, Vector128<float>, float>(x), Is.EqualTo(expected));
        Assert.That(Row<Simd256<float>, Vector256<float>, float>(x), Is.EqualTo(expected));
        Assert.That(Row<Simd512<float>, Vector512<float>, float>(x), Is.EqualTo(expected));
        double[] x64 = [.. Samples(length)];
        Assert.That(Row<Simd512<double>, Vector512<double>, double>(x64), Is.EqualTo(Row<Simd128<double>, Vector128<double>, double>(x64)));
    }

    [Test]
    public void Blocks_in_memory_add_up_exactly_enough([Values(1, 2, 16, 17, 33, 50_000)] int blocks, [Values(1, 5, 16, 19)] int count)
    {
        float[] block = new float[count], levels = new float[BlockSums.Levels * count];
        Array.Fill(levels, float.NaN);
        fixed (float* b = block, l = levels)
        {
            for (int number = 0; number < blocks; number++)
            {
                for (int i = 0; i < count; i++)
                {
                    block[i] = 0.1f * (i + 1);
                }

                if (number < blocks - 1)
                {
                    BlockSums.Add<Simd256<float>, Vector256<float>, float>(b, l, count, number);
                }
            }

            BlockSums.Finish<Simd256<float>, Vector256<float>, float>(b, l, count, blocks - 1);
        }

        for (int i = 0; i < count; i++)
        {
            Assert.That(block[i], Is.EqualTo((double)(0.1f * (i + 1)) * blocks).Within(5e-5).Percent, $"sum {i}");
        }
    }

    [Test]
    public void Repeated_elements_are_reduced_as_their_copies_are([Values(0b001u, 0b010u, 0b100u, 0b101u, 0b011u, 0b111u)] uint axes)
    {
        int[] lengths = [3, 5, 7];
        float[] x = [1.5f, -2, 0.5f, 1, 3];
        foreach (long[] strides in (long[][])[[0, 1, 0], [0, 0, 1], [1, 0, 0], [0, 0, 0], [1, 1, 0]])
        {
            float[] copy = new float[3 * 5 * 7];
            fixed (float* from = x, to = copy)
            {
                StridedCopy.Run(lengths, from, strides, to, [35, 7, 1]);
                foreach ((float[] actual, float[] expected) in (ValueTuple<float[], float[]>[])[
                    (Reduced<SumReducer>(lengths, from, strides, axes), Reduced<SumReducer>(lengths, to, [35, 7, 1], axes)),
                    (Reduced<MaxReducer>(lengths, from, strides, axes), Reduced<MaxReducer>(lengths, to, [35, 7, 1], axes)),
                    (Reduced<ProductReducer>(lengths, from, strides, axes), Reduced<ProductReducer>(lengths, to, [35, 7, 1], axes))])
                {
                    Assert.That(actual, Is.EqualTo(expected).Within(1e-4).Percent, string.Join(',', strides));
                }
            }
        }
    }

    private static float[] Reduced<TReducer>(int[] lengths, float* x, long[] strides, uint axes)
        where TReducer : struct, IReducer
    {
        float[] y = new float[lengths.Where((_, i) => ((axes >> i) & 1) == 0).Aggregate(1, (p, e) => p * e)];
        fixed (float* to = y)
        {
            Reduction.Run<TReducer, float>(lengths, x, strides, axes, to);
        }

        return y;
    }

    private static T Row<W, V, T>(T[] x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        fixed (T* from = x)
        {
            return RowReduction.Run<IdentityMap, SumReducer, W, V, T>(from, from, x.Length, default);
        }
    }

    private static IEnumerable<double> Samples(int length)
    {
        var random = new Random(length);
        for (int i = 0; i < length; i++)
        {
            yield return 0.5 + random.NextDouble();
        }
    }
}
