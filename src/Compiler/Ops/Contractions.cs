namespace NeuralJit.Compilation;

/// <summary>Which ops matrix kernels compute.</summary>
internal static class Contractions
{
    /// <summary>Whether the op is a contraction: a kernel computes it in register tiles and applies the group's other ops to them.</summary>
    public static bool IsContraction(Op op) => op is MatMul or PackedMatMul or PlaneConv or PointwiseConv or PositionConv or PlaneWeightGradient;

    /// <summary>Whether the op is a convolution that is computed along the lines of its results.</summary>
    public static bool WalksLines(Op op) => op is PlaneConv or PointwiseConv;
}
