using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>
/// Loads registers of float or double from elements of any type, each converted as <see cref="Cast"/> does it. The conversions are written
/// once, for 512 bits: narrower registers are the lower lanes of that, of memory that ends where theirs does.
/// </summary>
public static unsafe partial class ConvertingLoad
{
    /// <summary>As many elements as <typeparamref name="V"/> has lanes of <typeparamref name="T"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<TFrom, V, T>(TFrom* source)
        where TFrom : unmanaged where V : struct where T : unmanaged
    {
        if (Unsafe.SizeOf<V>() == 32 && UsesAvx2)
        {
            return typeof(T) == typeof(float)
                ? Unsafe.BitCast<Vector256<float>, V>(EightSingles(source))
                : Unsafe.BitCast<Vector256<double>, V>(FourDoubles(source));
        }
        int lanes = Unsafe.SizeOf<V>() / sizeof(T);
        return typeof(T) == typeof(float) ? Lower<float, V>(Singles(source, lanes)) : Lower<double, V>(Doubles(source, lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Lower<T, V>(Vector512<T> wide) where T : unmanaged where V : struct
    {
        if (Unsafe.SizeOf<V>() == 64) { return Unsafe.BitCast<Vector512<T>, V>(wide); }
        if (Unsafe.SizeOf<V>() == 32) { return Unsafe.BitCast<Vector256<T>, V>(wide.GetLower()); }
        if (Unsafe.SizeOf<V>() == 16) { return Unsafe.BitCast<Vector128<T>, V>(wide.GetLower().GetLower()); }
        return Unsafe.BitCast<T, V>(wide.ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Singles<TFrom>(TFrom* source, int lanes) where TFrom : unmanaged
    {
        if (typeof(TFrom) == typeof(BFloat16)) { return (UInts(source, lanes) << 16).AsSingle(); }
        if (typeof(TFrom) == typeof(Half)) { return OfHalves(UInts(source, lanes)); }
        if (typeof(TFrom) == typeof(
            double)) { return Vector512.Narrow(Part<TFrom, double>(source, lanes, 0), Part<TFrom, double>(source, lanes, 1)); }
        if (typeof(TFrom) == typeof(long) && Avx512DQ.IsSupported)
        {
            return Vector512.Create(
                Avx512DQ.ConvertToVector256Single(Part<TFrom, long>(source, lanes, 0)),
                    Avx512DQ.ConvertToVector256Single(Part<TFrom, long>(source, lanes, 1)));
        }
        if (typeof(TFrom) == typeof(ulong) && Avx512DQ.IsSupported)
        {
            return Vector512.Create(
                Avx512DQ.ConvertToVector256Single(Part<TFrom, ulong>(source, lanes, 0)),
                    Avx512DQ.ConvertToVector256Single(Part<TFrom, ulong>(source, lanes, 1)));
        }
        if (typeof(TFrom) == typeof(uint) && Avx512F.IsSupported) { return Avx512F.ConvertToVector512Single(UInts(source, lanes)); }
        return sizeof(TFrom) == 8 || typeof(TFrom) == typeof(uint)
            ? OneByOne<TFrom, float>(source, lanes)
            : Vector512.ConvertToSingle(Ints(source, lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Doubles<TFrom>(TFrom* source, int lanes) where TFrom : unmanaged
    {
        if (typeof(TFrom) == typeof(float)) { return Vector512.WidenLower(Raw(source, lanes).AsSingle()); }
        if (typeof(TFrom) == typeof(Half) || typeof(TFrom) == typeof(BFloat16)) { return Vector512.WidenLower(Singles(source, lanes)); }
        if (typeof(TFrom) == typeof(long) || typeof(TFrom) == typeof(ulong)) { return OneByOneUnlessExact(source, lanes); }
        return Vector512.ConvertToDouble(typeof(TFrom) == typeof(uint)
            ? Vector512.WidenLower(UInts(source, lanes)).AsInt64()
            : Vector512.WidenLower(Ints(source, lanes)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> OneByOneUnlessExact<TFrom>(TFrom* source, int lanes) where TFrom : unmanaged
    {
        if (!Avx512DQ.IsSupported) { return OneByOne<TFrom, double>(source, lanes); }
        return typeof(TFrom) == typeof(long)
            ? Avx512DQ.ConvertToVector512Double(Part<TFrom, long>(source, lanes, 0))
            : Avx512DQ.ConvertToVector512Double(Part<TFrom, ulong>(source, lanes, 0));
    }

    /// <summary>Integers of up to 32 bits, and booleans as 0 and 1, as 32 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Ints<TFrom>(TFrom* source, int lanes) where TFrom : unmanaged
    {
        Vector512<byte> raw = Raw(source, lanes);
        if (typeof(TFrom) == typeof(sbyte)) { return Vector512.WidenLower(Vector512.WidenLower(raw.AsSByte())); }
        if (typeof(TFrom) == typeof(short)) { return Vector512.WidenLower(raw.AsInt16()); }
        return sizeof(TFrom) == 4 ? raw.AsInt32() : UInts(source, lanes).AsInt32();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> UInts<TFrom>(TFrom* source, int lanes) where TFrom : unmanaged
    {
        Vector512<byte> raw = Raw(source, lanes);
        raw = typeof(TFrom) == typeof(bool) ? Vector512.Min(raw, Vector512<byte>.One) : raw;
        return sizeof(TFrom) switch
        {
            1 => Vector512.WidenLower(Vector512.WidenLower(raw)),
            2 => Vector512.WidenLower(raw.AsUInt16()),
            _ => raw.AsUInt32(),
        };
    }

    /// <summary>
    /// The bits of a half at the places that a float has for them, times 2^112, which is exact and gives subnormal numbers their exponent;
    /// infinities and NaN get the greatest exponent, and NaN is quiet.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> OfHalves(Vector512<uint> halves)
    {
        Vector512<uint> magnitude = (halves & Vector512.Create(0x7FFFu)) << 13;
        Vector512<uint> finite = (magnitude.AsSingle() * Vector512.Create(0x7780_0000u).AsSingle()).AsUInt32();
        Vector512<uint> isLast = Vector512.GreaterThanOrEqual(magnitude, Vector512.Create(0x0F80_0000u)) & Vector512.Create(0x7F80_0000u);
        Vector512<uint> isNaN = Vector512.GreaterThan(magnitude, Vector512.Create(0x0F80_0000u)) & Vector512.Create(0x0040_0000u);
        return (finite | isLast | isNaN | ((halves & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }

    /// <summary>Eight elements of 64 bits from number 8·<paramref name="part"/> on, or as many as there are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<TWide> Part<TFrom, TWide>(TFrom* source, int lanes, int part)
        where TFrom : unmanaged where TWide : unmanaged =>
        8 * part >= lanes ? Vector512<TWide>.Zero : Raw(source + (8 * part), Math.Min(8, lanes)).As<byte, TWide>();

    /// <summary>The bytes of so many elements (up to 64), zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Raw<TFrom>(TFrom* source, int lanes) where TFrom : unmanaged => (lanes * sizeof(TFrom)) switch
    {
        64 => Vector512.Load((byte*)source),
        32 => Vector256.Load((byte*)source).ToVector512(),
        16 => Vector128.Load((byte*)source).ToVector256().ToVector512(),
        8 => Vector512.CreateScalar(Unsafe.ReadUnaligned<ulong>(source)).AsByte(),
        4 => Vector512.CreateScalar(Unsafe.ReadUnaligned<uint>(source)).AsByte(),
        2 => Vector512.CreateScalar(Unsafe.ReadUnaligned<ushort>(source)).AsByte(),
        _ => Vector512.CreateScalar(*(byte*)source),
    };

    private static Vector512<T> OneByOne<TFrom, T>(TFrom* source, int lanes) where TFrom : unmanaged where T : unmanaged
    {
        Vector512<T> result = default;
        for (int i = 0; i < lanes; i++)
        {
            ((T*)&result)[i] = Cast.Convert<TFrom, T>(source[i]);
        }
        return result;
    }
}
