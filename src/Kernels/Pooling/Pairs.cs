using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels;

/// <summary>Neighbouring elements in two registers as registers of the even and of the odd ones, and back.</summary>
internal static unsafe class Pairs
{
    /// <summary>The elements at even and at odd places of two registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Even, V Odd) Split<W, V, T>(V low, V high)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (sizeof(T) == 4 && typeof(V) == typeof(Vector512<T>))
        {
            Vector512<ulong> a = Unsafe.BitCast<V, Vector512<ulong>>(low), b = Unsafe.BitCast<V, Vector512<ulong>>(high);
            return (Unsafe.BitCast<Vector512<uint>, V>(Vector512.Narrow(a, b)),
                Unsafe.BitCast<Vector512<uint>, V>(Vector512.Narrow(a >>> 32, b >>> 32)));
        }

        if (sizeof(T) == 4 && typeof(V) == typeof(Vector256<T>))
        {
            Vector256<ulong> a = Unsafe.BitCast<V, Vector256<ulong>>(low), b = Unsafe.BitCast<V, Vector256<ulong>>(high);
            return (Unsafe.BitCast<Vector256<uint>, V>(Vector256.Narrow(a, b)),
                Unsafe.BitCast<Vector256<uint>, V>(Vector256.Narrow(a >>> 32, b >>> 32)));
        }

        T* elements = stackalloc T[2 * W.Count];
        W.Store(low, elements);
        W.Store(high, elements + W.Count);
        return (W.Gather(elements, 2), W.Gather(elements + 1, 2));
    }

    /// <summary>Undoes <see cref="Split"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (V Low, V High) Join<W, V, T>(V even, V odd)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        if (sizeof(T) == 4 && typeof(V) == typeof(Vector512<T>))
        {
            (Vector512<ulong> a, Vector512<ulong> b) = Vector512.Widen(Unsafe.BitCast<V, Vector512<uint>>(even));
            (Vector512<ulong> c, Vector512<ulong> d) = Vector512.Widen(Unsafe.BitCast<V, Vector512<uint>>(odd));
            return (Unsafe.BitCast<Vector512<ulong>, V>(a | (c << 32)), Unsafe.BitCast<Vector512<ulong>, V>(b | (d << 32)));
        }

        if (sizeof(T) == 4 && typeof(V) == typeof(Vector256<T>))
        {
            (Vector256<ulong> a, Vector256<ulong> b) = Vector256.Widen(Unsafe.BitCast<V, Vector256<uint>>(even));
            (Vector256<ulong> c, Vector256<ulong> d) = Vector256.Widen(Unsafe.BitCast<V, Vector256<uint>>(odd));
            return (Unsafe.BitCast<Vector256<ulong>, V>(a | (c << 32)), Unsafe.BitCast<Vector256<ulong>, V>(b | (d << 32)));
        }

        T* elements = stackalloc T[2 * W.Count];
        W.Scatter(even, elements, 2);
        W.Scatter(odd, elements + 1, 2);
        return (W.Load(elements), W.Load(elements + W.Count));
    }

    /// <summary>Whether <see cref="Swap"/> is there: pairs lie within a register, and there is an instruction.</summary>
    public static bool CanSwap<V, T>()
        where V : struct
        where T : unmanaged => sizeof(T) == 4 && (typeof(V) == typeof(Vector512<T>) || typeof(V) == typeof(Vector256<T>));

    /// <summary>The two elements of each pair exchanged.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Swap<V, T>(V value)
        where V : struct
        where T : unmanaged
    {
        if (typeof(V) == typeof(Vector512<T>))
        {
            Vector512<uint> order = Vector512.Create(1u, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14);
            return Unsafe.BitCast<Vector512<uint>, V>(Vector512.Shuffle(Unsafe.BitCast<V, Vector512<uint>>(value), order));
        }

        return Unsafe.BitCast<Vector256<uint>, V>(
            Vector256.Shuffle(Unsafe.BitCast<V, Vector256<uint>>(value), Vector256.Create(1u, 0, 3, 2, 5, 4, 7, 6)));
    }

    /// <summary>A mask that is true in the first element of each pair.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Firsts<V, T>()
        where V : struct
        where T : unmanaged => typeof(V) == typeof(Vector512<T>)
            ? Unsafe.BitCast<Vector512<ulong>, V>(Vector512.Create((ulong)uint.MaxValue))
            : Unsafe.BitCast<Vector256<ulong>, V>(Vector256.Create((ulong)uint.MaxValue));
}
