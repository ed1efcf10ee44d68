using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Combines windows of 2 by 2 elements that do not overlap: two rows, then the neighbours.</summary>
internal readonly unsafe struct TwoByTwo<TReducer, T> : IPoolAction<T>
    where TReducer : struct, IReducer
    where T : unmanaged
{
    /// <inheritdoc/>
    public static long Scratch(in PoolPlanes<T> planes) => 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        int width = planes.Input[2], count = planes.Output[2];
        T* y = planes.Result + (plane * planes.Output.Volume);
        for (int depth = 0; depth < planes.Output[0]; depth++)
        {
            T* x = planes.X + (plane * planes.Input.Volume) + ((long)depth * planes.Input[1] * width);
            for (int row = 0; row < planes.Output[1]; row++, x += 2 * width, y += count)
            {
                int i = 0;
                for (; i <= count - W.Count; i += W.Count)
                {
                    T* above = x + (2 * i);
                    V low = TReducer.Apply<W, V, T>(W.Load(above), W.Load(above + width));
                    V high = TReducer.Apply<W, V, T>(W.Load(above + W.Count), W.Load(above + W.Count + width));
                    (V even, V odd) = Pairs.Split<W, V, T>(low, high);
                    W.Store(TReducer.Apply<W, V, T>(even, odd), y + i);
                }

                if (i < count)
                {
                    T* above = x + (2 * i);
                    int rest = count - i, first = Math.Min(W.Count, 2 * rest), second = (2 * rest) - first;
                    V low = TReducer.Apply<W, V, T>(W.LoadPartial(above, first), W.LoadPartial(above + width, first));
                    V high = TReducer.Apply<W, V, T>(
                        W.LoadPartial(above + W.Count, second), W.LoadPartial(above + W.Count + width, second));
                    (V even, V odd) = Pairs.Split<W, V, T>(low, high);
                    W.StorePartial(TReducer.Apply<W, V, T>(even, odd), y + i, rest);
                }
            }
        }
    }
}
