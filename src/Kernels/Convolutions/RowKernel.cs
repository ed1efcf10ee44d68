using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// One row of a product whose operands are walked by a table: what depth-wise convolution consists of. Six registers of the
/// result at a time, so that no addition waits for the one before it.
/// </summary>
internal static unsafe class RowKernel
{
    private const int Block = 6;

    /// <summary>C = A·B for one row of A and any number of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V, T>(in Tile<T> tile, int columns)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        TileStep* end = tile.Steps + tile.Depth;
        T* a = tile.A;
        int column = 0;
        for (; column <= columns - (Block * W.Count); column += Block * W.Count)
        {
            T* b = tile.B + column;
            V c0 = W.Create(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0;
            for (TileStep* step = tile.Steps; step < end; step++)
            {
                V factor = W.Broadcast(a[step->A]);
                T* row = b + step->B;
                c0 = W.MultiplyAdd(factor, W.Load(row), c0);
                c1 = W.MultiplyAdd(factor, W.Load(row + W.Count), c1);
                c2 = W.MultiplyAdd(factor, W.Load(row + (2 * W.Count)), c2);
                c3 = W.MultiplyAdd(factor, W.Load(row + (3 * W.Count)), c3);
                c4 = W.MultiplyAdd(factor, W.Load(row + (4 * W.Count)), c4);
                c5 = W.MultiplyAdd(factor, W.Load(row + (5 * W.Count)), c5);
            }

            T* c = tile.C + column;
            W.Store(c0, c);
            W.Store(c1, c + W.Count);
            W.Store(c2, c + (2 * W.Count));
            W.Store(c3, c + (3 * W.Count));
            W.Store(c4, c + (4 * W.Count));
            W.Store(c5, c + (5 * W.Count));
        }

        for (; column < columns; column += 2 * W.Count)
        {
            int first = Math.Min(W.Count, columns - column), second = Math.Clamp(columns - column - W.Count, 0, W.Count);
            T* b = tile.B + column;
            V c0 = W.Create(0), c1 = c0;
            for (TileStep* step = tile.Steps; step < end; step++)
            {
                V factor = W.Broadcast(a[step->A]);
                c0 = W.MultiplyAdd(factor, W.LoadPartial(b + step->B, first), c0);
                c1 = W.MultiplyAdd(factor, W.LoadPartial(b + step->B + W.Count, second), c1);
            }

            W.StorePartial(c0, tile.C + column, first);
            W.StorePartial(c1, tile.C + column + W.Count, second);
        }
    }
}
