using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels.Tests;

/// <summary>The register policies against plain C#, for every element type and width.</summary>
public unsafe class SimdTests
{
    [Test]
    public void Partial_loads_and_stores_touch_nothing_else([Values(512, 256, 128, 0)] int bits)
    {
        CheckPartial<byte>(bits);
        CheckPartial<ushort>(bits);
        CheckPartial<int>(bits);
        CheckPartial<float>(bits);
        CheckPartial<long>(bits);
        CheckPartial<double>(bits);
    }

    [Test]
    public void Masks_become_bytes_and_back([Values(512, 256, 128, 0)] int bits)
    {
        CheckMasks<byte>(bits);
        CheckMasks<short>(bits);
        CheckMasks<float>(bits);
        CheckMasks<double>(bits);
    }

    [Test]
    public void ScaleB_rounds_once_and_saturates()
    {
        float[] values = [1, -1.5f, 1.9999999f, float.Epsilon, -3 * float.Epsilon, float.MaxValue, 1.17549435e-38f, 0, -0.0f,
            float.PositiveInfinity, float.NaN];
        foreach (float a in values)
        {
            for (int n = -310; n <= 310; n++)
            {
                float expected = MathF.ScaleB(a, n);
                Assert.That(Ulp.Same(SimdScalar<float>.ScaleB(a, n), expected), $"{a:R}·2^{n}");
                Assert.That(Ulp.Same(FloatBits.ScaleB<SimdScalar<float>, float, float>(a, n), expected), $"portable {a:R}·2^{n}");
                Assert.That(Ulp.Same(Simd512<float>.ScaleB(Vector512.Create(a), Vector512.Create((float)n)).GetElement(7), expected),
                    $"512 bits {a:R}·2^{n}");
            }
        }

        foreach (
            double a in new[] { 1, -1.5, 1.9999999999999998, double.Epsilon, double.MaxValue, 2.2250738585072014e-308, -0.0, double.NaN })
        {
            for (int n = -2300; n <= 2300; n += 7)
            {
                double expected = Math.ScaleB(a, n);
                Assert.That(Ulp.Same(SimdScalar<double>.ScaleB(a, n), expected), $"{a:R}·2^{n}");
                Assert.That(Ulp.Same(FloatBits.ScaleB<SimdScalar<double>, double, double>(a, n), expected), $"portable {a:R}·2^{n}");
            }
        }
    }

    [Test]
    public void Exponents_and_mantissas_of_all_numbers_are_portable()
    {
        foreach (float a in Samples.Singles())
        {
            Assert.That(
                Ulp.Same(FloatBits.Exponent<SimdScalar<float>, float, float>(a), SimdScalar<float>.Exponent(a)), $"exponent of {a:R}");
            Assert.That(a == 0
                || Ulp.Same(FloatBits.Mantissa<SimdScalar<float>, float, float>(a), SimdScalar<float>.Mantissa(a)), $"mantissa of {a:R}");
            if (a > 0 && float.IsFinite(a))
            {
                Assert.That(MathF.ScaleB(SimdScalar<float>.Mantissa(a), (int)SimdScalar<float>.Exponent(a)), Is.EqualTo(a));
            }
        }

        foreach (double a in Samples.Doubles())
        {
            Assert.That(
                Ulp.Same(FloatBits.Exponent<SimdScalar<double>, double, double>(a), SimdScalar<double>.Exponent(a)), $"exponent of {a:R}");
            Assert.That(a == 0 || Ulp.Same(FloatBits.Mantissa<SimdScalar<double>, double, double>(a), SimdScalar<double>.Mantissa(a)),
                $"mantissa of {a:R}");
        }
    }

    [Test]
    public void Native_extrema_give_the_second_operand_for_NaN_and_for_zeros()
    {
        Vector512<float> nan = Vector512.Create(float.NaN), one = Vector512.Create(1f), zero = Vector512.Create(0f),
            minus = Vector512.Create(-0f);
        Assert.Multiple(() =>
        {
            Assert.That(Simd512<float>.MaxNative(nan, one).ToScalar(), Is.EqualTo(1));
            Assert.That(Simd512<float>.MaxNative(one, nan).ToScalar(), Is.NaN);
            Assert.That(float.IsNegative(Simd512<float>.MaxNative(zero, minus).ToScalar()), Is.True);
            Assert.That(float.IsNegative(Simd512<float>.Max(zero, minus).ToScalar()), Is.False);
            Assert.That(Simd512<float>.Max(one, nan).ToScalar(), Is.NaN);
            Assert.That(Simd512<float>.Min(nan, one).ToScalar(), Is.NaN);
            Assert.That(Simd128<float>.MinNative(nan.GetLower().GetLower(), one.GetLower().GetLower()).ToScalar(), Is.EqualTo(1));
        });
    }

