namespace NeuralJit.Fuzz;

/// <summary>Matrix products and convolutions in all their forms.</summary>
internal static class ProductRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("MatMul", MatMul, 6),
        new("Linear", Linear, 3),
        new("Conv", Conv, 5),
        new("ConvTranspose", Transposed, 2),
        new("ConvPointwise", d => d.Image() is var x && !x.Shape.Extents[2..].Contains(0)
            ? x.Conv(d.Shaped([d.Random.Next(1, 6), x.Shape[1], .. Enumerable.Repeat(1, x.Rank - 2)], x.DType))
            : null, 2),
        new("ConvDepthwise", Depthwise, 1),
        new("Attention", Attention, 1),
    ];

    private static Node MatMul(Draft d)
    {
        Node a = d.Float(1);
        int k = a.Shape[-1], n = d.Extent();
        if (d.OneIn(6))
        {
            return a.MatMul(d.Shaped([k], a.DType));
        }
        Shape right = d.OneIn(3) && a.Rank > 2 ? [.. a.Shape.Extents[..^2], k, n]
            : d.OneIn(6) && a.Rank < 5 ? [d.Of(1, 2), .. a.Rank > 2 ? [1] : Array.Empty<int>(), k, n] : [k, n];
        bool fits = a.Rank < 3 || right.Rank < 3
            || Shape.Broadcast(Shape.Create(a.Shape.Extents[..^2]), Shape.Create(right.Extents[..^2])) is not null;
        right = fits ? right : [k, n];
        Node b = d.OneIn(3) ? d.Shaped(right.With(-1, k).With(-2, n), a.DType).T : d.Shaped(right, a.DType);
        return a.MatMul(b);
    }

    private static Node Linear(Draft d)
    {
        Node x = d.Float(1);
        int outputs = d.Extent();
        return x.Linear(d.Shaped([outputs, x.Shape[-1]], x.DType), d.OneIn(2) ? d.Shaped([outputs], x.DType) : null);
    }

    private static Node? Conv(Draft d)
    {
        Node x = d.Image();
        int rank = x.Rank - 2, groups = x.Shape[1] > 0 && d.OneIn(4)
            ? d.Of(Divisors(x.Shape[1]))
            : 1, outputs = groups * d.Random.Next(1, 5);
        int[] kernel = new int[rank], strides = new int[rank], before = new int[rank], after = new int[rank], dilations = new int[rank];
        bool even = d.OneIn(2);
        for (int i = 0; i < rank; i++)
        {
            (kernel[i], strides[i], dilations[i]) = (d.Random.Next(1, 5), d.Of(1, 1, 2, 3), d.Of(1, 1, 1, 2));
            before[i] = d.OneIn(2) ? 0 : d.Random.Next(4);
            after[i] = even ? before[i] : d.Random.Next(3);
            if (dilations[i] * (kernel[i] - 1) + 1 > x.Shape[i + 2] + before[i] + after[i])
            {
                return null;
            }
        }
        Node weight = d.Shaped([outputs, x.Shape[1] / groups, .. kernel], x.DType);
        Node? bias = d.OneIn(3) ? d.Shaped([outputs], x.DType) : null;
        IntList Of(int[] values) => IntList.Create(values);
        return even
            ? x.Conv(weight, bias, Of(strides), Of(before), Of(dilations), groups)
            : x.Conv(weight, new ConvWindow(Of(strides), Of(before), Of(after), Of(dilations), groups), bias);
    }

    private static Node? Depthwise(Draft d)
    {
        Node x = d.Image();
        int[] kernel = [.. Enumerable.Range(0, x.Rank - 2).Select(i => Math.Min(d.Of(3, 2), x.Shape[i + 2] + 2))];
        int channels = x.Shape[1];
        return channels == 0 || kernel.Contains(0)
            ? null
            : x.Conv(d.Shaped([channels * d.Of(1, 1, 2), 1, .. kernel], x.DType), padding: [1], groups: channels);
    }

    private static Node? Transposed(Draft d)
    {
        Node x = d.Image();
        int rank = x.Rank - 2, groups = x.Shape[1] > 0 && d.OneIn(4) ? d.Of(Divisors(x.Shape[1])) : 1, outputs = d.Random.Next(1, 4);
        int[] kernel = new int[rank], strides = new int[rank], padding = new int[rank], extra = new int[rank], dilations = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            (kernel[i], strides[i], dilations[i], padding[i]) = (d.Random.Next(1, 4), d.Of(1, 2, 3), d.Of(1, 1, 2), d.Of(0, 0, 1));
            extra[i] = d.OneIn(3) ? d.Random.Next(Math.Max(strides[i], dilations[i])) : 0;
            if (x.Shape[i + 2] < 1 || (x.Shape[i + 2] - 1) * strides[i] - 2 * padding[i] + dilations[i] * (kernel[i] - 1) + 1 < 1)
            {
                return null;
            }
        }
        IntList Of(int[] values) => IntList.Create(values);
        return x.ConvTranspose(
            d.Shaped([x.Shape[1], outputs, .. kernel], x.DType), d.OneIn(3) ? d.Shaped([outputs * groups], x.DType) : null,
            Of(strides), Of(padding), Of(extra), Of(dilations), groups);
    }

    private static Node Attention(Draft d)
    {
        Node x = d.Float(2);
        Node scores = x.MatMul(x.T) * (1 / Math.Sqrt(Math.Max(1, x.Shape[-1])));
        return (scores.Shape.Count > 0 ? scores.Softmax(-1) : scores).MatMul(x);
    }

    private static int[] Divisors(int n) => [.. Enumerable.Range(1, n).Where(k => n % k == 0)];
}
