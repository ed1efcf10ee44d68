namespace NeuralJit.Compilation;

/// <summary>
/// Cuts reductions into steps that a kernel does well: one run of axes at a time (the innermost first), and large
/// reductions to few values in two stages, so that threads share the first. The cut depends on the shape only.
/// </summary>
internal static class SplitReductions
{
    private const int LargeRow = 1 << 16;
    private const int FewResults = 8;
    private const int TallRows = 1024;
    private const int SegmentRows = 128;
    private const int SegmentElements = 8192;

    // The library's kernels for smaller windows combine rows in registers.
    private const int ShortestWindow = 4;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("split reductions",
        new Rule("sum of windows that do not meet → sums along each dimension", Windows),
        new Rule("reduce over extents of 1 too → over the others", WithoutUnits),
        new Rule("reduce over separate axes → one run at a time", Separate),
        new Rule("large reduction to few values → segments, then the rest", Rows),
        new Rule("tall column reduction → segments, then the rest", Columns));

    /// <summary>
    /// Windows side by side are a dimension of their own. Sums of them walk memory in its order, the outermost dimension first, which
    /// leaves least for the short rows at the end.
    /// </summary>
    private static Node? Windows(Node node)
    {
        if (node.Op is not SumPool { Window: var window } || window.Kernel.Span[^1] < ShortestWindow || node.Shape.Count == 0
            || !window.PadsBefore.AllAre(0) || !window.PadsAfter.AllAre(0) || !window.Dilations.AllAre(1)
            || !window.Strides.Equals(window.Kernel))
        {
            return null;
        }
        Node x = node.Inputs[0];
        int first = x.Rank - window.Kernel.Count;
        for (int d = 0; d < window.Kernel.Count; d++)
        {
            if (x.Shape[first + d] != node.Shape[first + d] * window.Kernel[d])
            {
                return null;
            }
        }
        for (int d = 0; d < window.Kernel.Count; d++)
        {
            int axis = first + d;
            if (window.Kernel[d] == 1)
            {
                continue;
            }
            ReadOnlySpan<int> extents = x.Shape.Extents;
            x = x.Reshape((int[])[.. extents[..axis], node.Shape[axis], window.Kernel[d], .. extents[(axis + 1)..]]).Sum(axis + 1);
        }
        return x;
    }

    /// <summary>
    /// An extent of 1 changes nothing: without it, reductions over the same elements name the same axes and share a kernel.
    /// </summary>
    private static Node? WithoutUnits(Node node)
    {
        if (node.Op is not ReduceOp reduce || reduce is SegmentReduce)
        {
            return null;
        }
        Shape shape = node.Inputs[0].Shape;
        uint axes = 0;
        foreach (int axis in reduce.Axes.Ascending())
        {
            axes |= shape[axis] == 1 ? 0 : 1u << axis;
        }
        return axes == 0 ? node.Inputs[0].Reshape(node.Shape)
            : axes == reduce.Axes.Mask ? null
            : Node.Apply(reduce with { Axes = new Axes(axes), KeepDims = true }, node.Inputs[0]).Reshape(node.Shape);
    }

    /// <summary>Σ over axes that are not neighbours = Σ over the outer ones of Σ over the innermost run.</summary>
    private static Node? Separate(Node node)
    {
        if (node.Op is not ReduceOp reduce || reduce is SegmentReduce)
        {
            return null;
        }
        Shape shape = node.Inputs[0].Shape;
        uint run = 0;
        bool inRun = false, ended = false;
        uint outer = 0;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 1)
            {
                continue;
            }
            bool reduced = reduce.Axes.Contains(axis);
            if (reduced && !ended)
            {
                run |= 1u << axis;
                inRun = true;
            }
            else if (reduced)
            {
                outer |= 1u << axis;
            }
            else
            {
                ended |= inRun;
            }
        }
        if (outer == 0)
        {
            return null;
        }
        Node inner = Node.Apply(reduce with { Axes = new Axes(run), KeepDims = true }, node.Inputs[0]);
        return Node.Apply(reduce with { Axes = new Axes(reduce.Axes.Mask & ~run) }, inner).Reshape(node.Shape);
    }

    /// <summary>
    /// Rows so long that threads share one: segments of some thousand elements first. Where one element of the cut axis would be more than
    /// that, a later axis is cut.
    /// </summary>
    private static Node? Rows(Node node)
    {
        if (!IsLarge(node, out ReduceOp reduce, out int last) || !reduce.Axes.Contains(last))
        {
            return null;
        }
        Shape shape = node.Inputs[0].Shape;
        int axis = last;
        long within = 1;
        while (axis > 0 && reduce.Axes.Contains(axis - 1) && within * shape[axis] <= SegmentElements)
        {
            within *= shape[axis--];
        }
        return Staged(node, reduce, axis, (int)Math.Max(1, SegmentElements / within));
    }

    /// <summary>
    /// Columns with very many rows are reduced in segments of rows: threads then walk whole rows side by side instead of narrow columns.
    /// </summary>
    private static Node? Columns(Node node)
    {
        if (!IsLarge(node, out ReduceOp reduce, out int last) || reduce.Axes.Contains(last) || reduce.Axes.Count != 1)
        {
            return null;
        }
        Shape shape = node.Inputs[0].Shape;
        int axis = reduce.Axes.Ascending().First();
        long columns = 1;
        for (int i = axis + 1; i < shape.Rank; i++)
        {
            columns *= shape[i];
        }
        return shape[axis] < TallRows ? null : Staged(node, reduce, axis, (int)Math.Max(SegmentRows, SegmentElements / columns));
    }

    /// <summary>Whether a reduction has so few rows (or blocks of columns) and so many elements that it is worth two stages.</summary>
    private static bool IsLarge(Node node, out ReduceOp reduce, out int last)
    {
        reduce = (node.Op as ReduceOp)!;
        last = -1;
        if (reduce is null or SegmentReduce || reduce.Axes.Mask == 0 || node.Inputs[0].Rank == Shape.MaxRank
            || node.Inputs[0].Shape is not { Count: > LargeRow } shape || !node.DType.IsComputeFloat)
        {
            return false;
        }
        last = Views.InnerAxis(shape);
        long outer = 1;
        for (int axis = 0; !reduce.Axes.Contains(axis); axis++)
        {
            outer *= shape[axis];
        }
        return outer <= FewResults;
    }

    /// <summary>The reduction after that of segments: <paramref name="length"/> elements of an axis, and all of the later axes.</summary>
    private static Node? Staged(Node node, ReduceOp reduce, int axis, int length)
    {
        Node x = node.Inputs[0];
        var axes = new Axes(reduce.Axes.Mask & (uint.MaxValue << axis));
        if (SegmentReduce.Of(reduce, axes, length) is not { } first)
        {
            return null;
        }
        // What is reduced already is no axis of the second stage: what follows that can join its kernel.
        Node partial = Node.Apply(first, x);
        ReadOnlySpan<int> extents = partial.Shape.Extents;
        int after = reduce.Axes.Contains(x.Rank - 1) ? axis + 1 : x.Rank;
        Node second = Node.Apply(
            reduce with { Axes = new Axes(reduce.Axes.Mask & (uint.MaxValue >> (31 - axis))), KeepDims = false },
            partial.Reshape(extents[..after]));
        return second.Shape.Equals(node.Shape) ? second : second.Reshape(node.Shape);
    }
}
