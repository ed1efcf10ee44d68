namespace NeuralJit.Compilation;

/// <summary>Sees through views: where the elements of a node lie in the memory of the node that has memory.</summary>
internal static class Views
{
    /// <summary>The node whose memory holds the elements, and their layout in it when that memory is dense.</summary>
    public static (Node Source, Layout Layout) Resolve(Node node) => node.LayoutInSource is { } layout
        ? (node.Source, layout)
        : throw new InvalidOperationException(
            $"{node.Op.Name} {node.Type} cannot be read in place: the pass that copies such views did not run");

    /// <summary>The node whose memory holds the elements.</summary>
    public static Node Source(Node node) => node.Source;

    /// <summary>The strides of a layout along the axes of a shape to which it broadcasts; 0 where it repeats.</summary>
    public static long[] StridesOn(Layout layout, Shape shape)
    {
        long[] strides = new long[shape.Rank];
        int shift = shape.Rank - layout.Shape.Rank;
        for (int i = 0; i < layout.Shape.Rank; i++)
        {
            strides[i + shift] = layout.Shape[i] == 1 ? 0 : layout.Strides[i];
        }
        return strides;
    }

    /// <summary>
    /// Spreads strides along the axes of a reduced shape (with or without the reduced axes as 1) over the axes of the domain.
    /// </summary>
    public static long[] SpreadOver(Shape domain, Axes reduced, int rank, long[] strides)
    {
        if (rank == domain.Rank)
        {
            return strides;
        }
        long[] result = new long[domain.Rank];
        int next = 0;
        for (int axis = 0; axis < domain.Rank; axis++)
        {
            result[axis] = reduced.Contains(axis) ? 0 : strides[next++];
        }
        return result;
    }

    /// <summary>The last axis with more than one element, or the last one.</summary>
    public static int InnerAxis(Shape shape)
    {
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis] != 1)
            {
                return axis;
            }
        }
        return Math.Max(0, shape.Rank - 1);
    }
}
