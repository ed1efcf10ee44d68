using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Chooses the micro-kernel for a strip: a few rows of C by up to three registers.</summary>
internal static unsafe class TileRunner
{
    /// <summary>The rows of a full tile: what leaves 24 accumulators with 32 registers, 12 with 16.</summary>
    public static int Rows<W, V, T>()
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => W.Count * sizeof(T) == 64 ? 8 : 4;

    /// <summary>Multiplies a strip of <paramref name="rows"/> by <paramref name="columns"/> (at most three registers).</summary>
    public static void Run<TSteps, W, V, T>(ref Tile<T> tile, long rows, int columns)
        where TSteps : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        T* a = tile.A;
        T* c = tile.C;
        long row = 0;
        if (Rows<W, V, T>() == 8)
        {
            for (; row <= rows - 8; row += 8)
            {
                Move(ref tile, a, c, row);
                Columns<TileSizes.Eight, TSteps, W, V, T>(tile, columns);
            }
        }

        for (; row <= rows - 4; row += 4)
        {
            Move(ref tile, a, c, row);
            Columns<TileSizes.Four, TSteps, W, V, T>(tile, columns);
        }

        if (row <= rows - 2)
        {
            Move(ref tile, a, c, row);
            Columns<TileSizes.Two, TSteps, W, V, T>(tile, columns);
            row += 2;
        }

        if (row < rows)
        {
            Move(ref tile, a, c, row);
            Columns<TileSizes.One, TSteps, W, V, T>(tile, columns);
        }

        tile.A = a;
        tile.C = c;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<T>(ref Tile<T> tile, T* a, T* c, long row)
        where T : unmanaged
    {
        tile.A = a + (row * tile.ARowStride);
        tile.C = c + (row * tile.CRowStride);
    }

    private static void Columns<TRows, TSteps, W, V, T>(in Tile<T> tile, int columns)
        where TRows : struct, ITileSize
        where TSteps : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int registers = (columns + W.Count - 1) / W.Count;
        if (columns == registers * W.Count)
        {
            Registers<TRows, ITileFlag.No, TSteps, W, V, T>(tile, registers);
        }
        else
        {
            Registers<TRows, ITileFlag.Yes, TSteps, W, V, T>(tile, registers);
        }
    }

    private static void Registers<TRows, TPartial, TSteps, W, V, T>(in Tile<T> tile, int registers)
        where TRows : struct, ITileSize
        where TPartial : struct, ITileFlag
        where TSteps : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        switch (registers)
        {
            case 1: MicroKernel.Run<TRows, TileSizes.One, TPartial, TSteps, W, V, T>(tile); break;
            case 2: MicroKernel.Run<TRows, TileSizes.Two, TPartial, TSteps, W, V, T>(tile); break;
            default: MicroKernel.Run<TRows, TileSizes.Three, TPartial, TSteps, W, V, T>(tile); break;
        }
    }
}
