namespace NeuralJit;

/// <summary>Memory with a type: what an op's evaluation reads and writes. The owner of the memory keeps it alive.</summary>
public readonly unsafe struct TensorView
{
    private readonly Layout layout;

    /// <summary>A view of the memory at <paramref name="address"/> (the layout's offset is added).</summary>
    public TensorView(nint address, DType dtype, Layout layout)
    {
        this.layout = layout;
        DType = dtype;
        Address = address + (nint)(layout.Offset * dtype.Size);
    }

    /// <summary>Where the first element lies.</summary>
    public nint Address { get; }

    /// <summary>The element type.</summary>
    public DType DType { get; }

    /// <summary>Element type and shape.</summary>
    public TensorType Type => new(DType, layout.Shape);

    /// <summary>The extents.</summary>
    public Shape Shape => layout.Shape;

    /// <summary>The extents as a span.</summary>
    public ReadOnlySpan<int> Extents => layout.Shape.Extents;

    /// <summary>Elements between neighbours along each dimension.</summary>
    public ReadOnlySpan<long> Strides => layout.Strides;

    /// <summary>Whether the elements lie one after the other.</summary>
    public bool IsDense => layout.IsDense;

    /// <summary>The first element.</summary>
    public T* Pointer<T>() where T : unmanaged => (T*)Address;

    /// <summary>The elements of a dense view.</summary>
    public Span<T> Span<T>() where T : unmanaged => new((void*)Address, (int)Shape.Count);

    /// <summary>The strides that make this view broadcast to <paramref name="shape"/>, without a copy where they are its own.</summary>
    internal ReadOnlySpan<long> StridesIn(Shape shape) => Shape.Equals(shape) ? layout.Strides : StridesFor(shape);

    /// <summary>The strides that make this view broadcast to <paramref name="shape"/>: 0 where an extent is repeated.</summary>
    public long[] StridesFor(Shape shape)
    {
        long[] result = new long[shape.Rank];
        int shift = shape.Rank - Shape.Rank;
        for (int i = 0; i < Shape.Rank; i++)
        {
            result[i + shift] = Shape[i] == 1 ? 0 : layout.Strides[i];
        }
        return result;
    }
}
