namespace NeuralJit;

/// <summary>How the elements of a shape lie in memory: an offset and a stride per dimension, all in elements.</summary>
public sealed class Layout
{
    private readonly long[] strides;

    /// <summary>Makes a layout.</summary>
    public Layout(Shape shape, long offset, ReadOnlySpan<long> strides)
    {
        Shape = shape;
        Offset = offset;
        this.strides = strides.ToArray();
        IsDense = HasDenseStrides(shape, strides);
    }

    /// <summary>The dense layout, which shares the shape's strides.</summary>
    internal Layout(Shape shape, long[] rowMajor)
    {
        Shape = shape;
        strides = rowMajor;
        IsDense = true;
    }

    /// <summary>The extents.</summary>
    public Shape Shape { get; }

    /// <summary>Elements before the first one.</summary>
    public long Offset { get; }

    /// <summary>Elements between neighbours along each dimension; 0 repeats.</summary>
    public ReadOnlySpan<long> Strides => strides;

    /// <summary>Whether the elements lie one after the other in row-major order.</summary>
    public bool IsDense { get; }

    /// <summary>The dense row-major layout.</summary>
    public static Layout Dense(Shape shape) => shape.DenseLayout;

    private static bool HasDenseStrides(Shape shape, ReadOnlySpan<long> strides)
    {
        if (shape.Count == 0)
        {
            return true;
        }
        for (int i = 0; i < shape.Rank; i++)
        {
            if (shape[i] != 1 && strides[i] != shape.Strides[i])
            {
                return false;
            }
        }
        return true;
    }
}
