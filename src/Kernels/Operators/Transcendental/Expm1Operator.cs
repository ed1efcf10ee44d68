using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>e^x − 1, accurate near 0.</summary>
public readonly struct Expm1Operator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
        => ExpMath.MinusOne<W, V, T>(x);
}
