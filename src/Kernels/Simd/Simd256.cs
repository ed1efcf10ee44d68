using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>The operations of 256-bit registers.</summary>
/// <typeparam name="T">The element type of a lane.</typeparam>
/// <remarks>float comes first in every choice by type, and the other types live in helpers of their own: the compiler
/// that inlines these methods pays for their size, and float is what it inlines most.</remarks>
public readonly unsafe partial struct Simd256<T> : ISimd<Vector256<T>, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Count;
    }

    /// <inheritdoc/>
    public static Vector256<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256<T>.Indices;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Broadcast(T value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector256.Create((float)value).As<float, T>() : CreateOther(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> CreateOther(double value) =>
        typeof(T) == typeof(double) ? Vector256.Create(value).As<double, T>() : Vector256.Create(Lane.FromDouble<T>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> FirstLanes(int count) => sizeof(T) switch
    {
        4 => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).As<int, T>(),
        8 => Vector256.LessThan(Vector256<long>.Indices, Vector256.Create((long)count)).As<long, T>(),
        2 => Vector256.LessThan(Vector256<short>.Indices, Vector256.Create((short)count)).As<short, T>(),
        _ => Vector256.LessThan(Vector256<sbyte>.Indices, Vector256.Create((sbyte)count)).As<sbyte, T>(),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(Vector256<T> value) => value.ToScalar();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Add(Vector256<T> a, Vector256<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Subtract(Vector256<T> a, Vector256<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Multiply(Vector256<T> a, Vector256<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Divide(Vector256<T> a, Vector256<T> b) =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? a / b : DivideIntegers(a, b);

    private static Vector256<T> DivideIntegers(Vector256<T> a, Vector256<T> b)
    {
        Lane.Combine<IntegerQuotient, T>((T*)&a, (T*)&b, Count);
        return a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MultiplyAdd(Vector256<T> a, Vector256<T> b, Vector256<T> c) =>
        !((Vector256.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported) ? (a * b) + c
        : typeof(T) == typeof(float) ? Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : MultiplyAddOther(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAddOther(Vector256<T> a, Vector256<T> b, Vector256<T> c) => typeof(T) == typeof(double)
        ? Vector256.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : (a * b) + c;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Negate(Vector256<T> a) =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? a ^ Create(-0.0) : Vector256<T>.Zero - a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Abs(Vector256<T> a) => Vector256.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Max(Vector256<T> a, Vector256<T> b) => Vector256.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Min(Vector256<T> a, Vector256<T> b) => Vector256.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MaxNative(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(float) && Avx.IsSupported
        ? Avx.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : MaxNativeOther(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MaxNativeOther(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(double) && Avx.IsSupported
        ? Avx.Max(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector256.ConditionalSelect(Vector256.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> MinNative(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(float) && Avx.IsSupported
        ? Avx.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : MinNativeOther(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MinNativeOther(Vector256<T> a, Vector256<T> b) => typeof(T) == typeof(double) && Avx.IsSupported
        ? Avx.Min(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector256.ConditionalSelect(Vector256.LessThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Sqrt(Vector256<T> a) => Vector256.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Floor(Vector256<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.Floor(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Vector256.Floor(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Ceiling(Vector256<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.Ceiling(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Vector256.Ceiling(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Round(Vector256<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.Round(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Vector256.Round(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Truncate(Vector256<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Vector256.Truncate(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Vector256.Truncate(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ScaleB(Vector256<T> a, Vector256<T> n) => typeof(T) == typeof(float) && Avx512F.VL.IsSupported
        ? Avx512F.VL.Scale(a.AsSingle(), n.AsSingle()).As<float, T>()
        : ScaleBOther(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ScaleBOther(Vector256<T> a, Vector256<T> n) => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
        ? Avx512F.VL.Scale(a.AsDouble(), n.AsDouble()).As<double, T>()
        : FloatBits.ScaleB<Simd256<T>, Vector256<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Exponent(Vector256<T> a) => typeof(T) == typeof(float) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetExponent(a.AsSingle()).As<float, T>()
        : ExponentOther(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> ExponentOther(Vector256<T> a) => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetExponent(a.AsDouble()).As<double, T>()
        : FloatBits.Exponent<Simd256<T>, Vector256<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Mantissa(Vector256<T> a) => typeof(T) == typeof(float) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetMantissa(a.AsSingle(), FloatBits.PositiveMantissa).As<float, T>()
        : MantissaOther(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MantissaOther(Vector256<T> a) => typeof(T) == typeof(double) && Avx512F.VL.IsSupported
        ? Avx512F.VL.GetMantissa(a.AsDouble(), FloatBits.PositiveMantissa).As<double, T>()
        : FloatBits.Mantissa<Simd256<T>, Vector256<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> PowerOfTwo(Vector256<T> n)
    {
        // n + (2^p + bias) has n + bias in its lowest bits; shifted to the exponent field, the rest falls out.
        if (typeof(T) == typeof(float))
        {
            return ((n.AsSingle() + Vector256.Create(8388608f + 127)).AsInt32() << 23).As<int, T>();
        }

        return typeof(T) == typeof(double)
            ? ((n.AsDouble() + Vector256.Create(4503599627370496.0 + 1023)).AsInt64() << 52).As<long, T>()
            : throw new NotSupportedException($"PowerOfTwo: expected a floating-point type, got {typeof(T)}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> ExponentField(Vector256<T> a)
    {
        // The field as the lowest bits of 2^p + field, minus 2^p: exact, and without an integer conversion.
        if (typeof(T) == typeof(float))
        {
            Vector256<float> magic = Vector256.Create(8388608f);
            return ((((a.AsInt32() >>> 23) & Vector256.Create(0xFF)) | magic.AsInt32()).AsSingle() - magic).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            Vector256<double> magic = Vector256.Create(4503599627370496.0);
            return ((((a.AsInt64() >>> 52) & Vector256.Create(0x7FFL)) | magic.AsInt64()).AsDouble() - magic).As<double, T>();
        }

        throw new NotSupportedException($"ExponentField: expected a floating-point type, got {typeof(T)}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Equal(Vector256<T> a, Vector256<T> b) => Vector256.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Less(Vector256<T> a, Vector256<T> b) => Vector256.LessThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> LessOrEqual(Vector256<T> a, Vector256<T> b) => Vector256.LessThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> And(Vector256<T> a, Vector256<T> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Or(Vector256<T> a, Vector256<T> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Xor(Vector256<T> a, Vector256<T> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Not(Vector256<T> a) => ~a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<T> Select(Vector256<T> mask, Vector256<T> a, Vector256<T> b) => Vector256.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256<T> mask) => mask.AsByte() != Vector256<byte>.Zero;
}
