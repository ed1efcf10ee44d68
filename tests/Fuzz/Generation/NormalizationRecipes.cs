namespace NeuralJit.Fuzz;

/// <summary>Softmax and normalisations, with and without weights.</summary>
internal static class NormalizationRecipes
{
    private const double Epsilon = 1e-3;

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("Softmax", d => d.Float(1) is var x ? x.Softmax(d.Axis(x)) : null, 3),
        new("LogSoftmax", d => d.Float(1) is var x ? x.LogSoftmax(d.Axis(x)) : null),
        new("Softmin", d => d.Float(1) is var x ? x.Softmin(d.Axis(x)) : null, 1),
        new("LayerNorm", LayerNorm, 3),
        new("RmsNorm", d => d.Float(1) is var x && Last(d, x) is var shape
            ? x.RmsNorm(shape, d.OneIn(2) ? d.Shaped(shape, x.DType) : null, Epsilon)
            : null),
        new("GroupNorm", GroupNorm),
        new("InstanceNorm", d => d.Image() is var x && x.Shape.Extents[2..].ContainsAnyExcept(1)
            ? x.InstanceNorm(Vector(d, x), Vector(d, x), Epsilon)
            : null, 1),
        new("BatchNorm", d => d.Float(2) is var x ? x.BatchNorm(d.Shaped([x.Shape[1]], x.DType), d.Shaped([x.Shape[1]], x.DType).Square()
            + 0.5, Vector(d, x), Vector(d, x), Epsilon) : null, 3),
        new("BatchNormOfBatch", OfBatch),
    ];

    private static Node? Vector(Draft d, Node x) => d.OneIn(2) ? d.Shaped([x.Shape[1]], x.DType) : null;

    private static Shape Last(Draft d, Node x) => Shape.Create(x.Shape.Extents[^d.Random.Next(1, Math.Min(x.Rank, 3) + 1)..]);

    private static Node LayerNorm(Draft d)
    {
        Node x = d.Float(1);
        Shape shape = Last(d, x);
        return x.LayerNorm(shape, d.OneIn(2) ? d.Shaped(shape, x.DType) : null, d.OneIn(2) ? d.Shaped(shape, x.DType) : null, Epsilon);
    }

    private static Node? GroupNorm(Draft d)
    {
        Node x = d.Float(2);
        int channels = x.Shape[1];
        int[] divisors = [.. Enumerable.Range(1, Math.Max(1, channels)).Where(k => channels % k == 0)];
        return x.GroupNorm(d.Of(divisors), Vector(d, x), Vector(d, x), Epsilon);
    }

    private static Node? OfBatch(Draft d)
    {
        Node x = d.Float(2);
        if (x.Shape[1] == 0 || x.Shape.Count <= x.Shape[1])
        {
            return null;
        }
        (Node value, Node mean, Node variance) = x.BatchNormOfBatch(Vector(d, x), Vector(d, x), Epsilon);
        return d.Random.Next(4) switch { 0 => mean, 1 => variance, _ => value };
    }
}
