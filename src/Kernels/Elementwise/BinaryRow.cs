using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>y[i] = f(a[i·stride], b[i·stride]).</summary>
internal readonly unsafe struct BinaryRow<TOperator, T> : IRowKernel, ISimdAction<T, RowJob>
    where TOperator : struct, IBinaryOperator
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count) =>
        Simd.Run<BinaryRow<TOperator, T>, T, RowJob>(new RowJob(row, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RowJob job)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* y = (T*)job.Row.Address0;
        T* a = (T*)job.Row.Address1;
        T* b = (T*)job.Row.Address2;
        long strideA = job.Row.Stride1 / sizeof(T);
        long strideB = job.Row.Stride2 / sizeof(T);
        long count = job.Count;
        long i = 0;
        if (strideA == 1 && strideB == 1)
        {
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(TOperator.Apply<W, V, T>(W.Load(a + i), W.Load(b + i)), y + i);
            }
        }
        else if (strideA == 1 && strideB == 0)
        {
            V scalar = W.Broadcast(*b);
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(TOperator.Apply<W, V, T>(W.Load(a + i), scalar), y + i);
            }
        }
        else if (strideA == 0 && strideB == 1)
        {
            V scalar = W.Broadcast(*a);
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(TOperator.Apply<W, V, T>(scalar, W.Load(b + i)), y + i);
            }
        }
        else
        {
            for (; i <= count - W.Count; i += W.Count)
            {
                V left = Operand.Load<W, V, T>(a + (i * strideA), strideA);
                V right = Operand.Load<W, V, T>(b + (i * strideB), strideB);
                W.Store(TOperator.Apply<W, V, T>(left, right), y + i);
            }
        }

        if (i < count)
        {
            int rest = (int)(count - i);
            V left = Operand.LoadPartial<W, V, T>(a + (i * strideA), strideA, rest);
            V right = Operand.LoadPartial<W, V, T>(b + (i * strideB), strideB, rest);
            W.StorePartial(TOperator.Apply<W, V, T>(left, right), y + i, rest);
        }
    }
}
