using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// A matrix [.., k, n] as panels of <paramref name="Tile"/> columns, [.., ⌈n/Tile⌉, k, Tile], the last one filled up with zeros: the
/// order in which a matrix kernel reads its right operand.
/// </summary>
/// <param name="Tile">Columns of a panel.</param>
internal sealed record PackColumns(int Tile) : Op
{
    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        ExpectInputs(inputs, 1);
        Shape shape = inputs[0].Shape;
        int panels = (shape[-1] + Tile - 1) / Tile;
        return new TensorType(inputs[0].DType, [.. shape.Extents[..^2], panels, shape[-2], Tile]);
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y)
    {
        if (y.DType == DType.Float32)
        {
            Pack<float>(inputs[0], y);
        }
        else
        {
            Pack<double>(inputs[0], y);
        }
    }

    private unsafe void Pack<T>(TensorView x, TensorView y) where T : unmanaged
    {
        int rows = x.Shape[-2], columns = x.Shape[-1], rank = x.Shape.Rank;
        int whole = columns / Tile, rest = columns % Tile;
        long rowStride = x.Strides[rank - 2], columnStride = x.Strides[rank - 1];
        long panel = (long)rows * Tile, matrix = panel * (whole + (rest > 0 ? 1 : 0));
        long batches = matrix == 0 ? 0 : y.Shape.Count / matrix;
        Span<int> lengths = stackalloc int[3];
        Span<long> from = stackalloc long[3], to = stackalloc long[3];
        for (long b = 0; b < batches; b++)
        {
            T* source = x.Pointer<T>() + BatchOffset(x, b);
            T* target = y.Pointer<T>() + (b * matrix);
            (lengths[0], lengths[1], lengths[2]) = (whole, rows, Tile);
            (from[0], from[1], from[2]) = (Tile * columnStride, rowStride, columnStride);
            (to[0], to[1], to[2]) = (panel, Tile, 1);
            StridedCopy.Run(lengths, source, from, target, to);
            if (rest > 0)
            {
                T* last = target + (whole * panel);
                new Span<T>(last, checked((int)panel)).Clear();
                PackRest(rows, rest, source + (whole * Tile * columnStride), rowStride, columnStride, last);
            }
        }
    }

    /// <summary>The columns that fill no panel: one by one where each is contiguous, for rows of a few elements are slow to walk.</summary>
    private unsafe void PackRest<T>(int rows, int columns, T* source, long rowStride, long columnStride, T* target) where T : unmanaged
    {
        if (rowStride != 1)
        {
            StridedCopy.Run([rows, columns], source, [rowStride, columnStride], target, [Tile, 1]);
            return;
        }
        for (int column = 0; column < columns; column++)
        {
            T* from = source + (column * columnStride), to = target + column;
            for (int row = 0; row < rows; row++, to += Tile)
            {
                *to = from[row];
            }
        }
    }

    private static long BatchOffset(TensorView x, long batch)
    {
        long offset = 0;
        for (int axis = x.Shape.Rank - 3; axis >= 0; axis--)
        {
            (batch, long index) = Math.DivRem(batch, x.Shape[axis]);
            offset += index * x.Strides[axis];
        }
        return offset;
    }
}
