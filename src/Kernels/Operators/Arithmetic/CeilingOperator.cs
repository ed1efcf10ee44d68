using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The least integer not below x.</summary>
[FewInstructions]
public readonly struct CeilingOperator : IUnaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Ceiling(x);
}
