namespace NeuralJit.Kernels;

/// <summary>
/// Conversions between element types. Floats to integers truncate and saturate, NaN gives 0; integers to narrower
/// integers wrap; anything to bool is whether it is not 0 (NaN is true); bool to anything is 0 or 1; to narrower floats
/// rounds to nearest, halves to even.
/// </summary>
public static unsafe class Cast
{
    /// <summary>y = (TTo)x.</summary>
    /// <param name="lengths">The shape.</param>
    /// <param name="x">The source.</param>
    /// <param name="xStrides">Its strides in elements.</param>
    /// <param name="y">The destination, dense in row-major order.</param>
    public static void Run<TFrom, TTo>(ReadOnlySpan<int> lengths, TFrom* x, ReadOnlySpan<long> xStrides, TTo* y)
        where TFrom : unmanaged
        where TTo : unmanaged
    {
        LoopNest nest = LoopNest.Create(lengths);
        nest.AddDense(y, sizeof(TTo));
        nest.Add(x, xStrides, sizeof(TFrom));
        if (nest.Prepare())
        {
            nest.Run<CastRow<TFrom, TTo>>();
        }
    }

    /// <summary>One value.</summary>
    public static TTo Convert<TFrom, TTo>(TFrom value)
        where TFrom : unmanaged
        where TTo : unmanaged => CastRow<TFrom, TTo>.Convert(value);
}
