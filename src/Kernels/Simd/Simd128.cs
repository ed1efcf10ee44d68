using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>The operations of 128-bit registers.</summary>
/// <typeparam name="T">The element type of a lane.</typeparam>
/// <remarks>float comes first in every choice by type, and the other types live in helpers of their own: the compiler
/// that inlines these methods pays for their size, and float is what it inlines most. Rounding asks for Sse41 by name: a program
/// compiled ahead of time for any processor decides that when it runs, whereas Vector128 would call a function per lane there.</remarks>
public readonly unsafe partial struct Simd128<T> : ISimd<Vector128<T>, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Count;
    }

    /// <inheritdoc/>
    public static Vector128<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128<T>.Indices;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Broadcast(T value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector128.Create((float)value).As<float, T>() : CreateOther(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> CreateOther(double value) =>
        typeof(T) == typeof(double) ? Vector128.Create(value).As<double, T>() : Vector128.Create(Lane.FromDouble<T>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> FirstLanes(int count) => sizeof(T) switch
    {
        4 => Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).As<int, T>(),
        8 => Vector128.LessThan(Vector128<long>.Indices, Vector128.Create((long)count)).As<long, T>(),
        2 => Vector128.LessThan(Vector128<short>.Indices, Vector128.Create((short)count)).As<short, T>(),
        _ => Vector128.LessThan(Vector128<sbyte>.Indices, Vector128.Create((sbyte)count)).As<sbyte, T>(),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(Vector128<T> value) => value.ToScalar();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Add(Vector128<T> a, Vector128<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Subtract(Vector128<T> a, Vector128<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Multiply(Vector128<T> a, Vector128<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Divide(Vector128<T> a, Vector128<T> b) =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? a / b : DivideIntegers(a, b);

    private static Vector128<T> DivideIntegers(Vector128<T> a, Vector128<T> b)
    {
        Lane.Combine<IntegerQuotient, T>((T*)&a, (T*)&b, Count);
        return a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MultiplyAdd(Vector128<T> a, Vector128<T> b, Vector128<T> c) =>
        !((Vector256.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported) ? (a * b) + c
        : typeof(T) == typeof(float) ? Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : MultiplyAddOther(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MultiplyAddOther(Vector128<T> a, Vector128<T> b, Vector128<T> c) => typeof(T) == typeof(double)
        ? Vector128.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : (a * b) + c;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Negate(Vector128<T> a) =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? a ^ Create(-0.0) : Vector128<T>.Zero - a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Abs(Vector128<T> a) => Vector128.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Max(Vector128<T> a, Vector128<T> b) => Vector128.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Min(Vector128<T> a, Vector128<T> b) => Vector128.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MaxNative(Vector128<T> a, Vector128<T> b) => typeof(T) == typeof(float) && Sse.IsSupported
        ? Sse.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : MaxNativeOther(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MaxNativeOther(Vector128<T> a, Vector128<T> b) => typeof(T) == typeof(double) && Sse2.IsSupported
        ? Sse2.Max(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector128.ConditionalSelect(Vector128.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> MinNative(Vector128<T> a, Vector128<T> b) => typeof(T) == typeof(float) && Sse.IsSupported
        ? Sse.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : MinNativeOther(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MinNativeOther(Vector128<T> a, Vector128<T> b) => typeof(T) == typeof(double) && Sse2.IsSupported
        ? Sse2.Min(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector128.ConditionalSelect(Vector128.LessThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Sqrt(Vector128<T> a) => Vector128.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Floor(Vector128<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return (Sse41.IsSupported ? Sse41.Floor(a.AsSingle()) : Vector128.Floor(a.AsSingle())).As<float, T>();
        }

        return typeof(T) == typeof(double) ? (Sse41.IsSupported ? Sse41.Floor(a.AsDouble()) : Vector128.Floor(a.AsDouble())).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Ceiling(Vector128<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return (Sse41.IsSupported ? Sse41.Ceiling(a.AsSingle()) : Vector128.Ceiling(a.AsSingle())).As<float, T>();
        }

        return typeof(T) == typeof(double) ? (Sse41.IsSupported ? Sse41.Ceiling(a.AsDouble()) : Vector128.Ceiling(a.AsDouble())).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Round(Vector128<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return (Sse41.IsSupported ? Sse41.RoundToNearestInteger(a.AsSingle()) : Vector128.Round(a.AsSingle())).As<float, T>();
        }

        return typeof(T) == typeof(double) ? (Sse41.IsSupported ? Sse41.RoundToNearestInteger(a.AsDouble()) : Vector128.Round(a.AsDouble())).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Truncate(Vector128<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return (Sse41.IsSupported ? Sse41.RoundToZero(a.AsSingle()) : Vector128.Truncate(a.AsSingle())).As<float, T>();
        }

        return typeof(T) == typeof(double) ? (Sse41.IsSupported ? Sse41.RoundToZero(a.AsDouble()) : Vector128.Truncate(a.AsDouble())).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ScaleB(Vector128<T> a, Vector128<T> n) => typeof(T) == typeof(float) && Avx512F.VL.IsSupported
        ? Avx512F.VL.Scale(a.AsSingle(), n.AsSingle()).As<float, T>()
        : ScaleBOther(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> ScaleBOther(Vector128<T> a, Vector128<T> n) => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
        ? Avx512F.VL.Scale(a.AsDouble(), n.AsDouble()).As<double, T>()
        : FloatBits.ScaleB<Simd128<T>, Vector128<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Exponent(Vector128<T> a) => typeof(T) == typeof(float) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetExponent(a.AsSingle()).As<float, T>()
        : ExponentOther(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> ExponentOther(Vector128<T> a) => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetExponent(a.AsDouble()).As<double, T>()
        : FloatBits.Exponent<Simd128<T>, Vector128<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Mantissa(Vector128<T> a) => typeof(T) == typeof(float) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetMantissa(a.AsSingle(), FloatBits.PositiveMantissa).As<float, T>()
        : MantissaOther(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> MantissaOther(Vector128<T> a) => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetMantissa(a.AsDouble(), FloatBits.PositiveMantissa).As<double, T>()
        : FloatBits.Mantissa<Simd128<T>, Vector128<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> PowerOfTwo(Vector128<T> n)
    {
        // n + (2^p + bias) has n + bias in its lowest bits; shifted to the exponent field, the rest falls out.
        if (typeof(T) == typeof(float))
        {
            return ((n.AsSingle() + Vector128.Create(8388608f + 127)).AsInt32() << 23).As<int, T>();
        }

        return typeof(T) == typeof(double)
            ? ((n.AsDouble() + Vector128.Create(4503599627370496.0 + 1023)).AsInt64() << 52).As<long, T>()
            : throw new NotSupportedException($"PowerOfTwo: expected a floating-point type, got {typeof(T)}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> ExponentField(Vector128<T> a)
    {
        // The field as the lowest bits of 2^p + field, minus 2^p: exact, and without an integer conversion.
        if (typeof(T) == typeof(float))
        {
            Vector128<float> magic = Vector128.Create(8388608f);
            return ((((a.AsInt32() >>> 23) & Vector128.Create(0xFF)) | magic.AsInt32()).AsSingle() - magic).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            Vector128<double> magic = Vector128.Create(4503599627370496.0);
            return ((((a.AsInt64() >>> 52) & Vector128.Create(0x7FFL)) | magic.AsInt64()).AsDouble() - magic).As<double, T>();
        }

        throw new NotSupportedException($"ExponentField: expected a floating-point type, got {typeof(T)}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Equal(Vector128<T> a, Vector128<T> b) => Vector128.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Less(Vector128<T> a, Vector128<T> b) => Vector128.LessThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> LessOrEqual(Vector128<T> a, Vector128<T> b) => Vector128.LessThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> And(Vector128<T> a, Vector128<T> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Or(Vector128<T> a, Vector128<T> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Xor(Vector128<T> a, Vector128<T> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Not(Vector128<T> a) => ~a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<T> Select(Vector128<T> mask, Vector128<T> a, Vector128<T> b) => Vector128.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector128<T> mask) => mask.AsByte() != Vector128<byte>.Zero;
}
