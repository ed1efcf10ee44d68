using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>(x − parameter)²: what a variance sums.</summary>
internal readonly struct SquaredDifferenceMap : IRowMap
{
    /// <inheritdoc/>
    public static bool Stores => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<W, V, T>(V x, V parameter)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => SquareOperator.Apply<W, V, T>(W.Subtract(x, parameter));
}
