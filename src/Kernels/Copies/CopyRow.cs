namespace NeuralJit.Kernels;

/// <summary>y[i·stride] = x[i·stride].</summary>
internal readonly unsafe struct CopyRow<T> : IRowKernel
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count)
    {
        T* y = (T*)row.Address0;
        T* x = (T*)row.Address1;
        long yStride = row.Stride0 / sizeof(T);
        long xStride = row.Stride1 / sizeof(T);
        if (yStride == 1 && xStride == 1)
        {
            new ReadOnlySpan<T>(x, (int)count).CopyTo(new Span<T>(y, (int)count));
            return;
        }

        if (yStride == 1 && xStride == 0)
        {
            new Span<T>(y, (int)count).Fill(*x);
            return;
        }

        for (long i = 0; i < count; i++)
        {
            y[i * yStride] = x[i * xStride];
        }
    }
}
