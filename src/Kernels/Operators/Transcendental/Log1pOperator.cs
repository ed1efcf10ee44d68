using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>ln(1 + x), accurate near 0; −∞ for −1, NaN below.</summary>
public readonly struct Log1pOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // With n from u = 1 + x: (1 + x)·2^−n − 1 = x·2^−n + (2^−n − 1), so what u rounded away is not lost.
        V u = W.Add(W.Create(1), x);
        V n = LogMath.Exponent<W, V, T>(u);
        V scale = W.ScaleB(W.Create(1), W.Negate(n));
        V result = LogMath.OfParts<W, V, T>(n, W.MultiplyAdd(x, scale, W.Subtract(scale, W.Create(1))));

        // ±0, +∞ and NaN are their own results; −1 gives −∞.
        V infinity = W.Create(double.PositiveInfinity);
        result = W.Select(W.Or(W.Equal(x, W.Create(0)), W.Equal(x, infinity)), x, result);
        return W.Select(W.LessOrEqual(u, W.Create(0)), LogMath.OfZeroOrLess<W, V, T>(u), result);
    }
}
