using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// The innermost part of a matrix product: a tile of C of up to 8 rows by 3 registers stays in registers while k runs.
/// Each element is a chain of fused multiply-adds over ascending k, so tile shapes and register widths do not show in the result.
/// </summary>
internal static unsafe class MicroKernel
{
    /// <summary>C (+)= A·B for one tile.</summary>
    /// <param name="tile">Addresses, strides and extents.</param>
    /// <remarks>TPartial is whether the last register of a row is a partial one, TSteps whether A and B are walked by a table.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run<TRows, TRegisters, TPartial, TSteps, W, V, T>(in Tile<T> tile)
        where TRows : struct, ITileSize
        where TRegisters : struct, ITileSize
        where TPartial : struct, ITileFlag
        where TSteps : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        long row = tile.ARowStride, step = tile.AColumnStride, bStep = tile.BRowStride;
        int last = tile.LastCount;
        T* a0 = tile.A, a4 = a0 + (4 * row), aBase = a0;
        T* b = tile.B, bBase = b;
        TileStep* steps = tile.Steps;
        V zero = W.Create(0);
        V c00 = zero, c01 = zero, c02 = zero;
        V c10 = zero, c11 = zero, c12 = zero;
        V c20 = zero, c21 = zero, c22 = zero;
        V c30 = zero, c31 = zero, c32 = zero;
        V c40 = zero, c41 = zero, c42 = zero;
        V c50 = zero, c51 = zero, c52 = zero;
        V c60 = zero, c61 = zero, c62 = zero;
        V c70 = zero, c71 = zero, c72 = zero;
        for (long k = tile.Depth; k > 0; k--)
        {
            if (TSteps.Value)
            {
                a0 = aBase + steps->A;
                a4 = a0 + (4 * row);
                b = bBase + steps->B;
                steps++;
            }

            V b0 = LoadB<TRegisters, TPartial, W, V, T>(b, 0, last);
            V b1 = TRegisters.Value > 1 ? LoadB<TRegisters, TPartial, W, V, T>(b, 1, last) : zero;
            V b2 = TRegisters.Value > 2 ? LoadB<TRegisters, TPartial, W, V, T>(b, 2, last) : zero;
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(0, a0, b0, b1, b2, ref c00, ref c01, ref c02);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(1, a0 + row, b0, b1, b2, ref c10, ref c11, ref c12);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(2, a0 + (2 * row), b0, b1, b2, ref c20, ref c21, ref c22);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(3, a0 + (3 * row), b0, b1, b2, ref c30, ref c31, ref c32);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(4, a4, b0, b1, b2, ref c40, ref c41, ref c42);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(5, a4 + row, b0, b1, b2, ref c50, ref c51, ref c52);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(6, a4 + (2 * row), b0, b1, b2, ref c60, ref c61, ref c62);
            TileRow.Add<TRows, TRegisters, ITileFlag.Yes, W, V, T>(7, a4 + (3 * row), b0, b1, b2, ref c70, ref c71, ref c72);

            if (!TSteps.Value)
            {
                a0 += step;
                a4 += step;
                b += bStep;
            }
        }

        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 0, c00, c01, c02);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 1, c10, c11, c12);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 2, c20, c21, c22);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 3, c30, c31, c32);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 4, c40, c41, c42);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 5, c50, c51, c52);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 6, c60, c61, c62);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 7, c70, c71, c72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LoadB<TRegisters, TPartial, W, V, T>(T* b, int register, int last)
        where TRegisters : struct, ITileSize
        where TPartial : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        TPartial.Value && register == TRegisters.Value - 1
            ? W.LoadPartial(b + (register * W.Count), last)
            : W.Load(b + (register * W.Count));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreC<TRows, TRegisters, TPartial, W, V, T>(in Tile<T> tile, int row, V c0, V c1, V c2)
        where TRows : struct, ITileSize
        where TRegisters : struct, ITileSize
        where TPartial : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (row < TRows.Value)
        {
            T* c = tile.C + (row * tile.CRowStride);
            StoreC<TRegisters, TPartial, W, V, T>(tile, c, 0, c0);
            StoreC<TRegisters, TPartial, W, V, T>(tile, c, 1, c1);
            StoreC<TRegisters, TPartial, W, V, T>(tile, c, 2, c2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreC<TRegisters, TPartial, W, V, T>(in Tile<T> tile, T* c, int register, V value)
        where TRegisters : struct, ITileSize
        where TPartial : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (register >= TRegisters.Value)
        {
            return;
        }

        value = tile.Accumulate ? W.Add(LoadB<TRegisters, TPartial, W, V, T>(c, register, tile.LastCount), value) : value;
        if (TPartial.Value && register == TRegisters.Value - 1)
        {
            W.StorePartial(value, c + (register * W.Count), tile.LastCount);
        }
        else
        {
            W.Store(value, c + (register * W.Count));
        }
    }
}
