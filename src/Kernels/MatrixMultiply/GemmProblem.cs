namespace NeuralJit.Kernels;

/// <summary>C = A·B: extents, addresses and strides in elements; C is contiguous along its columns.</summary>
internal unsafe struct GemmProblem<T>
    where T : unmanaged
{
    /// <summary>The rows of A and C.</summary>
    public int M;

    /// <summary>The columns of B and C.</summary>
    public int N;

    /// <summary>The columns of A and rows of B.</summary>
    public int K;

    /// <summary>A.</summary>
    public T* A;

    /// <summary>B.</summary>
    public T* B;

    /// <summary>C.</summary>
    public T* C;

    /// <summary>Between rows of A.</summary>
    public long ARowStride;

    /// <summary>Between columns of A.</summary>
    public long AColumnStride;

    /// <summary>Between rows of B.</summary>
    public long BRowStride;

    /// <summary>Between columns of B.</summary>
    public long BColumnStride;

    /// <summary>Between rows of C.</summary>
    public long CRowStride;
}
