namespace NeuralJit.Kernels;

/// <summary>The body of a loop that threads may share and that works with registers, written once for every width.</summary>
/// <typeparam name="T">The element type.</typeparam>
internal interface ISimdJob<T>
    where T : unmanaged
{
    /// <summary>Does the items from <paramref name="begin"/> to before <paramref name="end"/> at one width.</summary>
    void Run<W, V>(long begin, long end)
        where W : struct, ISimd<V, T>
        where V : struct;
}
