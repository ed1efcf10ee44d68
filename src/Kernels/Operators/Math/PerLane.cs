using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Functions that no vector instruction helps with, one lane at a time.</summary>
internal static class PerLane
{
    /// <summary>An integer function of each pair of lanes.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Integers<W, V, T, TFunction>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
        where TFunction : IIntegerFunction
    {
        for (int i = 0; i < W.Count; i++)
        {
            ref T lane = ref Unsafe.Add(ref Unsafe.As<V, T>(ref x), i);
            lane = Lane.Apply<TFunction, T>(lane, Unsafe.Add(ref Unsafe.As<V, T>(ref y), i));
        }

        return x;
    }

    /// <summary>The exact remainder of each pair of lanes of floats, with the sign of x (IEEE fmod).</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static V Remainders<W, V, T>(V x, V y)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        for (int i = 0; i < W.Count; i++)
        {
            ref T lane = ref Unsafe.Add(ref Unsafe.As<V, T>(ref x), i);
            T divisor = Unsafe.Add(ref Unsafe.As<V, T>(ref y), i);
            lane = typeof(T) == typeof(float)
                ? Unsafe.BitCast<float, T>(Unsafe.BitCast<T, float>(lane) % Unsafe.BitCast<T, float>(divisor))
                : Unsafe.BitCast<double, T>(Unsafe.BitCast<T, double>(lane) % Unsafe.BitCast<T, double>(divisor));
        }

        return x;
    }
}
