using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The error function 2/√π ∫₀ˣ e^(−t²) dt.</summary>
public readonly struct ErfOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        typeof(T) == typeof(float) ? ErfMath.Single<W, V, T>(x) : ErfMath.ByParts<W, V, T>(x);
}
