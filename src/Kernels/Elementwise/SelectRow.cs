using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>y[i] = condition[i·stride] ? a[i·stride] : b[i·stride].</summary>
internal readonly unsafe struct SelectRow<T> : IRowKernel, ISimdAction<T, RowJob>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count) =>
        Simd.Run<SelectRow<T>, T, RowJob>(new RowJob(row, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RowJob job)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* y = (T*)job.Row.Address0;
        byte* condition = (byte*)job.Row.Address1;
        T* a = (T*)job.Row.Address2;
        T* b = (T*)job.Row.Address3;
        long strideC = job.Row.Stride1;
        long strideA = job.Row.Stride2 / sizeof(T);
        long strideB = job.Row.Stride3 / sizeof(T);
        long i = 0;
        for (; i <= job.Count - W.Count; i += W.Count)
        {
            V mask = Operand.LoadMask<W, V, T>(condition + (i * strideC), strideC, W.Count);
            V left = Operand.Load<W, V, T>(a + (i * strideA), strideA);
            V right = Operand.Load<W, V, T>(b + (i * strideB), strideB);
            W.Store(W.Select(mask, left, right), y + i);
        }

        if (i < job.Count)
        {
            int rest = (int)(job.Count - i);
            V mask = Operand.LoadMask<W, V, T>(condition + (i * strideC), strideC, rest);
            V left = Operand.LoadPartial<W, V, T>(a + (i * strideA), strideA, rest);
            V right = Operand.LoadPartial<W, V, T>(b + (i * strideB), strideB, rest);
            W.StorePartial(W.Select(mask, left, right), y + i, rest);
        }
    }
}
