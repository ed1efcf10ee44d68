using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>tanh x.</summary>
public readonly struct TanhOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        typeof(T) == typeof(float) ? TanhMath.Rational<W, V, T>(x) : TanhMath.ByExpm1<W, V, T>(x);
}
