using System.Buffers;
using System.Runtime.InteropServices;

namespace NeuralJit;

/// <summary>The first elements of a view in row-major order: its own memory where they lie so, else a copy in pooled memory.</summary>
internal unsafe ref struct DenseView
{
    private readonly long[]? rented;
    private GCHandle pin;

    /// <summary>Makes the view dense.</summary>
    public DenseView(TensorView view) : this(view, view.Extents)
    {
    }

    /// <summary>Makes the part dense that has these extents and begins at the first element.</summary>
    public DenseView(TensorView view, ReadOnlySpan<int> extents)
    {
        Address = view.Address;
        if (view.IsDense && view.Extents.SequenceEqual(extents))
        {
            return;
        }
        long count = 1;
        foreach (int extent in extents)
        {
            count *= extent;
        }
        rented = ArrayPool<long>.Shared.Rent(checked((int)(((count * view.DType.Size) + sizeof(long) - 1) / sizeof(long))));
        pin = GCHandle.Alloc(rented, GCHandleType.Pinned);
        Address = pin.AddrOfPinnedObject();
        Span<long> strides = stackalloc long[extents.Length];
        SetRowMajor(extents, strides);
        StridedCopying.Copy(view.DType.Size, extents, view.Address, view.Strides, Address, strides);
    }

    /// <summary>The first element.</summary>
    public nint Address { get; }

    /// <summary>Whether this is a copy.</summary>
    public readonly bool IsCopy => rented is not null;

    /// <summary>The first element.</summary>
    public readonly T* Pointer<T>() where T : unmanaged => (T*)Address;

    /// <summary>Copies the elements back to where they came from.</summary>
    public readonly void CopyBack(TensorView view, ReadOnlySpan<int> extents)
    {
        if (IsCopy)
        {
            Span<long> strides = stackalloc long[extents.Length];
            SetRowMajor(extents, strides);
            StridedCopying.Copy(view.DType.Size, extents, Address, strides, view.Address, view.Strides);
        }
    }

    /// <summary>Gives pooled memory back.</summary>
    public void Dispose()
    {
        if (rented is not null)
        {
            pin.Free();
            ArrayPool<long>.Shared.Return(rented);
        }
    }

    private static void SetRowMajor(ReadOnlySpan<int> extents, Span<long> strides)
    {
        long step = 1;
        for (int i = extents.Length - 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= extents[i];
        }
    }
}
