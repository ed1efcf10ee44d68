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
        // cos x = sin(x + π/2): one quadrant on.
        V q = TrigMath.Quotient<W, V, T>(x);
        V r = TrigMath.Remainder<W, V, T>(x, q);
        q = W.Add(q, W.Create(1));
        V value = W.Select(TrigMath.IsOdd<W, V, T>(q), TrigMath.CosOf<W, V, T>(r), TrigMath.SinOf<W, V, T>(r));
        return W.Xor(value, TrigMath.SignOf<W, V, T>(q));
    }
}
