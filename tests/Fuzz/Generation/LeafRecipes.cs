namespace NeuralJit.Fuzz;

/// <summary>Values of nothing: constants of every form, counters and random numbers.</summary>
internal static class LeafRecipes
{
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("Full Zeros Ones Scalar ScalarLike FilledLike Constant From", Uniform, 1),
        new("Iota", d => d.Shape(1, 4) is var shape ? Node.Iota(
            new TensorType(d.Of(DType.Int64, DType.Int32, DType.UInt8, d.Main), shape), d.Random.Next(shape.Rank)) * 1 : null, 1),
        new("Arange", d => d.OneIn(2)
            ? Node.Arange(d.Random.Next(40), d.Of(DType.Int64, DType.Int32, d.Main))
            : Node.Arange(-1, 2, d.Of(0.25, 0.75), d.Main), 1),
        new("Linspace", d => Node.Linspace(-1, 1, d.Random.Next(40), d.Main), 1),
        new("RandomUniform", d => d.Draws(Node.RandomUniform(d.Shape(0, 4), d.Main)), 1),
        new("RandomNormal", d => d.Draws(Node.RandomNormal(d.Shape(0, 4), d.Main)), 1),
        new("Bernoulli", d => d.Float() is var x ? d.Draws(Node.Where(Node.Bernoulli(x.Shape, d.Of(0.5, 0.1)), x * 2, 0)) : null, 1),
        new("Input", d => d.Leaf(d.LeafType()), 3),
    ];

    private static Node Uniform(Draft d)
    {
        Shape shape = d.Shape(0, 4);
        Node x = d.Float();
        return d.Random.Next(7) switch
        {
            0 => Node.Full(shape, d.Constant(), d.Main),
            1 => Node.Zeros(shape, d.Main),
            2 => Node.Ones(shape, d.Main),
            3 => Node.Scalar(d.Constant(), d.Main),
            4 => x.ScalarLike(d.Constant()) * x,
            5 => x.FilledLike(d.Constant()) - x,
            _ => Node.From(1.5f, -2f, 0f, -0f).Cast(d.Main),
        };
    }
}
