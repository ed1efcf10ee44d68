namespace NeuralJit.Oracle.Tests;

/// <summary>Filling variables.</summary>
internal static class Variables
{
    /// <summary>Copies a tensor of the same number of elements into a variable.</summary>
    public static void Assign(Variable variable, TensorData value)
    {
        if (variable.DType == DType.Int64)
        {
            variable.Assign<long>(value.Span<long>());
        }
        else
        {
            variable.Assign<float>(value.Span<float>());
        }
    }
}
