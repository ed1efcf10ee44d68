using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Which element of each window is the greatest: the first of equal ones, the last NaN if there are any.</summary>
internal static unsafe class GreatestTap
{
    /// <summary>The numbers of the greatest elements, for windows that begin at neighbouring places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Find<W, V, T>(T* x, long* places, int taps, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V best = W.LoadPartial(x + places[0], count), greatest = W.Create(0), number = greatest, one = W.Create(1);
        for (int tap = 1; tap < taps; tap++)
        {
            number = W.Add(number, one);
            V value = W.LoadPartial(x + places[tap], count);
            V better = IsBetter<W, V, T>(value, best);
            best = W.Select(better, value, best);
            greatest = W.Select(better, number, greatest);
        }

        return greatest;
    }

    /// <summary>Whether a value takes the place of the best one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V IsBetter<W, V, T>(V value, V best)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged =>
        W.Or(W.Less(best, value), W.Not(W.Equal(value, value)));
}
