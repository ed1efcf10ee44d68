namespace NeuralJit.Fuzz;

/// <content>Extents, shapes, axes, and values of a wanted shape.</content>
internal sealed partial class Draft
{
    // Around the widths of vectors and tiles; most are small.
    private static readonly int[] AllExtents =
        [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 12, 15, 16, 17, 24, 31, 32, 33, 48, 63, 64, 65, 100, 127, 128, 129];

    /// <summary>An extent, most often one that the graph has already.</summary>
    public int Extent() => OneIn(60) ? 0 : OneIn(3) ? Random.Next(1, 7) : Of(palette);

    /// <summary>A shape of some rank that is not too large.</summary>
    public Shape Shape(int least, int most)
    {
        int rank = OneIn(10) ? Random.Next(least, MostRank + 1) : Math.Clamp(Of(0, 1, 1, 2, 2, 2, 3, 3, 4), least, Math.Max(least, most));
        return Fitted([.. Enumerable.Range(0, Math.Min(rank, Math.Max(most, least))).Select(_ => Extent())]);
    }

    /// <summary>An axis of a value.</summary>
    public int Axis(Node x) => Random.Next(x.Rank);

    /// <summary>Some axes of a value in any order; none stands for all.</summary>
    public int[] Axes(Node x)
    {
        int[] all = Shuffled(x.Rank);
        return OneIn(5) ? [] : all[..Math.Min(all.Length, Of(1, 1, 1, 2, 3))];
    }

    /// <summary>A permutation.</summary>
    public int[] Shuffled(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        Random.Shuffle(order);
        return order;
    }

    /// <summary>The same elements under another shape: extents merged, split, or 1s put in.</summary>
    public Node Refactored(Node x)
    {
        List<int> extents = [.. x.Shape.Extents];
        for (int i = Random.Next(1, 4); i > 0; i--)
        {
            int at = extents.Count == 0 ? 0 : Random.Next(extents.Count);
            if (extents.Count > 1 && OneIn(2))
            {
                at = Math.Min(at, extents.Count - 2);
                extents[at] *= extents[at + 1];
                extents.RemoveAt(at + 1);
            }
            else if (extents.Count > 0 && extents.Count < MostRank && Of(2, 3, 5, 1) is var factor && extents[at] % factor == 0)
            {
                extents[at] /= factor;
                extents.Insert(OneIn(2) ? at : at + 1, factor);
            }
        }
        return x.Reshape(NeuralJit.Shape.Create([.. extents]));
    }

    /// <summary>A value of a type: one that exists, a part or a repetition or another view of one, or a leaf.</summary>
    public Node Shaped(Shape shape, DType dtype)
    {
        Node? x = Random.Next(7) switch
        {
            0 or 1 => Existing(n => n.DType == dtype && n.Shape.Equals(shape)),
            2 => Existing(n => n.DType == dtype && n.Shape.Count > shape.Count && shape.Count > 0) is { } large
                ? large.Reshape([-1]).Narrow(0, Random.Next((int)(large.Shape.Count - shape.Count) + 1), (int)shape.Count).Reshape(shape)
                : null,
            3 => Existing(n => n.DType == dtype && n.Shape.BroadcastsTo(shape))?.BroadcastTo(shape),
            4 when shape.Rank > 1 =>
                Existing(n => n.DType == dtype && n.Rank == shape.Rank && n.Shape.Count == shape.Count && n.T.Shape.Equals(shape))?.T
                ?? Leaf(new TensorType(dtype, shape.With(-1, shape[-2]).With(-2, shape[-1]))).T,
            _ => null,
        };
        return x ?? Leaf(new TensorType(dtype, shape));
    }

    private static int OneOfAllExtents(Random random) => random.Next(40) == 0 ? 0 : AllExtents[random.Next(AllExtents.Length)];

    private int OneOfAllExtents() => OneOfAllExtents(Random);

    /// <summary>A value of a type whose memory has the axes in another order.</summary>
    public Node Permuted(Shape shape, DType dtype)
    {
        int[] order = Shuffled(shape.Rank), extents = new int[shape.Rank];
        for (int i = 0; i < order.Length; i++)
        {
            extents[order[i]] = shape[i];
        }
        return Shaped(NeuralJit.Shape.Create(extents), dtype).Permute(order);
    }

    /// <summary>
    /// A sum of another value's type over two more axes, which no loop walks as one: the operands have them in different orders.
    /// </summary>
    public Node CrossedSum(Node like)
    {
        List<int> extents = [.. like.Shape.Extents];
        int first = Random.Next(extents.Count + 1), second = Random.Next(first, extents.Count + 1) + 1;
        extents.Insert(first, Random.Next(2, 5));
        extents.Insert(second, Random.Next(2, 5));
        Shape shape = NeuralJit.Shape.Create([.. extents]);
        return (Shaped(shape, like.DType) * 0.5 + Permuted(shape, like.DType)).Sum([first, second]);
    }

    // Extents are made smaller until the tensor is.
    private Shape Fitted(int[] extents)
    {
        while (extents.Aggregate(1L, (product, e) => product * e) > mostElements)
        {
            int greatest = Array.IndexOf(extents, extents.Max());
            extents[greatest] = extents[greatest] / 2;
        }
        return NeuralJit.Shape.Create(extents);
    }
}
