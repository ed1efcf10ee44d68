namespace NeuralJit.Kernels;

/// <summary>
/// Writes at places that another tensor names, as torch.scatter and torch.scatter_reduce: y[o, indices[o, i, r], r] is
/// set to, or combined with, x[o, i, r]. Where indices repeat, elements are combined in the order of i (set: the last
/// one stays), so results do not depend on threads.
/// </summary>
public static unsafe class Scatter
{
    /// <summary>y[o, indices[o, i, r], r] = x[o, i, r].</summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in y.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense [outer, count, inner].</param>
    /// <param name="indices">The places, dense like the source.</param>
    /// <param name="count">The axis' extent in the source.</param>
    /// <param name="y">What is written into, dense [outer, length, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Set<T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("scatter", indices, outer * count * inner, length);
        for (long slice = 0; slice < outer * count; slice++)
        {
            T* target = y + (slice / count * length * inner);
            for (long r = 0; r < inner; r++)
            {
                long at = (slice * inner) + r;
                target[(IndexCheck.Value(indices[at]) * inner) + r] = x[at];
            }
        }
    }

    /// <summary>y[o, indices[o, i, r], r] = f(y[o, indices[o, i, r], r], x[o, i, r]): add, multiply, greatest or smallest by the reducer.</summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in y.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense [outer, count, inner].</param>
    /// <param name="indices">The places, dense like the source.</param>
    /// <param name="count">The axis' extent in the source.</param>
    /// <param name="y">What is combined with, dense [outer, length, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Run<TReducer, T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("scatter", indices, outer * count * inner, length);
        for (long slice = 0; slice < outer * count; slice++)
        {
            T* target = y + (slice / count * length * inner);
            for (long r = 0; r < inner; r++)
            {
                long at = (slice * inner) + r;
                T* element = target + (IndexCheck.Value(indices[at]) * inner) + r;
                *element = TReducer.Apply<SimdScalar<T>, T, T>(*element, x[at]);
            }
        }
    }

    /// <summary>
    /// Combines whole slices: y[o, indices[i], :] = f(y[o, indices[i], :], x[o, i, :]), the gradient of taking slices.
    /// </summary>
    /// <param name="outer">The elements before the axis.</param>
    /// <param name="length">The axis' extent in y.</param>
    /// <param name="inner">The elements after the axis.</param>
    /// <param name="x">The source, dense [outer, count, inner].</param>
    /// <param name="indices">One place per slice.</param>
    /// <param name="count">The number of slices.</param>
    /// <param name="y">What is combined with, dense [outer, length, inner].</param>
    /// <exception cref="IndexOutOfRangeException">An index is negative or not below the length; nothing was written.</exception>
    public static void Slices<TReducer, T, TIndex>(long outer, long length, long inner, T* x, TIndex* indices, long count, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
        where TIndex : unmanaged
    {
        IndexCheck.Run("scatter", indices, count, length);
        ReadOnlySpan<int> shape = [checked((int)inner)];
        ReadOnlySpan<long> dense = [1];
        for (long slice = 0; slice < outer * count; slice++)
        {
            (long place, long i) = Math.DivRem(slice, count);
            T* target = y + (((place * length) + IndexCheck.Value(indices[i])) * inner);
            Elementwise.Binary<TReducer, T>(shape, target, dense, x + (slice * inner), dense, target);
        }
    }
}
