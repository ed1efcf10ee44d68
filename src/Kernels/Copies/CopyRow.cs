using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NeuralJit.Kernels;

/// <summary>y[i·stride] = x[i·stride].</summary>
internal readonly unsafe struct CopyRow<T> : IRowKernel
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(in RowArguments row, long count)
    {
        T* y = (T*)row.Address0;
        T* x = (T*)row.Address1;
        long yStride = row.Stride0 / sizeof(T);
        long xStride = row.Stride1 / sizeof(T);
        if (yStride == 1 && xStride == 1)
        {
            new ReadOnlySpan<T>(x, (int)count).CopyTo(new Span<T>(y, (int)count));
            return;
        }

        if (yStride == 1 && xStride == 0)
        {
            new Span<T>(y, (int)count).Fill(*x);
            return;
        }

        if (yStride == 1 && xStride == -1)
        {
            Span<T> target = new(y, (int)count);
            new ReadOnlySpan<T>(x - (count - 1), (int)count).CopyTo(target);
            target.Reverse();
            return;
        }

        long i = yStride == 1 && xStride == 2 && sizeof(T) == 4 && Avx2.IsSupported ? EverySecond((float*)x, (float*)y, count) : 0;
        for (; i < count; i++)
        {
            y[i * yStride] = x[i * xStride];
        }
    }

    /// <summary>Takes every second of 32 bits, eight at a time, as long as all that is loaded is there; gives how many it took.</summary>
    private static long EverySecond(float* x, float* y, long count)
    {
        long i = 0;
        for (; i < count - 8; i += 8)
        {
            Vector256<float> a = Vector256.Load(x + (2 * i)), b = Vector256.Load(x + (2 * i) + 8);
            Vector256.Store(Avx2.Permute4x64(Avx.Shuffle(a, b, 0b10_00_10_00).AsDouble(), 0b11_01_10_00).AsSingle(), y + i);
        }

        return i;
    }
}
