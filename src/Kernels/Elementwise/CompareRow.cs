using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>y[i] = f(a[i·stride], b[i·stride]) as bytes of 0 and 1, for operators that give masks.</summary>
internal readonly unsafe struct CompareRow<TOperator, T> : IRowKernel, ISimdAction<T, RowJob>
    where TOperator : struct, IBinaryOperator
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count) =>
        Simd.Run<CompareRow<TOperator, T>, T, RowJob>(new RowJob(row, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RowJob job)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        byte* y = (byte*)job.Row.Address0;
        T* a = (T*)job.Row.Address1;
        T* b = (T*)job.Row.Address2;
        long strideA = job.Row.Stride1 / sizeof(T);
        long strideB = job.Row.Stride2 / sizeof(T);
        long i = 0;
        for (; i <= job.Count - W.Count; i += W.Count)
        {
            V left = Operand.Load<W, V, T>(a + (i * strideA), strideA);
            V right = Operand.Load<W, V, T>(b + (i * strideB), strideB);
            W.StoreMask(TOperator.Apply<W, V, T>(left, right), y + i);
        }

        if (i < job.Count)
        {
            int rest = (int)(job.Count - i);
            V left = Operand.LoadPartial<W, V, T>(a + (i * strideA), strideA, rest);
            V right = Operand.LoadPartial<W, V, T>(b + (i * strideB), strideB, rest);
            W.StoreMaskPartial(TOperator.Apply<W, V, T>(left, right), y + i, rest);
        }
    }
}
