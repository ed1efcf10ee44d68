using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels.Tests;

/// <summary>A register of converted elements has the bits that one conversion after the other gives, at every width.</summary>
public sealed unsafe class ConvertingLoadTests
{
    private static readonly Type[] Types =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(ushort), typeof(short), typeof(uint), typeof(int), typeof(ulong),
            typeof(long), typeof(Half),
        typeof(BFloat16), typeof(float), typeof(double),
    ];

    // Every element of up to 16 bits; of wider ones those around powers of two, where rounding is decided, and random ones.
    private static T[] Elements<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(bool))
        {
            return [.. Enumerable.Range(0, 64).Select(i => Unsafe.BitCast<bool, T>(i % 3 == 0))];
        }
        long[] bits = sizeof(T) <= 2
            ? [.. Enumerable.Range(0, 1 << 16).Select(i => (long)i)]
            : [.. Enumerable.Range(0, 64).SelectMany(
                shift => Enumerable.Range(-3, 7).SelectMany(d => new[] { (1L << shift) + d, (3L << shift) + d, ~(1L << shift) + d }))
                .Concat(Enumerable.Range(0, 4_000).Select(i => BitConverter.DoubleToInt64Bits(Math.Sin(i) * Math.Pow(2, (i % 300) - 150)))),
               .. new double[] { 0.0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, float.MaxValue,
                   1e300 }.Select(BitConverter.DoubleToInt64Bits)];
        return [.. bits.Select(b => Unsafe.As<long, T>(ref b)), .. new T[64 - (bits.Length % 64)]];
    }

    [TestCaseSource(nameof(Types))]
    public void Registers_have_the_bits_of_single_conversions(Type from) => Assert.Multiple(() =>
    {
        foreach (string check in (string[])[nameof(Check512), nameof(CheckOther)])
        {
            typeof(ConvertingLoadTests).GetMethod(check, BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(from)
                .Invoke(null, null);
        }
    });

    private static void Check512<TFrom>() where TFrom : unmanaged
    {
        Check<TFrom, Vector512<float>, float>();
        Check<TFrom, Vector512<double>, double>();
    }

    private static void CheckOther<TFrom>() where TFrom : unmanaged
    {
        Check<TFrom, Vector256<float>, float>();
        Check<TFrom, Vector256<double>, double>();
        Check<TFrom, Vector128<float>, float>();
        Check<TFrom, Vector128<double>, double>();
        Check<TFrom, float, float>();
        Check<TFrom, double, double>();
    }

    private static void Check<TFrom, V, T>() where TFrom : unmanaged where V : unmanaged where T : unmanaged
    {
        if (typeof(TFrom) == typeof(T))
        {
            return;
        }
        TFrom[] elements = Elements<TFrom>();
        int lanes = sizeof(V) / sizeof(T), wrong = 0;
        fixed (TFrom* source = elements)
        {
            for (int i = 0; i + lanes <= elements.Length; i += lanes)
            {
                V register = ConvertingLoad.Load<TFrom, V, T>(source + i);
                for (int lane = 0; lane < lanes; lane++)
                {
                    T expected = Cast.Convert<TFrom, T>(elements[i + lane]), actual = ((T*)&register)[lane];
                    if (!new ReadOnlySpan<byte>(&expected, sizeof(T)).SequenceEqual(new ReadOnlySpan<byte>(&actual, sizeof(T)))
                        && wrong++ == 0)
                    {
                        Assert.Fail($"{typeof(TFrom).Name} {elements[i + lane]} to {typeof(V)}: expected {expected}, got {actual}");
                    }
                }
            }
        }
    }
}
