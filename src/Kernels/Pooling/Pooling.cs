using System.Numerics;

namespace NeuralJit.Kernels;

/// <summary>
/// Greatest element, sum and all elements of windows over dense planes, with their gradients; floats and doubles. Of equal elements the
/// first counts as the greatest, of NaNs the last one.
/// </summary>
public static unsafe class Pooling
{
    /// <summary>y = the greatest element of each window.</summary>
    public static void Max<T>(in PoolShape shape, T* x, T* y)
        where T : unmanaged, INumber<T> => Reduce<GreatestReducer, T>(shape, x, y);

    /// <summary>y = the sum of each window; what lies beyond the plane counts as 0.</summary>
    public static void Sum<T>(in PoolShape shape, T* x, T* y)
        where T : unmanaged, INumber<T> => Reduce<SumReducer, T>(shape, x, y);

    /// <summary>dx = for each element the sum of dy over the windows whose greatest element it is.</summary>
    public static void MaxGradient<T>(in PoolShape shape, T* x, T* dy, T* dx)
        where T : unmanaged, INumber<T> =>
        Gradient<PoolTaps.Greatest, T>(new PoolPlanes<T>(shape) { X = x, D = dy, Result = dx });

    /// <summary>y = for each window the element of <paramref name="values"/> where x has its greatest element.</summary>
    public static void MaxGather<T>(in PoolShape shape, T* x, T* values, T* y)
        where T : unmanaged, INumber<T> =>
        new PoolPlanes<T>(shape) { X = x, D = values, Result = y }.Run<PoolGather<T>>();

    /// <summary>dx = for each element the sum of dy over the windows that it belongs to.</summary>
    public static void SumGradient<T>(in PoolShape shape, T* dy, T* dx)
        where T : unmanaged, INumber<T> =>
        Gradient<PoolTaps.All, T>(new PoolPlanes<T>(shape) { X = dy, D = dy, Result = dx });

    /// <summary>y[plane, tap, result] = the element of the window with number tap; beyond the plane 0.</summary>
    public static void Unfold<T>(in PoolShape shape, T* x, T* y)
        where T : unmanaged, INumber<T> =>
        new PoolPlanes<T>(shape) { X = x, Result = y }.Run<PoolUnfold<T>>();

    /// <summary>y = for each element of the plane the sum of x[plane, tap, result] over the windows and taps that read it.</summary>
    public static void Fold<T>(in PoolShape shape, T* x, T* y)
        where T : unmanaged, INumber<T> =>
        new PoolPlanes<T>(shape) { X = x, Result = y }.Run<PoolFold<T>>();

    private static void Reduce<TReducer, T>(in PoolShape shape, T* x, T* y)
        where TReducer : struct, IReducer
        where T : unmanaged
    {
        PoolPlanes<T> planes = new(shape) { X = x, Result = y };
        if (planes.IsTwoByTwo)
        {
            planes.Run<TwoByTwo<TReducer, T>>();
        }
        else
        {
            planes.Run<PoolReduce<TReducer, T>>();
        }
    }

    private static void Gradient<TTaps, T>(PoolPlanes<T> planes)
        where TTaps : struct, IPoolTaps
        where T : unmanaged
    {
        if (planes.IsTwoByTwo)
        {
            planes.Run<TwoByTwoGradient<TTaps, T>>();
        }
        else
        {
            planes.Run<PoolGradient<TTaps, T>>();
        }
    }
}