    private static void CheckPartial<T>(int bits)
        where T : unmanaged
    {
        switch (bits)
        {
            case 512: CheckPartial<Simd512<T>, Vector512<T>, T>(); break;
            case 256: CheckPartial<Simd256<T>, Vector256<T>, T>(); break;
            case 128: CheckPartial<Simd128<T>, Vector128<T>, T>(); break;
            default: CheckPartial<SimdScalar<T>, T, T>(); break;
        }
    }

    private static void CheckPartial<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        T* source = stackalloc T[64];
        T* target = stackalloc T[64];
        for (int i = 0; i < 64; i++)
        {
            source[i] = W.First(W.Create(i + 1));
        }

        T marker = W.First(W.Create(99));
        for (int count = 0; count <= W.Count; count++)
        {
            new Span<T>(target, 64).Fill(marker);
            W.StorePartial(W.LoadPartial(source, count), target, count);
            for (int i = 0; i < 64; i++)
            {
                Assert.That(
                    target[i], Is.EqualTo(i < count ? source[i] : marker), $"{typeof(W).Name} {typeof(T).Name}, {count} elements, at {i}");
            }

            W.Store(W.LoadPartial(source, count), target);
            for (int i = 0; i < W.Count; i++)
            {
                Assert.That(target[i], Is.EqualTo(i < count ? source[i] : default), "the other lanes are zero");
            }
        }

        // A distance of three, both ways.
        T* wide = stackalloc T[3 * 64];
        for (int i = 0; i < 3 * 64; i++)
        {
            wide[i] = W.First(W.Create(i % 100));
        }

        W.Store(W.Gather(wide, 3), target);
        new Span<T>(source, 64).Clear();
        for (int i = 0; i < W.Count; i++)
        {
            Assert.That(target[i], Is.EqualTo(wide[3 * i]), $"gather {typeof(W).Name} {typeof(T).Name} at {i}");
        }

        new Span<T>(wide, 3 * 64).Clear();
        W.Scatter(W.Load(target), wide, 3);
        Assert.That(wide[3 * (W.Count - 1)], Is.EqualTo(target[W.Count - 1]));
    }

    private static void CheckMasks<T>(int bits)
        where T : unmanaged
    {
        switch (bits)
        {
            case 512: CheckMasks<Simd512<T>, Vector512<T>, T>(); break;
            case 256: CheckMasks<Simd256<T>, Vector256<T>, T>(); break;
            case 128: CheckMasks<Simd128<T>, Vector128<T>, T>(); break;
            default: CheckMasks<SimdScalar<T>, T, T>(); break;
        }
    }

    private static void CheckMasks<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        byte* source = stackalloc byte[72];
        byte* target = stackalloc byte[72];
        Random rng = new(3);
        for (int count = 0; count <= W.Count; count++)
        {
            for (int i = 0; i < 72; i++)
            {
                source[i] = (byte)(rng.Next(2) * rng.Next(1, 256));
                target[i] = 77;
            }

            W.StoreMaskPartial(W.LoadMaskPartial(source, count), target, count);
            for (int i = 0; i < 72; i++)
            {
                Assert.That(target[i], Is.EqualTo(i >= count ? 77 : source[i] != 0 ? 1 : 0),
                    $"{typeof(W).Name} {typeof(T).Name}, {count} lanes, at {i}");
            }

            Assert.That(
                W.Any(W.LoadMaskPartial(source, count)), Is.EqualTo(new ReadOnlySpan<byte>(source, count).ContainsAnyExcept((byte)0)));
        }

        W.StoreMask(W.LoadMask(source), target);
        for (int i = 0; i < 72; i++)
        {
            Assert.That(target[i], Is.EqualTo(i >= W.Count ? 77 : source[i] != 0 ? 1 : 0).Or.EqualTo(i >= W.Count ? target[i] : 255),
                $"{typeof(W).Name} {typeof(T).Name} at {i}");
        }
    }
}
