namespace NeuralJit.Fuzz;

/// <summary>Pooling over windows and over parts.</summary>
internal static class PoolRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("MaxPool", d => Window(d, dilates: true, pads: true, (x, w) => x.MaxPool(w.Kernel, w.Strides, w.Padding, w.Dilations, w.Ceil))),
        new("MaxPoolIndices", d =>
            Window(d, dilates: true, pads: true, (x, w) => x.MaxPoolIndices(w.Kernel, w.Strides, w.Padding, w.Dilations, w.Ceil)), 1),
        new("MaxUnpool", Unpool, 1),
        new("AvgPool", d => Window(
            d, dilates: false, pads: true, (x, w) => x.AvgPool(w.Kernel, w.Strides, w.Padding, w.Ceil, d.OneIn(2), d.OneIn(4) ? 3 : null))),
        new("LpPool", d => Window(d, dilates: false, pads: false, (x, w) =>
            (x.Abs() + 0.1).LpPool(d.Of(1, 2, 3, 0, double.PositiveInfinity), w.Kernel, w.Strides, w.Ceil)), 1),
        new("AdaptiveAvgPool", d => Parts(d, (x, sizes) => x.AdaptiveAvgPool(sizes)), 1),
        new("AdaptiveMaxPool", d => Parts(d, (x, sizes) => x.AdaptiveMaxPool(sizes)), 1),
        new("AdaptiveMaxPoolIndices", d => Parts(d, (x, sizes) => x.AdaptiveMaxPoolIndices(sizes)), 1),
        new("LocalResponseNorm", d => d.Float(3) is var x ? x.LocalResponseNorm(d.Random.Next(1, 4), 0.5) : null, 1),
    ];

    private static Node? Window(Draft d, bool dilates, bool pads, Func<Node, Shapes, Node> function)
    {
        Node x = d.Image();
        int rank = x.Rank - 2;
        int[] kernel = new int[rank], strides = new int[rank], padding = new int[rank], dilations = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            (kernel[i], strides[i], dilations[i]) = (d.Random.Next(1, 4), d.Random.Next(1, 4), dilates ? d.Of(1, 1, 1, 2) : 1);
            int reach = dilations[i] * (kernel[i] - 1) + 1;
            padding[i] = !pads || d.OneIn(2) ? 0 : d.Random.Next(Math.Min(kernel[i], reach) / 2 + 1);
            if (x.Shape[i + 2] == 0 || reach > x.Shape[i + 2] + 2 * padding[i])
            {
                return null;
            }
        }
        return function(
            x, new Shapes(IntList.Create(kernel), IntList.Create(strides), IntList.Create(padding), IntList.Create(dilations), d.OneIn(3)));
    }

    private static Node? Unpool(Draft d)
    {
        Node x = d.Image();
        if (x.Shape.Extents[2..].ContainsAnyInRange(0, 1))
        {
            return null;
        }
        Node y = x.MaxPool([2]);
        return (d.OneIn(2) ? y : y.Tanh()).MaxUnpool(x.MaxPoolIndices([2]), IntList.Create(x.Shape.Extents[2..]));
    }

    private static Node? Parts(Draft d, Func<Node, IntList, Node> function)
    {
        Node x = d.Image();
        return x.Shape.Extents[2..].Contains(0)
            ? null
            : function(x, IntList.Create([.. Enumerable.Range(0, x.Rank - 2).Select(_ => d.Random.Next(1, 5))]));
    }

    private sealed record Shapes(IntList Kernel, IntList Strides, IntList Padding, IntList Dilations, bool Ceil);
}
