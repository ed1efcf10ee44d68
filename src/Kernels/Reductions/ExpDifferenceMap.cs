using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>e^(x − parameter), stored: what softmax sums.</summary>
internal readonly struct ExpDifferenceMap : IRowMap
{
    /// <inheritdoc/>
    public static bool Stores => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V parameter)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => ExpOperator.Apply<W, V, T>(W.Subtract(x, parameter));
}
