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
        where T : unmanaged => TrigMath.Of<OfParts, W, V, T>(x);

    private readonly struct OfParts : IAngleFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Apply<W, V, T>(V q, V r)
            where W : struct, ISimd<V, T>
            where V : struct
            where T : unmanaged => TrigMath.SinOf<W, V, T>(q, r);
    }
}
