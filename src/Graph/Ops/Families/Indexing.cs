using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using NeuralJit.Kernels;

namespace NeuralJit;

/// <summary>
/// Reading and writing at positions that tensors of indices give. The kernels see a tensor as [outer, extent, inner] around the axis;
/// every index is checked before anything is written.
/// </summary>
internal static unsafe class Indexing
{
    /// <summary>y[…, j, …] = x[…, indices[…, j, …], …].</summary>
    public static void Gather(Op op, TensorView x, TensorView indices, int axis, TensorView y)
    {
        Span<int> extents = stackalloc int[x.Shape.Rank];
        Reachable(x, indices, axis, extents);
        using var block = new DenseView(x, extents);
        using var at = new Positions(op, indices, axis, x.Shape[axis]);
        var (outer, extent, inner) = Split(extents, axis);
        int count = indices.Shape[axis];
        switch (y.DType.Size)
        {
            case 1: Kernels.Gather.Along(outer, extent, inner, block.Pointer<byte>(), at.Pointer, count, y.Pointer<byte>()); break;
            case 2: Kernels.Gather.Along(outer, extent, inner, block.Pointer<short>(), at.Pointer, count, y.Pointer<short>()); break;
            case 4: Kernels.Gather.Along(outer, extent, inner, block.Pointer<int>(), at.Pointer, count, y.Pointer<int>()); break;
            default: Kernels.Gather.Along(outer, extent, inner, block.Pointer<long>(), at.Pointer, count, y.Pointer<long>()); break;
        }
    }

    /// <summary>y[…, j…, …] = x[…, indices[j…], …], whole rows.</summary>
    public static void Take(Op op, TensorView x, TensorView indices, int axis, TensorView y)
    {
        using var dense = new DenseView(x);
        using var at = new Positions(op, indices, axis, x.Shape[axis]);
        var (outer, extent, inner) = Split(x.Extents, axis);
        long count = indices.Shape.Count;
        switch (y.DType.Size)
        {
            case 1: Kernels.Gather.Run(outer, extent, inner, dense.Pointer<byte>(), at.Pointer, count, y.Pointer<byte>()); break;
            case 2: Kernels.Gather.Run(outer, extent, inner, dense.Pointer<short>(), at.Pointer, count, y.Pointer<short>()); break;
            case 4: Kernels.Gather.Run(outer, extent, inner, dense.Pointer<int>(), at.Pointer, count, y.Pointer<int>()); break;
            default: Kernels.Gather.Run(outer, extent, inner, dense.Pointer<long>(), at.Pointer, count, y.Pointer<long>()); break;
        }
    }

    /// <summary>y is x, with y[…, indices[…, j, …], …] combined with updates[…, j, …].</summary>
    public static void Scatter(Op op, TensorView x, TensorView y, TensorView indices, TensorView updates, int axis, ScatterMode mode)
    {
        using var at = new Positions(op, indices, axis, y.Shape[axis]);
        StridedCopying.Copy(x, y);
        Span<int> extents = stackalloc int[y.Shape.Rank];
        Reachable(y, indices, axis, extents);
        using var block = new DenseView(y, extents);
        using var values = new DenseView(updates);
        DTypes.Dispatch(WrittenAs(y.DType),
            new Writing(block.Address, values.Address, at.Pointer, indices.Shape[axis], Split(extents, axis), mode, wholeRows: false));
        block.CopyBack(y, extents);
    }

    /// <summary>y is x, with y[…, indices[j…], …] combined with updates[…, j…, …], whole rows.</summary>
    public static void ScatterRows(Op op, TensorView x, TensorView y, TensorView indices, TensorView updates, int axis, ScatterMode mode)
    {
        using var at = new Positions(op, indices, axis, y.Shape[axis]);
        StridedCopying.Copy(x, y);
        using var values = new DenseView(updates);
        DTypes.Dispatch(WrittenAs(y.DType),
            new Writing(y.Address, values.Address, at.Pointer, indices.Shape.Count, Split(y.Extents, axis), mode, wholeRows: true));
    }

    // What is stored only is set, never combined (ScatterRules.CheckType): any type of its size moves it.
    private static DType WrittenAs(DType dtype) => dtype is DType.Float16 or DType.BFloat16 ? DType.Int16 : dtype;

    // The part of x that indices can reach: their extents, except along the axis.
    private static void Reachable(TensorView x, TensorView indices, int axis, Span<int> extents)
    {
        indices.Extents.CopyTo(extents);
        extents[axis] = x.Shape[axis];
    }

    private static (long Outer, long Extent, long Inner) Split(ReadOnlySpan<int> extents, int axis)
    {
        long outer = 1, inner = 1;
        for (int i = 0; i < extents.Length; i++)
        {
            outer *= i < axis ? extents[i] : 1;
            inner *= i > axis ? extents[i] : 1;
        }
        return (outer, extents[axis], inner);
    }

    /// <summary>The indices as checked positions: where they lie if they are dense and long, else in pooled memory.</summary>
    private ref struct Positions
    {
        private readonly DenseView dense;
        private readonly long[]? rented;
        private GCHandle pin;

        public Positions(Op op, TensorView indices, int axis, int extent)
        {
            dense = new DenseView(indices);
            int count = (int)indices.Shape.Count;
            if (indices.DType == DType.Int32)
            {
                rented = ArrayPool<long>.Shared.Rent(count);
                pin = GCHandle.Alloc(rented, GCHandleType.Pinned);
                TensorPrimitives.ConvertChecked(new ReadOnlySpan<int>(dense.Pointer<int>(), count), rented);
            }
            if (IndexCheck.FirstOutside(Pointer, count, extent) is >= 0 and var place)
            {
                long index = Pointer[place];
                Dispose();
                throw new GraphException(
                    $"{op.Name}: index {index.ToString(CultureInfo.InvariantCulture)} is out of range for axis {axis} of extent {extent}");
            }
        }

        public readonly long* Pointer => rented is null ? dense.Pointer<long>() : (long*)pin.AddrOfPinnedObject();

        public void Dispose()
        {
            dense.Dispose();
            if (rented is not null)
            {
                pin.Free();
                ArrayPool<long>.Shared.Return(rented);
            }
        }
    }

    private readonly struct Writing(
        nint y, nint updates, long* at, long count, (long Outer, long Extent, long Inner) split, ScatterMode mode, bool wholeRows)
            : ITypedAction
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
                Kernels.Scatter.Slices<TReducer, T, long>(split.Outer, split.Extent, split.Inner, (T*)updates, at, count, (T*)y);
            }
            else
            {
                Kernels.Scatter.Run<TReducer, T, long>(split.Outer, split.Extent, split.Inner, (T*)updates, at, count, (T*)y);
            }
        }

        private void Set<T>()
            where T : unmanaged
        {
            if (!wholeRows)
            {
                Kernels.Scatter.Set(split.Outer, split.Extent, split.Inner, (T*)updates, at, count, (T*)y);
                return;
            }
            for (long row = 0; row < split.Outer * count; row++)
            {
                T* target = (T*)y + (((row / count * split.Extent) + at[row % count]) * split.Inner);
                new ReadOnlySpan<T>((T*)updates + (row * split.Inner), (int)split.Inner).CopyTo(new Span<T>(target, (int)split.Inner));
            }
        }
    }
}
