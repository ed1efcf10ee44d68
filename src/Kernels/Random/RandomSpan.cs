namespace NeuralJit.Kernels;

/// <summary>Uniforms and where the numbers made from them go.</summary>
internal readonly unsafe struct RandomSpan<T>(T* uniforms, T* y, int count)
    where T : unmanaged
{
    /// <summary>The uniforms.</summary>
    public readonly T* Uniforms = uniforms;

    /// <summary>The destination.</summary>
    public readonly T* Y = y;

    /// <summary>The number of elements.</summary>
    public readonly int Count = count;
}
