namespace NeuralJit;

/// <summary>What adaptive poolings have in common: part i of n of an extent goes from ⌊i·extent/n⌋ to ⌈(i + 1)·extent/n⌉.</summary>
internal static class AdaptiveParts
{
    /// <summary>First element and length of a part.</summary>
    public static (int First, int Count) Part(int place, int parts, int extent)
    {
        int first = (int)((long)place * extent / parts), last = (int)((((place + 1L) * extent) + parts - 1) / parts);
        return (first, last - first);
    }

    /// <summary>One size for each spatial dimension of x.</summary>
    public static IntList Spread(string op, Node x, IntList sizes)
    {
        IntList all = sizes.Count == 1 && x.Rank > 3 ? IntList.Repeat(sizes[0], x.Rank - 2) : sizes;
        Check(op, x, all, GraphTrace.DescribePlace());
        return all;
    }

    /// <summary>The window of an ordinary pooling that does the same, where every part is as long as the others.</summary>
    public static PoolWindow? Even(string op, Node x, IntList sizes)
    {
        int[] kernel = new int[sizes.Count];
        for (int i = 0; i < kernel.Length; i++)
        {
            int extent = x.Shape[i + 2];
            if (extent % sizes[i] != 0)
            {
                return null;
            }
            kernel[i] = extent / sizes[i];
        }
        return PoolWindow.Create(op, x, IntList.Create(kernel));
    }

    /// <summary>Throws, with the place in the user's code where it is not added later, if the sizes do not fit.</summary>
    public static void Check(string op, Node x, IntList sizes, string place = "")
    {
        if (x.Rank is < 3 or > 5 || sizes.Count != x.Rank - 2 || !x.DType.IsComputeFloat)
        {
            throw new ShapeException(
                $"{op}: expected f32 or f64 (batch, channels, 1 to 3 spatial dimensions) and a size for each of these, got "
                + $"{x.Type} and {sizes}" + place);
        }
        for (int i = 0; i < sizes.Count; i++)
        {
            if (sizes[i] < 1 || x.Shape[i + 2] < 1)
            {
                throw new ShapeException($"{op}: sizes {sizes} and the spatial extents of {x.Type} must be at least 1" + place);
            }
        }
    }
}
