using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>A row of the accumulators of a tile: up to three registers.</summary>
internal static unsafe class TileRow
{
    /// <summary>c += a · b in a row that the tile has; what it does not have vanishes when it is compiled.</summary>
    /// <remarks>TRepeats is whether one element of a meets all of b; else registers meet.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TRows, TRegisters, TRepeats, W, V, T>(int row, T* a, V b0, V b1, V b2, ref V c0, ref V c1, ref V c2)
        where TRows : struct, ITileSize
        where TRegisters : struct, ITileSize
        where TRepeats : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (row >= TRows.Value)
        {
            return;
        }

        V factor = TRepeats.Value ? W.Broadcast(*a) : W.Load(a);
        c0 = W.MultiplyAdd(factor, b0, c0);
        c1 = TRegisters.Value > 1 ? W.MultiplyAdd(factor, b1, c1) : c1;
        c2 = TRegisters.Value > 2 ? W.MultiplyAdd(factor, b2, c2) : c2;
    }
}
