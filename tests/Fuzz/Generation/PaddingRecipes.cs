namespace NeuralJit.Fuzz;

/// <summary>Padding, interpolation, and windows as columns.</summary>
internal static class PaddingRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("Pad", Pad, 3),
        new("PadMode", Continue),
        new("Resize", Resize),
        new("ResizeBy", d => d.Image() is var x && Filled(x) ? x.ResizeBy([d.Of(2.0, 1.5, x.Shape.Extents[2..].Contains(1) ? 1 : 0.75)],
            d.Of(ResizeMode.Nearest, ResizeMode.NearestExact, ResizeMode.Linear, ResizeMode.Cubic)) : null, 1),
        new("Unfold", d => Windows(d, (x, kernel, dilations, padding, strides) => x.Unfold(kernel, dilations, padding, strides))),
        new("Fold", Fold, 1),
    ];

    private static bool Filled(Node x) => !x.Shape.Extents[2..].Contains(0);

    private static Node Pad(Draft d)
    {
        Node x = d.Any(1);
        IntList Amounts(int most) => IntList.Create([.. Enumerable.Range(0, x.Rank).Select(_ => d.OneIn(2) ? 0 : d.Random.Next(most + 1))]);
        double value = x.DType.IsFloat
            ? d.Of(0, 0.0, -0.0, 1, 0.5, double.NegativeInfinity)
            : x.DType == DType.Bool ? d.Of(0, 1) : d.Of(0, 1, 7);
        return x.Pad(Amounts(2), Amounts(2), d.OneIn(3) ? Amounts(2) : null, value);
    }

    private static Node? Continue(Draft d)
    {
        Node x = d.Float(1);
        int axes = d.Random.Next(1, x.Rank + 1);
        PadMode mode = d.Of(PadMode.Reflect, PadMode.Replicate, PadMode.Circular, PadMode.Zeros);
        int[] Amounts() =>
            [.. Enumerable.Range(x.Rank - axes, axes).Select(axis => d.Random.Next(Math.Min(4, Most(x.Shape[axis], mode) + 1)))];
        return x.Pad(IntList.Create(Amounts()), IntList.Create(Amounts()), mode);
    }

    private static int Most(int extent, PadMode mode) => Math.Max(0, mode switch
    {
        PadMode.Reflect => extent - 1,
        PadMode.Circular => extent,
        _ => extent == 0 ? 0 : 3,
    });

    private static Node? Resize(Draft d)
    {
        Node x = d.Image();
        ResizeMode mode = d.Of(Enum.GetValues<ResizeMode>());
        return Filled(x)
            ? x.Resize(IntList.Create([.. Enumerable.Range(0, x.Rank - 2).Select(_ => d.Random.Next(1, 9))]), mode,
                mode is ResizeMode.Linear or ResizeMode.Cubic && d.OneIn(2))
            : null;
    }

    private static Node? Windows(Draft d, Func<Node, IntList, IntList, IntList, IntList, Node> function)
    {
        Node x = d.Image();
        int[] kernel = new int[x.Rank - 2], dilations = new int[kernel.Length], padding = new int[kernel.Length],
            strides = new int[kernel.Length];
        for (int i = 0; i < kernel.Length; i++)
        {
            (kernel[i], dilations[i], padding[i], strides[i]) = (d.Random.Next(1, 4), d.Of(1, 1, 2), d.Random.Next(3), d.Random.Next(1, 4));
            if (dilations[i] * (kernel[i] - 1) + 1 > x.Shape[i + 2] + 2 * padding[i])
            {
                return null;
            }
        }
        return function(x, IntList.Create(kernel), IntList.Create(dilations), IntList.Create(padding), IntList.Create(strides));
    }

    // What the windows of an image gave, or anything of that shape, put together again.
    private static Node? Fold(Draft d) => Windows(d, (x, kernel, dilations, padding, strides) =>
    {
        Node columns = x.Unfold(kernel, dilations, padding, strides);
        Node values = d.OneIn(2) ? columns * 0.5 : d.Shaped(columns.Shape, x.DType);
        return values.Fold(IntList.Create(x.Shape.Extents[2..]), kernel, dilations, padding, strides);
    });
}
