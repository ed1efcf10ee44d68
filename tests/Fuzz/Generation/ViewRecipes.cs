namespace NeuralJit.Fuzz;

/// <summary>Other ways to look at a tensor, and tensors put together.</summary>
internal static class ViewRecipes
{
    private const int MostRank = 6;

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("Reshape", d => d.Refactored(d.Any()), 4),
        new("Flatten", d => d.Any() is var x && x.Rank == 0 ? x.Flatten() : x.Flatten(d.Axis(x)), 1),
        new("Unsqueeze", d => d.Any() is var x && x.Rank < MostRank ? x.Unsqueeze(d.Random.Next(x.Rank + 1)) : null),
        new("Squeeze", d =>
            d.Any() is var x && x.Shape.Contains(1) && d.OneIn(2) ? x.Squeeze(x.Shape.ToList().IndexOf(1)) : x.Squeeze(), 1),
        new("Transpose", d => d.Any(1) is var x ? x.Transpose(d.Axis(x), d.Axis(x)) : null, 4),
        new("get_T", d => d.Any(2).T, 3),
        new("Permute", d => d.Any(1) is var x ? x.Permute(d.Shuffled(x.Rank)) : null, 3),
        new("Flip", d => d.Any(1) is var x ? x.Flip(d.Axes(x)) : null),
        new("Narrow", Narrow, 3),
        new("get_Item", Item, 3),
        new("BroadcastTo", Broadcast, 4),
        new("Tril", d => d.Float(2) is var x ? x.Tril(d.Of(0, -1, 2)) : null),
        new("Triu", d => d.Float(2) is var x ? x.Triu(d.Of(0, 1, -2)) : null),
        new("StopGradient", d => d.Float().StopGradient(), 1),
        new("Concat", Joined, 3),
        new("Stack", d =>
            d.Any() is var x && x.Rank < MostRank ? Node.Stack([x, d.Shaped(x.Shape, x.DType)], d.Random.Next(x.Rank + 1)) : null),
        new("Split", d => d.Any(1) is var x && x.Shape[d.Axis(x)] > 0 ? Parts(d, x) : null),
        new("Chunk", d => d.Any(1) is var x && d.Axis(x) is var axis && x.Chunk(d.Of(2, 3), axis) is { Length: > 0 } parts
            ? parts[d.Random.Next(parts.Length)]
            : null, 1),
        new("PixelShuffle", d => Image(d, (x, c, h, w) => c % 4 == 0 ? x.PixelShuffle(2) : null), 1),
        new("PixelUnshuffle", d => Image(d, (x, c, h, w) => h % 2 == 0 && w % 2 == 0 ? x.PixelUnshuffle(2) : null), 1),
        new("ChannelShuffle", d => d.Any(2) is var x && x.Shape[1] % 2 == 0 ? x.ChannelShuffle(2) : null, 1),
    ];

    private static Node? Narrow(Draft d)
    {
        Node x = d.Any(1);
        int axis = d.Axis(x), start = d.Random.Next(x.Shape[axis] + 1);
        return x.Narrow(axis, start, d.Random.Next(x.Shape[axis] - start + 1)) is { Shape.Count: > 0 } y || d.OneIn(8)
            ? x.Narrow(axis, start, x.Shape[axis] - start)
            : null;
    }

    // Ranges with steps, backwards, positions and new axes.
    private static Node? Item(Draft d)
    {
        Node x = d.Any(1);
        var indices = new List<SliceIndex>();
        for (int i = 0; i < x.Rank; i++)
        {
            int extent = x.Shape[i];
            switch (d.Random.Next(6))
            {
                case 0 when extent > 0: indices.Add(d.Random.Next(extent)); break;
                case 1 when extent > 1: indices.Add(1..); break;
                case 2: indices.Add((.., 2)); break;
                case 3: indices.Add((.., -1)); break;
                case 4 when extent > 2: indices.Add((1.., -2)); break;
                default: indices.Add(..); break;
            }
        }
        if (d.OneIn(6) && x.Rank < MostRank)
        {
            indices.Insert(d.Random.Next(indices.Count + 1), SliceIndex.NewAxis);
        }
        return x[[.. indices]];
    }

    private static Node? Broadcast(Draft d)
    {
        Node x = d.Any();
        var extents = x.Shape.Extents.ToArray().Select(e => e == 1 && d.OneIn(2) ? d.Extent() : e).ToList();
        while (extents.Count < MostRank && d.OneIn(2))
        {
            extents.Insert(0, d.Of(1, 2, 3));
        }
        return x.BroadcastTo(Shape.Create([.. extents]));
    }

    private static Node Joined(Draft d)
    {
        Node x = d.Any(1);
        int axis = d.Axis(x);
        Node other = d.OneIn(3) ? x : d.Shaped(x.Shape.With(axis, d.OneIn(2) ? x.Shape[axis] : d.Extent()), x.DType);
        return d.OneIn(4) ? Node.Concat([x, other, x], axis) : Node.Concat([x, other], axis);
    }

    private static Node? Parts(Draft d, Node x)
    {
        int axis = d.Axis(x), extent = x.Shape[axis], first = d.Random.Next(extent + 1);
        Node[] parts = d.OneIn(2) ? x.Split(Math.Max(1, extent / 2), axis) : x.Split([first, extent - first], axis);
        return parts.Length == 0 ? null : parts[d.Random.Next(parts.Length)];
    }

    private static Node? Image(Draft d, Func<Node, int, int, int, Node?> function) =>
        d.Any(3) is var x ? function(x, x.Shape[-3], x.Shape[-2], x.Shape[-1]) : null;
}
