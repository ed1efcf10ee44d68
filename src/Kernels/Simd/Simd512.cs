using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Bounds = System.Runtime.Intrinsics.X86.Avx512F;
using Rounding = System.Runtime.Intrinsics.Vector512;
using Scaling = System.Runtime.Intrinsics.X86.Avx512F;

namespace NeuralJit.Kernels;

/// <summary>The operations of 512-bit registers.</summary>
/// <typeparam name="T">The element type of a lane.</typeparam>
/// <remarks>Written once: the build makes the policies of 256 and 128 bits of this file (NeuralJit.Kernels.csproj).
/// float comes first in every choice by type, and the other types live in helpers of their own: the compiler
/// that inlines these methods pays for their size, and float is what it inlines most.</remarks>
public readonly unsafe partial struct Simd512<T> : ISimd<Vector512<T>, T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Count;
    }

    /// <inheritdoc/>
    public static Vector512<T> Indices
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512<T>.Indices;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Broadcast(T value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Create(double value) =>
        typeof(T) == typeof(float) ? Vector512.Create((float)value).As<float, T>() : CreateOther(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> CreateOther(double value) =>
        typeof(T) == typeof(double) ? Vector512.Create(value).As<double, T>() : Vector512.Create(Lane.FromDouble<T>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> FirstLanes(int count) => sizeof(T) switch
    {
        4 => Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).As<int, T>(),
        8 => Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).As<long, T>(),
        2 => Vector512.LessThan(Vector512<short>.Indices, Vector512.Create((short)count)).As<short, T>(),
        _ => Vector512.LessThan(Vector512<sbyte>.Indices, Vector512.Create((sbyte)count)).As<sbyte, T>(),
    };

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T First(Vector512<T> value) => value.ToScalar();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Add(Vector512<T> a, Vector512<T> b) => a + b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Subtract(Vector512<T> a, Vector512<T> b) => a - b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Multiply(Vector512<T> a, Vector512<T> b) => a * b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Divide(Vector512<T> a, Vector512<T> b) =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? a / b : DivideIntegers(a, b);

    private static Vector512<T> DivideIntegers(Vector512<T> a, Vector512<T> b)
    {
        Lane.Combine<IntegerQuotient, T>((T*)&a, (T*)&b, Count);
        return a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd(Vector512<T> a, Vector512<T> b, Vector512<T> c) =>
        !((Vector256.IsHardwareAccelerated && Fma.IsSupported) || AdvSimd.IsSupported) ? (a * b) + c
        : typeof(T) == typeof(float) ? Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>()
        : MultiplyAddOther(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MultiplyAddOther(Vector512<T> a, Vector512<T> b, Vector512<T> c) => typeof(T) == typeof(double)
        ? Vector512.FusedMultiplyAdd(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>()
        : (a * b) + c;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Negate(Vector512<T> a) =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double) ? a ^ Create(-0.0) : Vector512<T>.Zero - a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Abs(Vector512<T> a) => Vector512.Abs(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Max(Vector512<T> a, Vector512<T> b) => Vector512.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Min(Vector512<T> a, Vector512<T> b) => Vector512.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MaxNative(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(float) && Bounds.IsSupported
        ? Bounds.Max(a.AsSingle(), b.AsSingle()).As<float, T>()
        : MaxNativeOther(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MaxNativeOther(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(double) && Bounds.IsSupported
        ? Bounds.Max(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector512.ConditionalSelect(Vector512.GreaterThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MinNative(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(float) && Bounds.IsSupported
        ? Bounds.Min(a.AsSingle(), b.AsSingle()).As<float, T>()
        : MinNativeOther(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MinNativeOther(Vector512<T> a, Vector512<T> b) => typeof(T) == typeof(double) && Bounds.IsSupported
        ? Bounds.Min(a.AsDouble(), b.AsDouble()).As<double, T>()
        : Vector512.ConditionalSelect(Vector512.LessThan(a, b), a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sqrt(Vector512<T> a) => Vector512.Sqrt(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Floor(Vector512<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Rounding.Floor(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Rounding.Floor(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Ceiling(Vector512<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Rounding.Ceiling(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Rounding.Ceiling(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Round(Vector512<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Rounding.Round(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Rounding.Round(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Truncate(Vector512<T> a)
    {
        if (typeof(T) == typeof(float))
        {
            return Rounding.Truncate(a.AsSingle()).As<float, T>();
        }

        return typeof(T) == typeof(double) ? Rounding.Truncate(a.AsDouble()).As<double, T>() : a;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ScaleB(Vector512<T> a, Vector512<T> n) => typeof(T) == typeof(float) && Scaling.IsSupported
        ? Scaling.Scale(a.AsSingle(), n.AsSingle()).As<float, T>()
        : ScaleBOther(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ScaleBOther(Vector512<T> a, Vector512<T> n) => typeof(T) == typeof(double) && Scaling.IsSupported
        ? Scaling.Scale(a.AsDouble(), n.AsDouble()).As<double, T>()
        : FloatBits.ScaleB<Simd512<T>, Vector512<T>, T>(a, n);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exponent(Vector512<T> a) => typeof(T) == typeof(float) && Scaling.IsSupported
        ? Scaling.GetExponent(a.AsSingle()).As<float, T>()
        : ExponentOther(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> ExponentOther(Vector512<T> a) => typeof(T) == typeof(double) && Scaling.IsSupported
        ? Scaling.GetExponent(a.AsDouble()).As<double, T>()
        : FloatBits.Exponent<Simd512<T>, Vector512<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Mantissa(Vector512<T> a) => typeof(T) == typeof(float) && Scaling.IsSupported
        ? Scaling.GetMantissa(a.AsSingle(), FloatBits.PositiveMantissa).As<float, T>()
        : MantissaOther(a);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> MantissaOther(Vector512<T> a) => typeof(T) == typeof(double) && Scaling.IsSupported
        ? Scaling.GetMantissa(a.AsDouble(), FloatBits.PositiveMantissa).As<double, T>()
        : FloatBits.Mantissa<Simd512<T>, Vector512<T>, T>(a);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> PowerOfTwo(Vector512<T> n)
    {
        // n + (2^p + bias) has n + bias in its lowest bits; shifted to the exponent field, the rest falls out.
        if (typeof(T) == typeof(float))
        {
            return ((n.AsSingle() + Vector512.Create(8388608f + 127)).AsInt32() << 23).As<int, T>();
        }

        return typeof(T) == typeof(double)
            ? ((n.AsDouble() + Vector512.Create(4503599627370496.0 + 1023)).AsInt64() << 52).As<long, T>()
            : throw new NotSupportedException($"PowerOfTwo: expected a floating-point type, got {typeof(T)}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> ExponentField(Vector512<T> a)
    {
        // The field as the lowest bits of 2^p + field, minus 2^p: exact, and without an integer conversion.
        if (typeof(T) == typeof(float))
        {
            Vector512<float> magic = Vector512.Create(8388608f);
            return ((((a.AsInt32() >>> 23) & Vector512.Create(0xFF)) | magic.AsInt32()).AsSingle() - magic).As<float, T>();
        }

        if (typeof(T) == typeof(double))
        {
            Vector512<double> magic = Vector512.Create(4503599627370496.0);
            return ((((a.AsInt64() >>> 52) & Vector512.Create(0x7FFL)) | magic.AsInt64()).AsDouble() - magic).As<double, T>();
        }

        throw new NotSupportedException($"ExponentField: expected a floating-point type, got {typeof(T)}.");
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Equal(Vector512<T> a, Vector512<T> b) => Vector512.Equals(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Less(Vector512<T> a, Vector512<T> b) => Vector512.LessThan(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> LessOrEqual(Vector512<T> a, Vector512<T> b) => Vector512.LessThanOrEqual(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> And(Vector512<T> a, Vector512<T> b) => a & b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Or(Vector512<T> a, Vector512<T> b) => a | b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Xor(Vector512<T> a, Vector512<T> b) => a ^ b;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Not(Vector512<T> a) => ~a;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Select(Vector512<T> mask, Vector512<T> a, Vector512<T> b) => Vector512.ConditionalSelect(mask, a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector512<T> mask) => mask.AsByte() != Vector512<byte>.Zero;
}
