using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>tan x, for every finite x.</summary>
public readonly struct TanOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => TrigMath.Of<OfParts, W, V, T>(x);

    private readonly struct OfParts : IAngleFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<W, V, T>(V q, V r)
            where W : struct, ISimd<V, T>
            where V : struct
            where T : unmanaged
        {
            // sin/cos in even quadrants, −cos/sin in odd ones.
            V sin = TrigMath.SinOf<W, V, T>(r);
            V cos = TrigMath.CosOf<W, V, T>(r);
            V odd = TrigMath.IsOdd<W, V, T>(q);
            return W.Divide(W.Select(odd, W.Negate(cos), sin), W.Select(odd, sin, cos));
        }
    }
}
