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
        where T : unmanaged => TrigMath.Of<OfParts, W, V, T>(x);

    private readonly struct OfParts : IAngleFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<W, V, T>(V q, V r)
            where W : struct, ISimd<V, T>
            where V : struct
            where T : unmanaged =>
            // cos x = sin(x + π/2): one quadrant on.
            TrigMath.SinOf<W, V, T>(W.Add(q, W.Create(1)), r);
    }
}
