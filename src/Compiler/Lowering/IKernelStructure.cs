namespace NeuralJit.Compilation;

/// <summary>All that a kernel's code depends on, compared by value: kernels of equal structure share code.</summary>
internal interface IKernelStructure
{
    /// <summary>The scalar program.</summary>
    KernelBody Body { get; }
}
