namespace NeuralJit.Fuzz;

/// <summary>Reading and writing at places given by tensors.</summary>
internal static class IndexRecipes
{
    private static readonly ScatterMode[] Modes = Enum.GetValues<ScatterMode>();

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("Gather", d => At(d, out int axis) is { } x ? x.Gather(axis, d.Indices(Reach(d, x, axis), x.Shape[axis])) : null),
        new("Take", d => At(d, out int axis) is { } x ? x.Take(d.Indices(d.Shape(0, Math.Min(2, 7 - x.Rank)), x.Shape[axis]), axis) : null),
        new("Scatter", Scatter),
        new("ScatterRows", Rows),
    ];

    private static Node? At(Draft d, out int axis)
    {
        Node x = d.OneIn(4) ? d.Any(1) : d.Float(1);
        axis = d.Axis(x);
        return x.Shape[axis] > 0 ? x : null;
    }

    private static Shape Reach(Draft d, Node x, int axis) =>
        Shape.Create(
            [.. Enumerable.Range(0, x.Rank).Select(i => i == axis ? d.Extent() : d.OneIn(4) ? d.Random.Next(x.Shape[i] + 1) : x.Shape[i])]);

    private static ScatterMode Mode(Draft d, Node x) => x.DType.IsComputeFloat || x.DType.IsInteger ? d.Of(Modes) : ScatterMode.Set;

    private static Node? Scatter(Draft d)
    {
        if (At(d, out int axis) is not { } x)
        {
            return null;
        }
        Shape shape = Reach(d, x, axis);
        ScatterMode mode = Mode(d, x);
        return x.Scatter(axis, d.Indices(shape, x.Shape[axis]), d.Shaped(shape, x.DType), mode);
    }

    private static Node? Rows(Draft d)
    {
        if (At(d, out int axis) is not { } x)
        {
            return null;
        }
        Node indices = d.Indices(d.Shape(0, Math.Min(2, 7 - x.Rank)), x.Shape[axis]);
        Shape shape = Shape.Create([.. x.Shape.Extents[..axis], .. indices.Shape.Extents, .. x.Shape.Extents[(axis + 1)..]]);
        return x.ScatterRows(indices, d.Shaped(shape, x.DType), axis, Mode(d, x));
    }
}
