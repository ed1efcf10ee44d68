using System.Globalization;
using System.Numerics;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// Reading and writing at positions that tensors of indices give. The kernels see a tensor as [outer, extent, inner] around the axis;
/// every index is checked before anything is written.
/// </summary>
internal static unsafe class Indexing
{
    /// <summary>y[…, j, …] = x[…, indices[…, j, …], …].</summary>
    public static void Gather(string name, TensorView x, TensorView indices, int axis, TensorView y)
    {
        long[] positions = Positions(name, indices, axis, x.Shape[axis]);
        using var block = new DenseViews([Block(x, indices.Shape, axis)]);
        fixed (long* at = positions)
        {
            var (outer, extent, inner) = Split(block.Views[0].Shape, axis);
            int count = indices.Shape[axis];
            switch (y.DType.Size)
            {
                case 1: Kernels.Gather.Along(outer, extent, inner, block.Views[0].Pointer<byte>(), at, count, y.Pointer<byte>()); break;
                case 2: Kernels.Gather.Along(outer, extent, inner, block.Views[0].Pointer<short>(), at, count, y.Pointer<short>()); break;
                case 4: Kernels.Gather.Along(outer, extent, inner, block.Views[0].Pointer<int>(), at, count, y.Pointer<int>()); break;
                default: Kernels.Gather.Along(outer, extent, inner, block.Views[0].Pointer<long>(), at, count, y.Pointer<long>()); break;
            }
        }
    }

    /// <summary>y[…, j…, …] = x[…, indices[j…], …], whole rows.</summary>
    public static void Take(string name, TensorView x, TensorView indices, int axis, TensorView y)
    {
        long[] positions = Positions(name, indices, axis, x.Shape[axis]);
        using var dense = new DenseViews([x]);
        fixed (long* at = positions)
        {
            var (outer, extent, inner) = Split(x.Shape, axis);
            long bytes = inner * y.DType.Size;
            Kernels.Gather.Run(outer, extent, bytes, dense.Views[0].Pointer<byte>(), at, positions.Length, y.Pointer<byte>());
        }
    }

    /// <summary>y[…, indices[…, j, …], …] is combined with updates[…, j, …].</summary>
    public static void Scatter(string name, TensorView y, TensorView indices, TensorView updates, int axis, ScatterMode mode)
    {
        long[] positions = Positions(name, indices, axis, y.Shape[axis]);
        TensorView block = Block(y, indices.Shape, axis);
        using var dense = new DenseViews([block, updates]);
        fixed (long* at = positions)
        {
            DTypes.Dispatch(y.DType, new Writing(dense.Views[0], dense.Views[1], at, indices.Shape[axis], Split(block.Shape, axis), mode, wholeRows: false));
        }
        if (!block.IsDense)
        {
            StridedCopying.Copy(dense.Views[0], block);
        }
    }

    /// <summary>y[…, indices[j…], …] is combined with updates[…, j…, …], whole rows.</summary>
    public static void ScatterRows(string name, TensorView y, TensorView indices, TensorView updates, int axis, ScatterMode mode)
    {
        long[] positions = Positions(name, indices, axis, y.Shape[axis]);
        using var dense = new DenseViews([updates]);
        fixed (long* at = positions)
        {
            DTypes.Dispatch(y.DType, new Writing(y, dense.Views[0], at, positions.Length, Split(y.Shape, axis), mode, wholeRows: true));
        }
    }

    private static long[] Positions(string name, TensorView indices, int axis, int extent)
    {
        using var dense = new DenseViews([indices]);
        long[] positions = new long[indices.Shape.Count];
        for (int i = 0; i < positions.Length; i++)
        {
            long index = indices.DType == DType.Int32 ? dense.Views[0].Pointer<int>()[i] : dense.Views[0].Pointer<long>()[i];
            positions[i] = (ulong)index < (ulong)extent ? index
                : throw new GraphException($"{name}: index {index.ToString(CultureInfo.InvariantCulture)} is out of range for axis {axis} of extent {extent}");
        }
        return positions;
    }

    // The part of x that indices can reach: their extents, except along the axis.
    private static TensorView Block(TensorView x, Shape indices, int axis) =>
        new(x.Address, x.DType, new Layout(indices.With(axis, x.Shape[axis]), 0, x.Strides));

    private static (long Outer, long Extent, long Inner) Split(Shape shape, int axis)
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            outer *= i < axis ? shape[i] : 1;
            inner *= i > axis ? shape[i] : 1;
        }
        return (outer, shape[axis], inner);
    }

    private readonly struct Writing(
        TensorView y, TensorView updates, long* at, long count, (long Outer, long Extent, long Inner) split, ScatterMode mode, bool wholeRows) : ITypedAction
    {
        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            switch (mode)
            {
                case ScatterMode.Set: Set<T>(); break;
                case ScatterMode.Add: Combine<SumReducer, T>(); break;
                case ScatterMode.Multiply: Combine<ProductReducer, T>(); break;
                case ScatterMode.Minimum: Combine<MinReducer, T>(); break;
                default: Combine<MaxReducer, T>(); break;
            }
        }

        private void Combine<TReducer, T>()
            where TReducer : struct, IReducer
            where T : unmanaged
        {
            if (wholeRows)
            {
                Kernels.Scatter.Slices<TReducer, T, long>(split.Outer, split.Extent, split.Inner, updates.Pointer<T>(), at, count, y.Pointer<T>());
            }
            else
            {
                Kernels.Scatter.Run<TReducer, T, long>(split.Outer, split.Extent, split.Inner, updates.Pointer<T>(), at, count, y.Pointer<T>());
            }
        }

        private void Set<T>()
            where T : unmanaged
        {
            if (!wholeRows)
            {
                Kernels.Scatter.Set(split.Outer, split.Extent, split.Inner, updates.Pointer<T>(), at, count, y.Pointer<T>());
                return;
            }
            for (long row = 0; row < split.Outer * count; row++)
            {
                T* target = y.Pointer<T>() + (((row / count * split.Extent) + at[row % count]) * split.Inner);
                new ReadOnlySpan<T>(updates.Pointer<T>() + (row * split.Inner), (int)split.Inner).CopyTo(new Span<T>(target, (int)split.Inner));
            }
        }
    }
}
