namespace NeuralJit.Kernels;

/// <summary>What is computed for one plane.</summary>
internal unsafe interface IPoolAction<T>
    where T : unmanaged
{
    /// <summary>Elements of working memory.</summary>
    static abstract long Scratch(in PoolPlanes<T> planes);

    /// <summary>Computes a plane.</summary>
    static abstract void Run<W, V>(in PoolPlanes<T> planes, long plane, T* scratch)
        where W : struct, ISimd<V, T>
        where V : struct;
}
