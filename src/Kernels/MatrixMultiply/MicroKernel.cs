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
            {
                V a = W.Broadcast(*a0);
                c00 = W.MultiplyAdd(a, b0, c00);
                c01 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c01) : zero;
                c02 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c02) : zero;
            }

            if (TRows.Value > 1)
            {
                V a = W.Broadcast(*(a0 + row));
                c10 = W.MultiplyAdd(a, b0, c10);
                c11 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c11) : zero;
                c12 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c12) : zero;
            }

            if (TRows.Value > 2)
            {
                V a = W.Broadcast(*(a0 + (2 * row)));
                c20 = W.MultiplyAdd(a, b0, c20);
                c21 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c21) : zero;
                c22 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c22) : zero;
            }

            if (TRows.Value > 3)
            {
                V a = W.Broadcast(*(a0 + (3 * row)));
                c30 = W.MultiplyAdd(a, b0, c30);
                c31 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c31) : zero;
                c32 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c32) : zero;
            }

            if (TRows.Value > 4)
            {
                V a = W.Broadcast(*a4);
                c40 = W.MultiplyAdd(a, b0, c40);
                c41 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c41) : zero;
                c42 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c42) : zero;
            }

            if (TRows.Value > 5)
            {
                V a = W.Broadcast(*(a4 + row));
                c50 = W.MultiplyAdd(a, b0, c50);
                c51 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c51) : zero;
                c52 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c52) : zero;
            }

            if (TRows.Value > 6)
            {
                V a = W.Broadcast(*(a4 + (2 * row)));
                c60 = W.MultiplyAdd(a, b0, c60);
                c61 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c61) : zero;
                c62 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c62) : zero;
            }

            if (TRows.Value > 7)
            {
                V a = W.Broadcast(*(a4 + (3 * row)));
                c70 = W.MultiplyAdd(a, b0, c70);
                c71 = TRegisters.Value > 1 ? W.MultiplyAdd(a, b1, c71) : zero;
                c72 = TRegisters.Value > 2 ? W.MultiplyAdd(a, b2, c72) : zero;
            }

            if (!TSteps.Value)
            {
                a0 += step;
                a4 += step;
                b += bStep;
            }
        }

        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 0, 0, c00);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 0, 1, c01);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 0, 2, c02);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 1, 0, c10);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 1, 1, c11);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 1, 2, c12);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 2, 0, c20);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 2, 1, c21);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 2, 2, c22);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 3, 0, c30);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 3, 1, c31);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 3, 2, c32);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 4, 0, c40);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 4, 1, c41);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 4, 2, c42);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 5, 0, c50);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 5, 1, c51);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 5, 2, c52);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 6, 0, c60);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 6, 1, c61);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 6, 2, c62);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 7, 0, c70);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 7, 1, c71);
        StoreC<TRows, TRegisters, TPartial, W, V, T>(tile, 7, 2, c72);
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
    private static void StoreC<TRows, TRegisters, TPartial, W, V, T>(in Tile<T> tile, int row, int register, V value)
        where TRows : struct, ITileSize
        where TRegisters : struct, ITileSize
        where TPartial : struct, ITileFlag
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (row >= TRows.Value || register >= TRegisters.Value)
        {
            return;
        }

        T* start = tile.C + (row * tile.CRowStride), c = start + (register * W.Count);
        value = tile.Accumulate ? W.Add(LoadB<TRegisters, TPartial, W, V, T>(start, register, tile.LastCount), value) : value;
        if (TPartial.Value && register == TRegisters.Value - 1)
        {
            W.StorePartial(value, c, tile.LastCount);
        }
        else
        {
            W.Store(value, c);
        }
    }
}
