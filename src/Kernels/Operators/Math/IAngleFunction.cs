namespace NeuralJit.Kernels;

/// <summary>A function of an angle in the parts of <see cref="TrigMath"/>.</summary>
internal interface IAngleFunction
{
    /// <summary>f(q·π/2 + r).</summary>
    static abstract V Apply<W, V, T>(V q, V r)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged;
}
