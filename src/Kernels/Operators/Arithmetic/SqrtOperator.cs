using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>√x, correctly rounded.</summary>
public readonly struct SqrtOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Sqrt(x);
}
