namespace NeuralJit.Kernels;

/// <summary>What a micro-kernel works on; strides in elements.</summary>
internal unsafe struct Tile<T>
    where T : unmanaged
{
    /// <summary>The first element of the tile's rows of A.</summary>
    public T* A;

    /// <summary>The first element of the tile's columns of B.</summary>
    public T* B;

    /// <summary>The tile of C.</summary>
    public T* C;

    /// <summary>Between rows of A.</summary>
    public long ARowStride;

    /// <summary>Between columns of A.</summary>
    public long AColumnStride;

    /// <summary>Between rows of B; its columns are contiguous.</summary>
    public long BRowStride;

    /// <summary>Between rows of C; its columns are contiguous.</summary>
    public long CRowStride;

    /// <summary>One entry per k, in place of the strides along k; null where those are constant.</summary>
    public TileStep* Steps;

    /// <summary>The extent of k.</summary>
    public long Depth;

    /// <summary>The elements of the last register, where that is a partial one.</summary>
    public int LastCount;

    /// <summary>Whether the product is added to C.</summary>
    public bool Accumulate;
}
