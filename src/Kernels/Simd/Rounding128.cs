using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>
/// Rounding to whole numbers in registers of 128 bits. It asks for Sse41 by name: a program compiled ahead of time for any processor
/// decides that when it runs, whereas Vector128 would call a function per lane there.
/// </summary>
internal static class Rounding128
{
    /// <summary>Down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Floor(Vector128<float> a) => Sse41.IsSupported ? Sse41.Floor(a) : Vector128.Floor(a);

    /// <summary>Down.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Floor(Vector128<double> a) => Sse41.IsSupported ? Sse41.Floor(a) : Vector128.Floor(a);

    /// <summary>Up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Ceiling(Vector128<float> a) => Sse41.IsSupported ? Sse41.Ceiling(a) : Vector128.Ceiling(a);

    /// <summary>Up.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Ceiling(Vector128<double> a) => Sse41.IsSupported ? Sse41.Ceiling(a) : Vector128.Ceiling(a);

    /// <summary>To the nearest, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Round(Vector128<float> a) => Sse41.IsSupported ? Sse41.RoundToNearestInteger(a) : Vector128.Round(a);

    /// <summary>To the nearest, ties to even.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Round(Vector128<double> a) => Sse41.IsSupported ? Sse41.RoundToNearestInteger(a) : Vector128.Round(a);

    /// <summary>Towards zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Truncate(Vector128<float> a) => Sse41.IsSupported ? Sse41.RoundToZero(a) : Vector128.Truncate(a);

    /// <summary>Towards zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<double> Truncate(Vector128<double> a) => Sse41.IsSupported ? Sse41.RoundToZero(a) : Vector128.Truncate(a);
}
