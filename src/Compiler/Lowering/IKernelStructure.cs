namespace NeuralJit.Compilation;

/// <summary>All that a kernel's code depends on; kernels of equal keys share code.</summary>
internal interface IKernelStructure
{
    /// <summary>The scalar program.</summary>
    KernelBody Body { get; }

    /// <summary>The structure as text, for vectors of a width.</summary>
    string Key(int vectorBits);
}
