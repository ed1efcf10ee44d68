using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>A mask: x is +∞ or −∞; no integer is.</summary>
[FewInstructions]
public readonly struct IsInfinityOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        typeof(T) == typeof(float) || typeof(T) == typeof(double)
            ? W.Equal(W.Abs(x), W.Create(double.PositiveInfinity))
            : W.Xor(x, x);
}
