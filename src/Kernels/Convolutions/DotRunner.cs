namespace NeuralJit.Kernels;

/// <summary>Chooses the dot kernels for a block of a weight gradient.</summary>
internal static unsafe class DotRunner
{
    /// <summary>The most taps of a tile.</summary>
    public const int Taps = 3;

    /// <summary>Runs rows (at most as many as a full tile has) by taps.</summary>
    public static void Run<W, V, T>(DotTile<T> tile, int rows, int taps)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        for (int size = TileRunner.Rows<W, V, T>(); size > 0; size /= 2)
        {
            if (rows >= size)
            {
                RunRows<W, V, T>(tile, size, taps);
                rows -= size;
                tile.D += size * tile.Pitch;
                tile.C += size * tile.CPitch;
            }
        }
    }

    private static void RunRows<W, V, T>(in DotTile<T> tile, int rows, int taps)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        switch (rows)
        {
            case 8: RunTaps<TileSizes.Eight, W, V, T>(tile, taps); break;
            case 4: RunTaps<TileSizes.Four, W, V, T>(tile, taps); break;
            case 2: RunTaps<TileSizes.Two, W, V, T>(tile, taps); break;
            default: RunTaps<TileSizes.One, W, V, T>(tile, taps); break;
        }
    }

    private static void RunTaps<TRows, W, V, T>(DotTile<T> tile, int taps)
        where TRows : struct, ITileSize
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        for (; taps > 0; taps -= Taps, tile.Taps += Taps, tile.C += Taps)
        {
            switch (taps)
            {
                case 1: RunMasked<TRows, TileSizes.One, W, V, T>(tile); break;
                case 2: RunMasked<TRows, TileSizes.Two, W, V, T>(tile); break;
                default: RunMasked<TRows, TileSizes.Three, W, V, T>(tile); break;
            }
        }
    }

    private static void RunMasked<TRows, TTaps, W, V, T>(in DotTile<T> tile)
        where TRows : struct, ITileSize
        where TTaps : struct, ITileSize
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (tile.Masks == null)
        {
            DotKernel.Run<TRows, TTaps, ITileFlag.No, W, V, T>(tile);
        }
        else
        {
            DotKernel.Run<TRows, TTaps, ITileFlag.Yes, W, V, T>(tile);
        }
    }
}
