using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>Short rows, copied without a call per row.</summary>
internal static unsafe class RowCopy
{
    /// <summary>A register, or the first elements of one; without a mask where it is a whole one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<W, V, T>(T* from, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged => count == W.Count ? W.Load(from) : W.LoadPartial(from, count);

    /// <summary>Sets to one value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<W, V, T>(T* to, int count, T value = default)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        int i = 0;
        for (; i <= count - W.Count; i += W.Count)
        {
            W.Store(W.Broadcast(value), to + i);
        }

        if (i < count)
        {
            W.StorePartial(W.Broadcast(value), to + i, count - i);
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

        int i = step == 2 && sizeof(T) == sizeof(uint) ? ReadEven((uint*)from, (uint*)to, count) : 0;
        for (; i < count; i++)
        {
            to[i] = from[i * step];
        }
    }

    /// <summary>
    /// to[i] = from[2·i] by whole registers, as the lower halves of pairs; returns how many were read. Reads no pair beyond the last
    /// element.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int ReadEven(uint* from, uint* to, int count)
    {
        int i = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            for (; i + Vector512<uint>.Count < count; i += Vector512<uint>.Count)
            {
                ulong* pairs = (ulong*)(from + (2 * i));
                Vector512.Narrow(Vector512.Load(pairs), Vector512.Load(pairs + Vector512<ulong>.Count)).Store(to + i);
            }
        }

        for (; Vector256.IsHardwareAccelerated && i + Vector256<uint>.Count < count; i += Vector256<uint>.Count)
        {
            ulong* pairs = (ulong*)(from + (2 * i));
            Vector256.Narrow(Vector256.Load(pairs), Vector256.Load(pairs + Vector256<ulong>.Count)).Store(to + i);
        }

        return i;
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
