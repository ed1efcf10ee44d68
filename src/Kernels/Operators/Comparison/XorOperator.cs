using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Bitwise exclusive or; of masks and booleans: logical.</summary>
[FewInstructions]
public readonly struct XorOperator : IBinaryOperator
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Xor(x, y);
}
