using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>1/x.</summary>
public readonly struct ReciprocalOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Divide(W.Create(1), x);
}
