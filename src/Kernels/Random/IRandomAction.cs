namespace NeuralJit.Kernels;

/// <summary>Turns uniforms into the numbers of a distribution.</summary>
internal unsafe interface IRandomAction<T>
    where T : unmanaged
{
    /// <summary>y from uniforms; the count is a multiple of 4 and the first element the first of a block.</summary>
    static abstract void Run(T* uniforms, T* y, int count);
}
