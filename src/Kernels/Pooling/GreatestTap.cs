using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>
/// Which element of each window of a plane is the greatest: the first of equal ones, the last NaN if there are any, never one of the
/// padding while there is another.
/// </summary>
internal unsafe struct GreatestTap<T>(T* source, T* laid, T* spare)
    where T : unmanaged
{
    // The plane once more with other padding, which tells padding from elements; laid out when a window asks for it.
    private T* marked = null;

    /// <summary>
    /// What stands for padding: less than all other finite numbers, and finite, so that it does not ask for the careful comparison.
    /// </summary>
    public static T Padding => Lane.FromDouble<T>(Least);

    private static double Least => sizeof(T) == sizeof(float) ? float.MinValue : double.MinValue;

    /// <summary>The numbers of the greatest elements, for windows that begin at neighbouring places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Find<W, V>(in PoolPlanes<T> planes, long place, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        // Where all values are finite, one comparison decides; 0·x tells whether they are.
        T* x = laid + place;
        V best = RowCopy.Load<W, V, T>(x + planes.Places[0], count), greatest = W.Create(0), zero = greatest,
            number = zero, one = W.Create(1);
        V finite = W.Multiply(best, zero);
        for (int tap = 1; tap < planes.Taps; tap++)
        {
            number = W.Add(number, one);
            V value = RowCopy.Load<W, V, T>(x + planes.Places[tap], count);
            V better = W.Less(best, value);
            finite = W.MultiplyAdd(value, zero, finite);
            best = W.Select(better, value, best);
            greatest = W.Select(better, number, greatest);
        }

        // A window whose greatest element is as small as the padding may have taken it.
        V doubtful = W.Or(W.Not(W.Equal(finite, zero)), W.LessOrEqual(best, W.Create(Least)));
        return W.Any(doubtful) ? FindAmongAny<W, V>(planes, place, count) : greatest;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private V FindAmongAny<W, V>(in PoolPlanes<T> planes, long place, int count)
        where W : struct, ISimd<V, T>
        where V : struct
    {
        if (marked == null)
        {
            marked = planes.Lay<W, V>(source, spare, default);
        }

        long at = place + planes.Places[0];
        V best = RowCopy.Load<W, V, T>(laid + at, count), greatest = W.Create(0);
        V onlyPadding = IsPadding<W, V>(best, RowCopy.Load<W, V, T>(marked + at, count));
        for (int tap = 1; tap < planes.Taps; tap++)
        {
            at = place + planes.Places[tap];
            V value = RowCopy.Load<W, V, T>(laid + at, count);
            V padding = IsPadding<W, V>(value, RowCopy.Load<W, V, T>(marked + at, count));
            V better = W.And(W.Or(onlyPadding, IsBetter<W, V>(value, best)), W.Not(padding));
            best = W.Select(better, value, best);
            greatest = W.Select(better, W.Create(tap), greatest);
            onlyPadding = W.And(onlyPadding, padding);
        }

        return greatest;
    }

    /// <summary>Whether a value takes the place of the best one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V IsBetter<W, V>(V value, V best)
        where W : struct, ISimd<V, T>
        where V : struct =>
        W.Or(W.Less(best, value), W.Not(W.Equal(value, value)));

    // An element is the same in both planes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V IsPadding<W, V>(V value, V mark)
        where W : struct, ISimd<V, T>
        where V : struct =>
        W.And(W.Equal(value, W.Create(Least)), W.Equal(mark, W.Create(0)));
}
