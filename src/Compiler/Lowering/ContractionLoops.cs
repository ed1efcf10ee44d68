namespace NeuralJit.Compilation;

/// <summary>A loop over the depth: its extent, and how many elements each operand moves.</summary>
internal sealed record DepthMoves(int Extent, long Left, long Right);

/// <summary>The loops of a contraction's kernel.</summary>
/// <param name="Outer">Extents of the loops outside the product.</param>
/// <param name="Rows">Rows of the product.</param>
/// <param name="Strides">Per access, elements along each outer loop and, last, from row to row.</param>
/// <param name="ColumnStrides">Per access, elements from column to column.</param>
internal sealed record ContractionLoops(int[] Outer, int Rows, long[][] Strides, long[] ColumnStrides)
{
    /// <summary>
    /// The loops of <paramref name="op"/> for accesses along its outer loops, rows and columns. Where its code is for any number of rows,
    /// loops merge wherever every access walks from one into the next, and the last one is the rows' when the right operand does not move
    /// along it.
    /// </summary>
    public static ContractionLoops Of(Contraction op, Access[] accesses)
    {
        long[] columns = [.. accesses.Select(a => a.Strides[^1])];
        if (!op.HasFreeRows)
        {
            return new ContractionLoops([.. op.Outer], op.Rows, [.. accesses.Select(a => a.Strides[..^1])], columns);
        }
        IntList domain = [.. op.Outer, op.Rows, op.Columns];
        IterationSpace space = IterationSpace.ForRows(new LoopDomain(domain, new Axes(1u << (domain.Count - 1)), accesses));
        int rank = space.OuterExtents.Length;
        bool lastIsRows = rank > 0 && space.OuterStrides[ContractionKernel.Right][rank - 1] == 0;
        return lastIsRows
            ? new ContractionLoops(space.OuterExtents[..^1], space.OuterExtents[^1], space.OuterStrides, columns)
            : new ContractionLoops(space.OuterExtents, 1, [.. space.OuterStrides.Select(s => (long[])[.. s, 0])], columns);
    }
}
