namespace NeuralJit.Fuzz;

/// <summary>Where elements lie: maps from the positions of one tensor to those of another, both in row-major order.</summary>
internal static class Places
{
    /// <summary>For each element of the target the element of the source that is broadcast to it; null where both have one shape.</summary>
    public static int[]? Broadcast(Shape source, Shape target)
    {
        if (source.Equals(target))
        {
            return null;
        }
        int[] strides = new int[target.Rank];
        int shift = target.Rank - source.Rank;
        for (int i = source.Rank - 1, step = 1; i >= 0; i--)
        {
            strides[i + shift] = source[i] == 1 ? 0 : step;
            step *= source[i];
        }
        return Walk(target, strides, 0);
    }

    /// <summary>The place of each element of a shape where a step along axis i moves by strides[i].</summary>
    public static int[] Walk(Shape shape, int[] strides, int offset)
    {
        int[] map = new int[shape.Count];
        int[] index = new int[shape.Rank];
        for (int i = 0, place = offset; i < map.Length; i++)
        {
            map[i] = place;
            for (int axis = shape.Rank - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < shape[axis])
                {
                    break;
                }
                place -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return map;
    }

    /// <summary>Row-major strides.</summary>
    public static int[] Strides(Shape shape)
    {
        int[] strides = new int[shape.Rank];
        for (int i = shape.Rank - 1, step = 1; i >= 0; i--)
        {
            strides[i] = step;
            step *= shape[i];
        }
        return strides;
    }

    /// <summary>For each element of a tensor the element of the result that a reduction over the axes puts it into.</summary>
    public static int[] Reduction(Shape shape, Axes axes)
    {
        Shape kept = shape.Reduce(axes, keepDims: true);
        int[] strides = Strides(kept);
        for (int i = 0; i < strides.Length; i++)
        {
            strides[i] = axes.Contains(i) ? 0 : strides[i];
        }
        return Walk(shape, strides, 0);
    }

    /// <summary>Extents before, at and after an axis.</summary>
    public static (int Outer, int Extent, int Inner) Around(Shape shape, int axis)
    {
        int outer = 1, inner = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            outer *= i < axis ? shape[i] : 1;
            inner *= i > axis ? shape[i] : 1;
        }
        return (outer, shape[axis], inner);
    }
}
