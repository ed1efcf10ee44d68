using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>y[i] = f(x[i·stride]) as bytes of 0 and 1, for operators that give masks.</summary>
internal readonly unsafe struct UnaryMaskRow<TOperator, T> : IRowKernel, ISimdAction<T, RowJob>
    where TOperator : struct, IUnaryOperator
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count) =>
        Simd.Run<UnaryMaskRow<TOperator, T>, T, RowJob>(new RowJob(row, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RowJob job)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        byte* y = (byte*)job.Row.Address0;
        T* x = (T*)job.Row.Address1;
        long stride = job.Row.Stride1 / sizeof(T);
        long i = 0;
        for (; i <= job.Count - W.Count; i += W.Count)
        {
            W.StoreMask(TOperator.Apply<W, V, T>(Operand.Load<W, V, T>(x + (i * stride), stride)), y + i);
        }

        if (i < job.Count)
        {
            int rest = (int)(job.Count - i);
            V tail = Operand.LoadPartial<W, V, T>(x + (i * stride), stride, rest);
            W.StoreMaskPartial(TOperator.Apply<W, V, T>(tail), y + i, rest);
        }
    }
}
