namespace NeuralJit.Compilation;

/// <summary>
/// Puts right operands of matrix products into the order in which kernels read them, where they are not in it: transposed ones (x·Wᵀ) and
/// large ones whose rows lie far apart. What is packed from parameters alone is done once per version.
/// </summary>
internal static class PackOperands
{
    private const int FarApartBytes = 2048;
    private const int ManyRows = 64;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("choose layouts",
        CopyUnreadable.Rule,
        new Rule("a·bᵀ → a·pack(bᵀ)", Pack));

    private static Node? Pack(Node node)
    {
        if (node.Op is not MatMul || node.Shape.Count == 0)
        {
            return null;
        }
        Node a = node.Inputs[0], b = node.Inputs[1];
        int columns = node.Shape[-1];
        Layout layout = Views.Resolve(b).Layout;
        bool contiguous = columns == 1 || layout.Strides[^1] == 1;
        long rows = node.Shape.Count / columns;
        bool farApart = b.Rank == 2 && rows >= ManyRows && layout.Strides[^2] * b.DType.Size >= FarApartBytes;
        if (contiguous && !farApart)
        {
            return null;
        }
        return MatMulContraction.WithPackedRight(node, a, b);
    }
}
