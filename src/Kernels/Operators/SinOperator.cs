using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>sin x, for every finite x.</summary>
public readonly struct SinOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V q = TrigMath.Quotient<W, V, T>(x);
        V r = TrigMath.Remainder<W, V, T>(x, q);
        V value = W.Select(TrigMath.IsOdd<W, V, T>(q), TrigMath.CosOf<W, V, T>(r), TrigMath.SinOf<W, V, T>(r));
        return W.Xor(value, TrigMath.SignOf<W, V, T>(q));
    }
}
