namespace NeuralJit.Compilation;

/// <summary>Which ops matrix kernels compute.</summary>
internal static class Contractions
{
    /// <summary>
    /// Whether the op is a contraction: a kernel computes it in register tiles and applies the group's other ops to them.
    /// </summary>
    public static bool IsContraction(Op op) => op is MatMul or Contraction;

    /// <summary>Whether columns of the op's kernel are several axes of its result.</summary>
    public static bool WalksLines(Op op) => op is Contraction { WalksLines: true };

    /// <summary>The contraction that a node is; a matrix product reads its operands as they are.</summary>
    public static Contraction Of(Node node) => node.Op as Contraction ?? MatMulContraction.InPlace(node);
}
