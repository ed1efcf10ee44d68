namespace NeuralJit.Kernels;

/// <summary>
/// Where the greatest or the smallest element is. The first one wins a tie, and the first NaN wins over everything, as
/// in PyTorch.
/// </summary>
public static unsafe class ArgReduce
{
    /// <summary>The axis that means all elements together, counted in row-major order.</summary>
    public const int Flattened = -1;

    /// <summary>y = the index along an axis.</summary>
    /// <param name="lengths">The shape of x.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides in elements.</param>
    /// <param name="axis">The axis, or <see cref="Flattened"/>.</param>
    /// <param name="greatest">The greatest or the smallest.</param>
    /// <param name="y">The destination: the other axes, dense.</param>
    /// <exception cref="ArgumentException">There are no elements to choose from.</exception>
    public static void Run<T>(ReadOnlySpan<int> lengths, T* x, ReadOnlySpan<long> xStrides, int axis, bool greatest, long* y)
        where T : unmanaged
    {
        long outer = 1, length = 1, inner = 1;
        for (int i = 0; i < lengths.Length; i++)
        {
            bool chosen = axis == Flattened || i == axis;
            length *= chosen ? lengths[i] : 1;
            outer *= !chosen && i < axis ? lengths[i] : 1;
            inner *= !chosen && i > axis ? lengths[i] : 1;
        }

        if (outer * inner == 0)
        {
            return;
        }

        if (length == 0)
        {
            throw new ArgumentException("arg-reduce: expected at least one element along the axis, got none.", nameof(lengths));
        }

        // Bring the axis to the inside, dense: then every result is one pass over a contiguous row.
        Span<long> dense = stackalloc long[lengths.Length];
        Span<long> target = stackalloc long[lengths.Length];
        long count = Reduction.DenseStrides(lengths, dense);
        dense.CopyTo(target);
        for (int i = 0; axis >= 0 && i < lengths.Length; i++)
        {
            target[i] = i == axis ? 1 : i > axis ? dense[i] * length : dense[i];
        }

        bool inPlace = xStrides.SequenceEqual(target);
        using Scratch scratch = new(inPlace ? 0 : count * sizeof(T));
        T* rows = inPlace ? x : (T*)scratch.Address;
        if (!inPlace)
        {
            StridedCopy.Run(lengths, x, xStrides, rows, target);
        }

        ArgReduceRows<T>.Run(rows, outer * inner, length, greatest, y);
    }
}
