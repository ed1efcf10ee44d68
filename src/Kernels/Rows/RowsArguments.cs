namespace NeuralJit.Kernels;

/// <summary>The operands of a kernel over rows.</summary>
internal unsafe struct RowsArguments<T>
    where T : unmanaged
{
    /// <summary>The source.</summary>
    public T* X;

    /// <summary>The destination.</summary>
    public T* Y;

    /// <summary>The length of a row.</summary>
    public long Columns;
}
