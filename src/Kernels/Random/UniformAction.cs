namespace NeuralJit.Kernels;

/// <summary>The uniforms themselves.</summary>
internal readonly unsafe struct UniformAction<T> : IRandomAction<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public static void Run(T* uniforms, T* y, int count) =>
        new ReadOnlySpan<T>(uniforms, count).CopyTo(new Span<T>(y, count));
}
