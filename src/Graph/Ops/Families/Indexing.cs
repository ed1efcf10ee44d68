using System.Globalization;
using System.Numerics;

namespace NeuralJit;

/// <summary>Reading and writing at positions that tensors of indices give. Every index is checked before anything is written.</summary>
internal static unsafe class Indexing
{
    /// <summary>y[…, j, …] = x[…, indices[…, j, …], …].</summary>
    public static void Gather(string name, TensorView x, TensorView indices, int axis, TensorView y)
    {
        using var dense = new DenseViews([x, indices]);
        long[] positions = Positions(name, dense.Views[1], axis, x.Shape[axis]);
        long[] places = Places(x.Shape, indices.Shape, axis, positions);
        Mover.Read(dense.Views[0], places, 1, y);
    }

    /// <summary>y[…, indices[…, j, …], …] is combined with updates[…, j, …].</summary>
    public static void Scatter(string name, TensorView y, TensorView indices, TensorView updates, int axis, ScatterMode mode)
    {
        using var dense = new DenseViews([indices, updates]);
        long[] positions = Positions(name, dense.Views[0], axis, y.Shape[axis]);
        long[] places = Places(y.Shape, indices.Shape, axis, positions);
        Mover.Write(y, places, 1, dense.Views[1], mode);
    }

    /// <summary>y[…, j…, …] = x[…, indices[j…], …], whole rows.</summary>
    public static void Take(string name, TensorView x, TensorView indices, int axis, TensorView y)
    {
        using var dense = new DenseViews([x, indices]);
        long[] positions = Positions(name, dense.Views[1], axis, x.Shape[axis]);
        Mover.Read(dense.Views[0], RowPlaces(x.Shape, axis, positions), x.Shape.Strides[axis], y);
    }

    /// <summary>y[…, indices[j…], …] is combined with updates[…, j…, …], whole rows.</summary>
    public static void ScatterRows(string name, TensorView y, TensorView indices, TensorView updates, int axis, ScatterMode mode)
    {
        using var dense = new DenseViews([indices, updates]);
        long[] positions = Positions(name, dense.Views[0], axis, y.Shape[axis]);
        Mover.Write(y, RowPlaces(y.Shape, axis, positions), y.Shape.Strides[axis], dense.Views[1], mode);
    }

    private static long[] Positions(string name, TensorView indices, int axis, int extent)
    {
        long[] positions = new long[indices.Shape.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            long index = indices.DType == DType.Int32 ? indices.Pointer<int>()[i] : indices.Pointer<long>()[i];
            positions[i] = (ulong)index < (ulong)extent ? index
                : throw new GraphException($"{name}: index {index.ToString(CultureInfo.InvariantCulture)} is out of range for axis {axis} of extent {extent}");
        }
        return positions;
    }

    // Where the element of each index lies in a dense tensor: its own coordinates, except along the axis.
    private static long[] Places(Shape shape, Shape indices, int axis, long[] positions)
    {
        long[] places = new long[positions.Length];
        for (int i = 0; i < places.Length; i++)
        {
            long rest = i, place = positions[i] * shape.Strides[axis];
            for (int d = shape.Rank - 1; d >= 0; d--)
            {
                (rest, long here) = Math.DivRem(rest, indices[d]);
                place += d == axis ? 0 : here * shape.Strides[d];
            }
            places[i] = place;
        }
        return places;
    }

    // Where each row begins: for every position of the axes before the axis, the rows that the indices name.
    private static long[] RowPlaces(Shape shape, int axis, long[] positions)
    {
        long row = shape.Strides[axis], block = row * shape[axis];
        long outer = block == 0 ? 0 : shape.Count / block;
        long[] places = new long[outer * positions.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = (i / positions.Length * block) + (positions[i % positions.Length] * row);
        }
        return places;
    }
}
