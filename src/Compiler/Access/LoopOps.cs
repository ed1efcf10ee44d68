namespace NeuralJit.Compilation;

/// <summary>Which ops loop kernels compute.</summary>
internal static class LoopOps
{
    /// <summary>Whether loop kernels can compute the op.</summary>
    public static bool IsElementwise(Node node) => node.Op switch
    {
        UnaryOp or BinaryOp => IsVectorType(node.DType) && node.Inputs.ToArray().All(i => IsVectorType(i.DType)),
        Select => node.DType.IsComputeFloat,
        Cast => node.DType.IsComputeFloat,
        _ => false,
    };

    private static bool IsVectorType(DType dtype) => dtype.IsComputeFloat || dtype == DType.Bool;
}
