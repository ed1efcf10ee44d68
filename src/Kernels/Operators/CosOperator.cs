using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>cos x, for every finite x.</summary>
public readonly struct CosOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // The rare case is one call that nothing lives across, so that the common one stays in registers.
        if (W.Any(TrigMath.IsHuge<W, V, T>(x)))
        {
            return OfHuge<W, V, T>(x);
        }

        V q = TrigMath.Quotient<W, V, T>(x);
        return OfParts<W, V, T>(q, TrigMath.Remainder<W, V, T>(x, q));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V OfHuge<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        OfParts<W, V, T>(TrigMath.AnyQuotient<W, V, T>(x), TrigMath.AnyRemainder<W, V, T>(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V OfParts<W, V, T>(V q, V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // cos x = sin(x + π/2): one quadrant on.
        q = W.Add(q, W.Create(1));
        V value = W.Select(TrigMath.IsOdd<W, V, T>(q), TrigMath.CosOf<W, V, T>(r), TrigMath.SinOf<W, V, T>(r));
        return W.Xor(value, TrigMath.SignOf<W, V, T>(q));
    }
}
