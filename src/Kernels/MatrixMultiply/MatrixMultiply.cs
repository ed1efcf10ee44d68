namespace NeuralJit.Kernels;

/// <summary>
/// Matrix products of any strides: one register-tile kernel, used directly on B where B is contiguous along its columns
/// and small, on packed panels of B elsewhere; row vectors have kernels of their own. Each element of the result is a
/// chain of fused multiply-adds over ascending k, in blocks (<see cref="RunningSum"/>), whatever the tiles and the threads; only products
/// of up to four rows with a transposed B are sums of lanes instead.
/// </summary>
public static unsafe class MatrixMultiply
{
    /// <summary>C = A·B.</summary>
    /// <param name="m">The rows of A and C.</param>
    /// <param name="n">The columns of B and C.</param>
    /// <param name="k">The columns of A and rows of B; 0 gives zeros.</param>
    /// <param name="a">A.</param>
    /// <param name="aRowStride">Elements from one row of A to the next.</param>
    /// <param name="aColumnStride">Elements from one column of A to the next.</param>
    /// <param name="b">B.</param>
    /// <param name="bRowStride">Elements from one row of B to the next.</param>
    /// <param name="bColumnStride">Elements from one column of B to the next.</param>
    /// <param name="c">C, contiguous along its columns; it does not overlap the sources.</param>
    /// <param name="cRowStride">Elements from one row of C to the next.</param>
    public static void Run<T>(
        int m,
        int n,
        int k,
        T* a,
        long aRowStride,
        long aColumnStride,
        T* b,
        long bRowStride,
        long bColumnStride,
        T* c,
        long cRowStride)
        where T : unmanaged
    {
        if (m == 0 || n == 0)
        {
            return;
        }

        if (n == 1 && m > 1 && cRowStride == 1)
        {
            // A column is the row vector of the transposed product.
            Run(1, m, k, b, 0, bRowStride, a, aColumnStride, aRowStride, c, m);
            return;
        }

        GemmProblem<T> problem = new()
        {
            M = m,
            N = n,
            K = k,
            A = a,
            ARowStride = aRowStride,
            AColumnStride = aColumnStride,
            B = b,
            BRowStride = bRowStride,
            BColumnStride = bColumnStride,
            C = c,
            CRowStride = cRowStride,
        };
        bool floats = typeof(T) == typeof(float) || typeof(T) == typeof(double);
        if (k == 0)
        {
            for (int i = 0; i < m; i++)
            {
                Fill.Run(c + (i * cRowStride), n, default(T));
            }
        }
        else if (m == 1 || !floats || (m <= 4 && bRowStride == 1 && bColumnStride != 1))
        {
            VectorProduct<T>.Run(problem);
        }
        else
        {
            Gemm<T>.Run(problem);
        }
    }

    /// <summary>C[i] = A[i]·B[i] for a batch of products of one shape; a batch stride of 0 repeats a matrix.</summary>
    /// <param name="batch">The number of products.</param>
    /// <param name="aBatchStride">Elements from one A to the next.</param>
    /// <param name="bBatchStride">Elements from one B to the next.</param>
    /// <param name="cBatchStride">Elements from one C to the next.</param>
    /// <param name="m">The rows of A and C.</param>
    /// <param name="n">The columns of B and C.</param>
    /// <param name="k">The columns of A and rows of B.</param>
    /// <param name="a">The first A.</param>
    /// <param name="aRowStride">Elements from one row of A to the next.</param>
    /// <param name="aColumnStride">Elements from one column of A to the next.</param>
    /// <param name="b">The first B.</param>
    /// <param name="bRowStride">Elements from one row of B to the next.</param>
    /// <param name="bColumnStride">Elements from one column of B to the next.</param>
    /// <param name="c">The first C.</param>
    /// <param name="cRowStride">Elements from one row of C to the next.</param>
    public static void RunBatched<T>(
        int batch,
        long aBatchStride,
        long bBatchStride,
        long cBatchStride,
        int m,
        int n,
        int k,
        T* a,
        long aRowStride,
        long aColumnStride,
        T* b,
        long bRowStride,
        long bColumnStride,
        T* c,
        long cRowStride)
        where T : unmanaged
    {
        GemmBatch<T> job = new()
        {
            ABatchStride = aBatchStride,
            BBatchStride = bBatchStride,
            CBatchStride = cBatchStride,
            Problem = new()
            {
                M = m,
                N = n,
                K = k,
                A = a,
                ARowStride = aRowStride,
                AColumnStride = aColumnStride,
                B = b,
                BRowStride = bRowStride,
                BColumnStride = bColumnStride,
                C = c,
                CRowStride = cRowStride,
            },
        };
        job.Run(batch);
    }
}
