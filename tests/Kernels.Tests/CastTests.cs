namespace NeuralJit.Kernels.Tests;

public unsafe class CastTests
{
    [Test]
    public void Floats_to_integers_truncate_and_saturate()
    {
        double[] x = [1.9, -1.9, 300, -300, 1e20, -1e20, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0.5];
        Assert.Multiple(() =>
        {
            Assert.That(Run<double, byte>(x), Is.EqualTo(new byte[] { 1, 0, 255, 0, 255, 0, 0, 255, 0, 0 }));
            Assert.That(Run<double, sbyte>(x), Is.EqualTo(new sbyte[] { 1, -1, 127, -128, 127, -128, 0, 127, -128, 0 }));
            Assert.That(
                Run<double, int>(x), Is.EqualTo(new[] { 1, -1, 300, -300, int.MaxValue, int.MinValue, 0, int.MaxValue, int.MinValue, 0 }));
            Assert.That(Run<double, long>(x),
                Is.EqualTo(new[] { 1, -1, 300, -300, long.MaxValue, long.MinValue, 0, long.MaxValue, long.MinValue, 0 }));
            Assert.That(Run<double, ulong>(x), Is.EqualTo(new ulong[] { 1, 0, 300, 0, ulong.MaxValue, 0, 0, ulong.MaxValue, 0, 0 }));
            Assert.That(Run<float, int>([.. x.Select(v => (float)v)]),
                Is.EqualTo(new[] { 1, -1, 300, -300, int.MaxValue, int.MinValue, 0, int.MaxValue, int.MinValue, 0 }));
            Assert.That(Run<double, bool>(x), Is.EqualTo(new[] { true, true, true, true, true, true, true, true, true, true }));
        });
    }

    [Test]
    public void Integers_wrap_and_booleans_are_0_and_1()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Run<int, byte>([256, -1, 513]), Is.EqualTo(new byte[] { 0, 255, 1 }));
            Assert.That(Run<long, int>([1L << 40, -5]), Is.EqualTo(new[] { 0, -5 }));
            Assert.That(Run<ulong, double>([ulong.MaxValue]), Is.EqualTo(new[] { 18446744073709551615.0 }));
            Assert.That(Run<int, bool>([0, 5, -1]), Is.EqualTo(new[] { false, true, true }));
            Assert.That(Run<bool, float>([true, false]), Is.EqualTo(new float[] { 1, 0 }));
            Assert.That(Run<bool, long>([true, false]), Is.EqualTo(new long[] { 1, 0 }));
        });
    }

    [Test]
    public void Narrow_floats_round_to_nearest()
    {
        float[] x = [.. Samples.Singles(4000)];
        ElementwiseTests.Check<Half>(Run<float, Half>(x), i => (Half)x[i]);
        ElementwiseTests.Check<BFloat16>(Run<float, BFloat16>(x), i => (BFloat16)x[i]);
        BFloat16[] narrow = Run<float, BFloat16>(x);
        ElementwiseTests.Check<float>(Run<BFloat16, float>(narrow), i => narrow[i]);
        ElementwiseTests.Check<int>(Run<float, int>(x), i => int.CreateSaturating(x[i]));
        Half[] half = Run<float, Half>(x);
        ElementwiseTests.Check<float>(Run<Half, float>(half), i => (float)half[i]);
    }

    [Test]
    public void Every_pair_of_types_converts_small_integers_exactly()
    {
        Type[] types = [typeof(bool), typeof(sbyte), typeof(byte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long),
            typeof(ulong), typeof(Half), typeof(BFloat16), typeof(float), typeof(double)];
        foreach (Type from in types)
        {
            foreach (Type to in types)
            {
                typeof(CastTests)
                    .GetMethod(
                    nameof(CheckPair), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!.MakeGenericMethod(
                    from, to).Invoke(null, null);
            }
        }
    }

    private static void CheckPair<TFrom, TTo>()
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        // Strided on purpose: the contiguous path has conversions of its own.
        double[] numbers = [.. Enumerable.Range(0, 40)
            .Select(i => (double)(i % (typeof(TFrom) == typeof(bool) || typeof(TTo) == typeof(bool) ? 2 : 100)))];
        TFrom[] x = Run<double, TFrom>(numbers);
        Assert.That(Run<TTo, double>(Run<TFrom, TTo>(x)), Is.EqualTo(numbers), $"{typeof(TFrom).Name} to {typeof(TTo).Name}");
        Storage y = Storage.Allocate<TTo>(20);
        fixed (TFrom* px = x)
        {
            Cast.Run([20], px, [2], (TTo*)y.Address);
        }

        Assert.That(Run<TTo, double>(y.Span<TTo>().ToArray()), Is.EqualTo(numbers.Where((_, i) => i % 2 == 0)));
    }

    private static TTo[] Run<TFrom, TTo>(TFrom[] x)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        TTo[] y = new TTo[x.Length];
        fixed (TFrom* px = x)
        fixed (TTo* py = y)
        {
            Cast.Run([x.Length], px, [1], py);
        }

        return y;
    }
}
