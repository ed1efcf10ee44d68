using NeuralJit.Kernels;

namespace NeuralJit.Compilation;

/// <summary>
/// A matrix [.., k, n] as panels of <paramref name="Tile"/> columns, [.., ⌈n/Tile⌉, k, Tile], the last one with columns that mean
/// nothing after its own: the order in which a matrix kernel reads its right operand, and of rows, transposed, its left one.
/// </summary>
/// <param name="Tile">Columns of a panel.</param>
internal sealed record PackColumns(int Tile) : CompilerOp
{
    /// <summary>Whether one tensor holds the panels of a matrix: few columns take the room of a whole panel.</summary>
    public static bool Fits(TensorType matrix, int tile)
    {
        Shape shape = matrix.Shape;
        long panels = ((long)shape[-1] + tile - 1) / tile;
        return shape[-1] == 0 || shape.Count / shape[-1] <= TensorData.MostElements / (panels * tile);
    }

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
        if (inputs[0].Shape.Count == 0)
        {
            return;
        }
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
        int rank = x.Shape.Rank, rows = x.Shape[-2], columns = x.Shape[-1];
        int whole = columns / Tile, rest = columns % Tile;
        long rowStride = x.Strides[rank - 2], columnStride = x.Strides[rank - 1], panel = (long)rows * Tile;
        // The leading dimensions, then panels, rows and columns.
        Span<int> lengths = stackalloc int[rank + 1];
        Span<long> from = stackalloc long[rank + 1], to = stackalloc long[rank + 1];
        x.Extents[..(rank - 2)].CopyTo(lengths);
        x.Strides[..(rank - 2)].CopyTo(from);
        y.Strides[..(rank - 2)].CopyTo(to);
        (lengths[^2], from[^2], to[^2]) = (rows, rowStride, Tile);
        (lengths[^1], from[^1], to[^1]) = (Tile, columnStride, 1);
        (lengths[^3], from[^3], to[^3]) = (whole, Tile * columnStride, panel);
        if (whole > 0)
        {
            StridedCopy.Run(lengths, x.Pointer<T>(), from, y.Pointer<T>(), to);
        }
        if (rest > 0 && rowStride == 1 && sizeof(T) == sizeof(float) && NarrowTransposition.Fits(rest, Tile)
            && BatchStride(x) is { } batchStride)
        {
            long batches = x.Shape.Count / ((long)rows * columns);
            NarrowTransposition.Run(batches, rest, rows, (float*)x.Pointer<T>() + (whole * Tile * columnStride), batchStride, columnStride,
                (float*)y.Pointer<T>() + (whole * panel), y.Shape.Count / batches, Tile);
        }
        else if (rest > 0)
        {
            (lengths[^3], lengths[^1]) = (1, rest);
            StridedCopy.Run(lengths, x.Pointer<T>() + (whole * Tile * columnStride), from, y.Pointer<T>() + (whole * panel), to);
        }
    }

    /// <summary>Elements from one matrix to the next where all leading dimensions are one; null where they are not.</summary>
    private static long? BatchStride(TensorView x)
    {
        long stride = 0, expected = 0;
        for (int axis = x.Shape.Rank - 3; axis >= 0; axis--)
        {
            if (x.Shape[axis] == 1)
            {
                continue;
            }
            if (expected == 0)
            {
                stride = expected = x.Strides[axis];
            }
            else if (x.Strides[axis] != expected)
            {
                return null;
            }
            expected *= x.Shape[axis];
        }
        return stride;
    }
}
