using System.Numerics;

namespace NeuralJit;

/// <summary>Moves runs of elements from and to given places of dense memory.</summary>
internal static unsafe class Mover
{
    /// <summary>Run i of y is the run of x that begins at places[i].</summary>
    public static void Read(TensorView x, ReadOnlySpan<long> places, long run, TensorView y)
    {
        long bytes = run * y.DType.Size, size = y.DType.Size;
        for (int i = 0; i < places.Length; i++)
        {
            System.Buffer.MemoryCopy((void*)(x.Address + (nint)(places[i] * size)), (void*)(y.Address + (nint)(i * bytes)), bytes, bytes);
        }
    }

    /// <summary>The run of y that begins at places[i] is combined with run i of the updates, in order.</summary>
    public static void Write(TensorView y, ReadOnlySpan<long> places, long run, TensorView updates, ScatterMode mode)
    {
        if (mode == ScatterMode.Set)
        {
            long bytes = run * y.DType.Size, size = y.DType.Size;
            for (int i = 0; i < places.Length; i++)
            {
                System.Buffer.MemoryCopy((void*)(updates.Address + (nint)(i * bytes)), (void*)(y.Address + (nint)(places[i] * size)), bytes, bytes);
            }
            return;
        }
        DTypes.Dispatch(y.DType, new Combination(y, places, run, updates, mode));
    }

    private readonly ref struct Combination(TensorView y, ReadOnlySpan<long> places, long run, TensorView updates, ScatterMode mode) : ITypedAction
    {
        private readonly ReadOnlySpan<long> places = places;

        public void Invoke<T>() where T : unmanaged, INumber<T>
        {
            for (int i = 0; i < places.Length; i++)
            {
                T* target = y.Pointer<T>() + places[i], update = updates.Pointer<T>() + (i * run);
                for (long j = 0; j < run; j++)
                {
                    target[j] = mode switch
                    {
                        ScatterMode.Add => target[j] + update[j],
                        ScatterMode.Multiply => target[j] * update[j],
                        ScatterMode.Minimum => T.Min(target[j], update[j]),
                        _ => T.Max(target[j], update[j]),
                    };
                }
            }
        }
    }
}
