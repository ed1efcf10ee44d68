namespace NeuralJit.Compilation;

/// <summary>
/// Puts right operands of matrix products into the order in which kernels read them, where they are not in it: transposed ones (x·Wᵀ) and
/// large ones whose rows lie far apart. What is packed from parameters alone is done once per version. Views that cannot be
/// read in place are copied.
/// </summary>
internal static class PackOperands
{
    private const int FarApartBytes = 2048;
    private const int ManyRows = 64;

    private static readonly Rule CopyRule = new("reshape of a strided view → reshape of a copy", Readable);

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("choose layouts",
        CopyRule,
        new Rule("a·bᵀ → a·pack(bᵀ)", Pack));

    /// <summary>Only the copies of views that cannot be read in place.</summary>
    public static Pass CopyUnreadable { get; } = RulePass.Of("copy unreadable views",
        CopyRule);

    private static Node? Readable(Node node)
    {
        if (node.Op is not ViewOp view)
        {
            return null;
        }
        Layout layout = Views.Resolve(node.Inputs[0]).Layout;
        return view.Map(layout, node.Shape) is null ? Node.Apply(view, Node.Apply(new Copy(), node.Inputs[0])) : null;
    }

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
        bool oneRow = b.Rank == 2 && rows == 1;
        int tile = TileShape.VectorsFor(columns, oneRow, node.DType) * TileShape.Lanes(node.DType);
        return Node.Apply(new PackedMatMul(columns), a, Node.Apply(new PackColumns(tile), b));
    }
}
