using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Loads of a source with any stride in elements: 1, 0 (broadcast) or something else.</summary>
internal static unsafe class Operand
{
    /// <summary>A whole register.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Load<W, V, T>(T* source, long stride)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        stride == 1 ? W.Load(source) : stride == 0 ? W.Broadcast(*source) : W.Gather(source, stride);

    /// <summary>The first lanes; the others hold zeros or, for a broadcast, the same value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadPartial<W, V, T>(T* source, long stride, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        stride == 1 ? W.LoadPartial(source, count)
        : stride == 0 ? W.Broadcast(*source)
        : LoadStrided<W, V, T>(source, stride, count);

    /// <summary>A whole register of booleans as a mask.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V LoadMask<W, V, T>(byte* source, long stride, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (stride == 1 && count == W.Count)
        {
            return W.LoadMask(source);
        }

        return stride == 1 ? W.LoadMaskPartial(source, count) : LoadMaskStrided<W, V, T>(source, stride, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V LoadMaskStrided<W, V, T>(byte* source, long stride, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        byte* bytes = stackalloc byte[64];
        for (int i = 0; i < count; i++)
        {
            bytes[i] = source[i * stride];
        }

        return W.LoadMaskPartial(bytes, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V LoadStrided<W, V, T>(T* source, long stride, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        T* buffer = stackalloc T[64];
        for (int i = 0; i < count; i++)
        {
            buffer[i] = source[i * stride];
        }

        return W.LoadPartial(buffer, count);
    }
}
