namespace NeuralJit.Compilation;

/// <summary>Whether what one node of a group reads is the element of the iteration space at which it is computed.</summary>
internal static class Alignment
{
    /// <summary>
    /// Whether reading <paramref name="input"/> (perhaps through views) from a node of shape <paramref name="shape"/> means the
    /// same element of the group's domain, where the group reduces (or would reduce) over <paramref name="reduced"/>.
    /// </summary>
    public static bool IsAligned(Node input, Group group, Axes reduced, Shape shape, bool full)
    {
        (Node source, Layout layout) = Views.Resolve(input);
        bool sourceIsFull = group.Full.Contains(source);
        if (!full && sourceIsFull)
        {
            return false;
        }
        long[] read = Views.StridesOn(layout, shape);
        long[] onDomain = full ? read : Views.SpreadOver(group.Domain, reduced, shape.Rank, read);
        long[] expected = source.Shape.Strides.ToArray();
        if (!sourceIsFull)
        {
            expected = Views.SpreadOver(group.Domain, reduced, source.Rank, expected);
        }
        for (int axis = 0; axis < group.Domain.Rank; axis++)
        {
            bool repeated = !sourceIsFull && reduced.Contains(axis);
            if (group.Domain[axis] != 1 && onDomain[axis] != (repeated ? 0 : expected[axis]) && !(repeated && !full))
            {
                return false;
            }
        }
        return layout.Offset == 0;
    }

    /// <summary>Whether two sets name the same axes, those of extent 1 aside.</summary>
    public static bool SameAxes(Axes a, Axes b, Shape shape)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] != 1 && a.Contains(axis) != b.Contains(axis))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether the shape is the domain's, reduced, with or without the reduced axes as 1.</summary>
    public static bool IsReducedShape(Shape shape, Shape domain, Axes reduced) =>
        shape.Equals(domain.Reduce(reduced, keepDims: true)) || shape.Equals(domain.Reduce(reduced, keepDims: false));
}
