namespace NeuralJit.Kernels;

/// <summary>A number that the JIT knows: tile extents as type arguments, so that unused accumulators vanish.</summary>
internal interface ITileSize
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}
