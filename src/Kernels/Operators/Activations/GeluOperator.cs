using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>x · Φ(x) with the exact normal distribution Φ(x) = ½·erfc(−x/√2).</summary>
public readonly struct GeluOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // x·Φ(x) = max(x, 0) − |x|·Φ(−|x|): accurate in the far negative tail, where 1 + erf would cancel.
        V a = W.Abs(x);
        V t = typeof(T) == typeof(float) ? NormalMath.Tail32<W, V, T>(a) : NormalMath.Tail64<W, V, T>(a);
        return W.Subtract(W.MaxNative(W.Create(0), x), t);
    }
}
