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
    private const int SegmentColumns = 64;

    /// <summary>The pass.</summary>
    public static Pass Pass { get; } = RulePass.Of("split reductions",
        new Rule("reduce over extents of 1 too → over the others", WithoutUnits),
        new Rule("reduce over separate axes → one run at a time", Separate),
        new Rule("large reduction to few values → two stages", TwoStages),
        new Rule("tall column reduction → segments", Segments));

    /// <summary>
    /// An extent of 1 changes nothing: without it, reductions over the same elements name the same axes and share a kernel.
    /// </summary>
    private static Node? WithoutUnits(Node node)
    {
        if (node.Op is not ReduceOp reduce)
        {
            return null;
        }
        Shape shape = node.Inputs[0].Shape;
        uint axes = 0;
        foreach (int axis in reduce.Axes.Ascending())
        {
            axes |= shape[axis] == 1 ? 0 : 1u << axis;
        }
        return axes == 0 || axes == reduce.Axes.Mask ? null
            : Node.Apply(reduce with { Axes = new Axes(axes), KeepDims = true }, node.Inputs[0]).Reshape(node.Shape);
    }

    /// <summary>Σ over axes that are not neighbours = Σ over the outer ones of Σ over the innermost run.</summary>
    private static Node? Separate(Node node)
    {
        if (node.Op is not ReduceOp reduce)
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

    private static Node? TwoStages(Node node)
    {
        if (node.Op is not ReduceOp reduce || node.Inputs[0].Shape is not { Count: > 0 } shape || node.Shape.Count > FewResults
            || shape.Count / Math.Max(1, node.Shape.Count) < LargeRow)
        {
            return null;
        }
        int last = -1;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            last = shape[axis] > 1 ? axis : last;
        }
        if (last < 0 || !reduce.Axes.Contains(last) || shape[last] < LargeRow || LargestFactor(shape[last]) is not (var parts and > 1))
        {
            return null;
        }
        Node split = node.Inputs[0].Reshape([.. shape.Extents[..last], parts, shape[last] / parts, .. shape.Extents[(last + 1)..]]);
        Node partial = Node.Apply(reduce with { Axes = new Axes(1u << (last + 1)), KeepDims = false }, split);
        return Node.Apply(reduce, partial).Reshape(node.Shape);
    }

    /// <summary>
    /// Columns of something in memory with very many rows are reduced in segments of rows: threads then walk whole rows side by side
    /// instead of narrow columns.
    /// </summary>
    private static Node? Segments(Node node)
    {
        Node x = node.Inputs.Length == 1 ? node.Inputs[0] : node;
        if (node.Op is not ReduceOp reduce || x.Op is not (InputOp or VariableRead) || x.Rank != 2 || reduce.Axes.Mask != 1
            || x.Shape[0] < TallRows || x.Shape[1] < SegmentColumns || x.Shape[0] % SegmentRows != 0)
        {
            return null;
        }
        Node split = x.Reshape([x.Shape[0] / SegmentRows, SegmentRows, x.Shape[1]]);
        Node partial = Node.Apply(reduce with { Axes = new Axes(2), KeepDims = false }, split);
        return Node.Apply(reduce, partial);
    }

    /// <summary>A divisor that leaves rows of 1,024 to 65,536 elements, as near to 8,192 as possible; 1 if there is none.</summary>
    private static int LargestFactor(int count)
    {
        int best = 1;
        for (int row = 1024; row <= 65536; row++)
        {
            if (count % row == 0 && (best == 1 || Math.Abs(row - 8192) < Math.Abs((count / best) - 8192)))
            {
                best = count / row;
            }
        }
        return best;
    }
}
