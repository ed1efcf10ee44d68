using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x^y. NaN for a negative x and a fractional y; 1 for y = 0 and for x = 1. Integers wrap; negative exponents truncate.</summary>
public readonly struct PowerOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? PowerMath.OfFloats<W, V, T>(x, y)
            : PerLane.Integers<W, V, T, IntegerPower>(x, y);
}
