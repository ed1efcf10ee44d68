using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>Which element of each window is the greatest: the first of equal ones, the last NaN if there are any.</summary>
internal static unsafe class GreatestTap
{
    /// <summary>What stands for padding: less than all other finite numbers, and finite, so that it does not ask for the careful comparison.</summary>
    public static T Padding<T>()
        where T : unmanaged => Lane.FromDouble<T>(sizeof(T) == sizeof(float) ? float.MinValue : double.MinValue);

    /// <summary>The numbers of the greatest elements, for windows that begin at neighbouring places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Find<W, V, T>(T* x, long* places, int taps, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        // Where all values are finite, one comparison decides; 0·x tells whether they are.
        V best = RowCopy.Load<W, V, T>(x + places[0], count), greatest = W.Create(0), zero = greatest, number = zero, one = W.Create(1);
        V finite = W.Multiply(best, zero);
        for (int tap = 1; tap < taps; tap++)
        {
            number = W.Add(number, one);
            V value = RowCopy.Load<W, V, T>(x + places[tap], count);
            V better = W.Less(best, value);
            finite = W.MultiplyAdd(value, zero, finite);
            best = W.Select(better, value, best);
            greatest = W.Select(better, number, greatest);
        }

        return W.Any(W.Not(W.Equal(finite, zero))) ? FindAmongAny<W, V, T>(x, places, taps, count) : greatest;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V FindAmongAny<W, V, T>(T* x, long* places, int taps, int count)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged
    {
        V best = RowCopy.Load<W, V, T>(x + places[0], count), greatest = W.Create(0);
        for (int tap = 1; tap < taps; tap++)
        {
            V value = RowCopy.Load<W, V, T>(x + places[tap], count);
            V better = IsBetter<W, V, T>(value, best);
            best = W.Select(better, value, best);
            greatest = W.Select(better, W.Create(tap), greatest);
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
