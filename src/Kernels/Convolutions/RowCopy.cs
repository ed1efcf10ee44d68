using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Short rows, copied without a call per row.</summary>
internal static unsafe class RowCopy
{
    /// <summary>Sets to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear<W, V, T>(T* to, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int i = 0;
        for (; i <= count - W.Count; i += W.Count)
        {
            W.Store(W.Create(0), to + i);
        }

        if (i < count)
        {
            W.StorePartial(W.Create(0), to + i, count - i);
        }
    }

    /// <summary>to[i] = from[i·step].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read<W, V, T>(T* from, int step, T* to, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (step == 1)
        {
            int j = 0;
            for (; j <= count - W.Count; j += W.Count)
            {
                W.Store(W.Load(from + j), to + j);
            }

            if (j < count)
            {
                W.StorePartial(W.LoadPartial(from + j, count - j), to + j, count - j);
            }

            return;
        }

        for (int i = 0; i < count; i++, from += step)
        {
            to[i] = *from;
        }
    }

    /// <summary>to[i·step] = from[i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Write<W, V, T>(T* from, T* to, long step, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (step == 1)
        {
            Read<W, V, T>(from, 1, to, count);
            return;
        }

        for (int i = 0; i < count; i++, to += step)
        {
            *to = from[i];
        }
    }
}
