using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>y[i] = f(x[i·stride]).</summary>
internal readonly unsafe struct UnaryRow<TOperator, T> : IRowKernel, ISimdAction<T, RowJob>
    where TOperator : struct, IUnaryOperator
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count) =>
        Simd.Run<UnaryRow<TOperator, T>, T, RowJob>(new RowJob(row, count));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invoke<W, V>(in RowJob job)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        T* y = (T*)job.Row.Address0;
        T* x = (T*)job.Row.Address1;
        long count = job.Count;
        long stride = job.Row.Stride1 / sizeof(T);
        long i = 0;
        if (stride == 1)
        {
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(TOperator.Apply<W, V, T>(W.Load(x + i)), y + i);
            }
        }
        else if (stride == 0)
        {
            new Span<T>(y, (int)count).Fill(W.First(TOperator.Apply<W, V, T>(W.Broadcast(*x))));
            return;
        }
        else
        {
            for (; i <= count - W.Count; i += W.Count)
            {
                W.Store(TOperator.Apply<W, V, T>(W.Gather(x + (i * stride), stride)), y + i);
            }
        }

        if (i < count)
        {
            int rest = (int)(count - i);
            V tail = Operand.LoadPartial<W, V, T>(x + (i * stride), stride, rest);
            W.StorePartial(TOperator.Apply<W, V, T>(tail), y + i, rest);
        }
    }
}
