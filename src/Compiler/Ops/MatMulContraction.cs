namespace NeuralJit.Compilation;

/// <summary>Matrix products as contractions: leading axes are outer loops, repeated where an operand has not got them.</summary>
internal static class MatMulContraction
{
    /// <summary>A product of operands as they are; columns of the right one lie side by side.</summary>
    public static Contraction InPlace(Node product)
    {
        Shape a = product.Inputs[0].Shape, b = product.Inputs[1].Shape;
        int vectors = VectorsFor(product), panel = vectors * TileShape.Lanes(product.DType);
        return Of("matmul", product.Shape, a, new Walk([.. OuterAxes(product.Shape, b, 2), Walk.Memory, b.Rank - 2],
            [.. OuterSteps(product.Shape, b, 2), panel, 1]), vectors, OperandForms.Plain);
    }

    /// <summary>
    /// A product whose right operand <see cref="PackColumns"/> makes of <paramref name="b"/>; null where one tensor cannot hold it.
    /// </summary>
    public static Node? WithPackedRight(Node product, Node a, Node b)
    {
        int vectors = VectorsFor(product), panel = vectors * TileShape.Lanes(product.DType);
        if (!PackColumns.Fits(b.Type, panel))
        {
            return null;
        }
        Node panels = Node.Apply(new PackColumns(panel), b);
        var right = new Walk([.. OuterAxes(product.Shape, panels.Shape, 3), panels.Rank - 3, panels.Rank - 2],
            [.. OuterSteps(product.Shape, panels.Shape, 3), 1, 1]);
        return Node.Apply(
            Of(Contraction.PackedMatMul, product.Shape, a.Shape, right, vectors, new OperandForms { IsRightOpen = true }), a, panels);
    }

    private static int VectorsFor(Node product) =>
        TileShape.VectorsFor(product.Shape[-1], oneRow: product.Shape.Count == product.Shape[-1], product.DType);

    private static Contraction Of(string form, Shape result, Shape a, Walk right, int vectors, OperandForms forms) => new(
        result, IntList.Create(result.Extents[..^2]), result[-2], result[-1], [a[-1]],
        new Walk([.. OuterAxes(result, a, 2), a.Rank - 2, a.Rank - 1], [.. OuterSteps(result, a, 2), 1, 1]),
        right,
        new Walk([.. Enumerable.Range(0, result.Rank)], IntList.Repeat(1, result.Rank)),
        new TileShape(0, vectors), forms)
    {
        Form = form,
    };

    /// <summary>Per leading axis of the result, that of an operand whose matrices are its last <paramref name="inner"/> axes.</summary>
    private static int[] OuterAxes(Shape result, Shape operand, int inner) =>
        [.. Enumerable.Range(operand.Rank - inner - (result.Rank - 2), result.Rank - 2).Select(axis => Math.Max(0, axis))];

    private static int[] OuterSteps(Shape result, Shape operand, int inner) =>
        [.. Enumerable.Range(operand.Rank - inner - (result.Rank - 2), result.Rank - 2)
            .Select(axis => axis < 0 || operand[axis] == 1 ? 0 : 1)];
}
