namespace NeuralJit.Kernels;

/// <summary>What a row reduction does to each element before it combines them.</summary>
internal interface IRowMap
{
    /// <summary>Whether the mapped elements are stored too.</summary>
    static abstract bool Stores { get; }

    /// <summary>f(x, parameter).</summary>
    static abstract V Apply<W, V, T>(V x, V parameter)
        where W : struct, ISimd<V, T>
        where V : struct
        where T : unmanaged;
}
