using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <content>
/// Registers of 256 bits on processors without wider ones: what is written for 512 bits would be several instructions for each of its own,
/// too many to be inlined.
/// </content>
public static unsafe partial class ConvertingLoad
{
    // 2⁵² + 2⁵¹: added to a whole number below 2⁵¹ as bits, it is that number plus 2⁵² + 2⁵¹ as a double.
    private const long MagicBits = 0x4338_0000_0000_0000;
    private const double Magic = 6755399441055744;

    private static bool UsesAvx2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx2.IsSupported && !Vector512.IsHardwareAccelerated;
    }

    /// <summary>Eight floats.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> EightSingles<TFrom>(TFrom* source) where TFrom : unmanaged
    {
        if (typeof(TFrom) == typeof(BFloat16))
        {
            return (Avx2.ConvertToVector256Int32((ushort*)source) << 16).AsSingle();
        }
        if (typeof(TFrom) == typeof(Half)) { return OfHalves(Avx2.ConvertToVector256Int32((ushort*)source).AsUInt32()); }
        if (typeof(TFrom) == typeof(double))
        {
            return Vector256.Create(
                Avx.ConvertToVector128Single(Vector256.Load((double*)source)),
                Avx.ConvertToVector128Single(Vector256.Load((double*)source + 4)));
        }
        if (typeof(TFrom) == typeof(long))
        {
            Vector256<long> low = Vector256.Load((long*)source), high = Vector256.Load((long*)source + 4);
            return AreShort(low) && AreShort(high)
                ? Vector256.Create(Avx.ConvertToVector128Single(OfShort(low)), Avx.ConvertToVector128Single(OfShort(high)))
                : OneByOne<TFrom, float>(source, 8).GetLower();
        }
        return sizeof(TFrom) == 8 || typeof(TFrom) == typeof(uint)
            ? OneByOne<TFrom, float>(source, 8).GetLower()
            : Avx.ConvertToVector256Single(EightInts(source));
    }

    /// <summary>Four doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> FourDoubles<TFrom>(TFrom* source) where TFrom : unmanaged
    {
        if (typeof(TFrom) == typeof(float)) { return Avx.ConvertToVector256Double(Vector128.Load((float*)source)); }
        if (typeof(TFrom) == typeof(int)) { return Avx.ConvertToVector256Double(Vector128.Load((int*)source)); }
        if (typeof(TFrom) == typeof(long))
        {
            Vector256<long> value = Vector256.Load((long*)source);
            return AreShort(value) ? OfShort(value) : OneByOne<TFrom, double>(source, 4).GetLower();
        }
        return Lower<double, Vector256<double>>(Doubles(source, 4));
    }

    /// <summary>Eight integers of up to 32 bits, and booleans as 0 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> EightInts<TFrom>(TFrom* source) where TFrom : unmanaged
    {
        if (typeof(TFrom) == typeof(sbyte)) { return Avx2.ConvertToVector256Int32((sbyte*)source); }
        if (typeof(TFrom) == typeof(short)) { return Avx2.ConvertToVector256Int32((short*)source); }
        if (typeof(TFrom) == typeof(bool)) { return Vector256.Min(Avx2.ConvertToVector256Int32((byte*)source), Vector256<int>.One); }
        return sizeof(TFrom) switch
        {
            1 => Avx2.ConvertToVector256Int32((byte*)source),
            2 => Avx2.ConvertToVector256Int32((ushort*)source),
            _ => Vector256.Load((int*)source),
        };
    }

    /// <summary>As for 512 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> OfHalves(Vector256<uint> halves)
    {
        Vector256<int> magnitude = ((halves & Vector256.Create(0x7FFFu)) << 13).AsInt32();
        Vector256<int> finite = (magnitude.AsSingle() * Vector256.Create(0x7780_0000u).AsSingle()).AsInt32();
        Vector256<int> isLast = Vector256.GreaterThan(magnitude, Vector256.Create(0x0F7F_FFFF)) & Vector256.Create(0x7F80_0000);
        Vector256<int> isNaN = Vector256.GreaterThan(magnitude, Vector256.Create(0x0F80_0000)) & Vector256.Create(0x0040_0000);
        return (finite | isLast | isNaN | ((halves & Vector256.Create(0x8000u)) << 16).AsInt32()).AsSingle();
    }

    /// <summary>Whether all are of less than 52 bits, so that a double has each exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool AreShort(Vector256<long> values) =>
        ((values + Vector256.Create(1L << 51)) & Vector256.Create(-1L << 52)) == Vector256<long>.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> OfShort(Vector256<long> values) =>
        (values + Vector256.Create(MagicBits)).AsDouble() - Vector256.Create(Magic);
}
