namespace NeuralJit.Compilation;

/// <summary>Matrix products as contractions: leading axes are outer loops, repeated where an operand has not got them.</summary>
internal static class MatMulContraction
{
    /// <summary>A product of operands as they are; columns of the right one lie side by side.</summary>
    public static Contraction InPlace(Node product)
    {
        Shape a = product.Inputs[0].Shape, b = product.Inputs[1].Shape;
        TileShape tile = TileOf(product);
        Walk right = Over(product.Shape, b, inner: 2, [Walk.Memory, b.Rank - 2], [tile.Columns(product.DType), 1]);
        return Of("matmul", product.Shape, a, right, tile, OperandForms.Plain);
    }

    /// <summary>
    /// A product whose right operand <see cref="PackColumns"/> makes of <paramref name="b"/>; null where one tensor cannot hold it.
    /// </summary>
    public static Node? WithPackedRight(Node product, Node a, Node b)
    {
        TileShape tile = TileOf(product);
        if (!PackColumns.Fits(b.Type, tile.Columns(product.DType)))
        {
            return null;
        }
        Node panels = Node.Apply(new PackColumns(tile.Columns(product.DType)), b);
        Walk right = Over(product.Shape, panels.Shape, inner: 3, [panels.Rank - 3, panels.Rank - 2], [1, 1]);
        var forms = new OperandForms { IsRightOpen = true };
        return Node.Apply(Of(Contraction.PackedMatMul, product.Shape, a.Shape, right, tile, forms), a, panels);
    }

    /// <summary>A tile for any number of rows.</summary>
    private static TileShape TileOf(Node product) =>
        new(0, TileShape.VectorsFor(product.Shape[-1], oneRow: product.Shape.Count == product.Shape[-1], product.DType));

    private static Contraction Of(string form, Shape result, Shape a, Walk right, TileShape tile, OperandForms forms) => new(
        result, IntList.Create(result.Extents[..^2]), result[-2], result[-1], [a[-1]],
        Left: Over(result, a, inner: 2, [a.Rank - 2, a.Rank - 1], [1, 1]),
        right,
        Results: new Walk([.. Enumerable.Range(0, result.Rank)], IntList.Repeat(1, result.Rank)),
        tile, forms)
    {
        Form = form,
    };

    /// <summary>
    /// The outer loops over an operand whose matrices are its last <paramref name="inner"/> axes, and loops over those: the leading axes of
    /// the result are the operand's last ones before its matrices.
    /// </summary>
    private static Walk Over(Shape result, Shape operand, int inner, int[] axes, int[] steps)
    {
        int[] outer = [.. Enumerable.Range(operand.Rank - inner - (result.Rank - 2), result.Rank - 2)];
        return new Walk(
            [.. outer.Select(axis => Math.Max(0, axis)), .. axes],
            [.. outer.Select(axis => axis < 0 || operand[axis] == 1 ? 0 : 1), .. steps]);
    }
}
