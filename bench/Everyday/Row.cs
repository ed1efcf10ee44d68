namespace NeuralJit.Bench.Everyday;

/// <summary>
/// Rows of the everyday suite: what models contain beside the headline rows. The same names, shapes and formulas stand in
/// <c>bench/peers/everyday_torch.py</c>.
/// </summary>
internal static class Row
{
    /// <summary>A function of inputs.</summary>
    public static Workload Of(string name, Func<Node[], Node> function, params Input[] inputs) =>
        new("everyday", name, 0, () => new ForwardProblem(x => [function(x)], Made(inputs)));

    /// <summary>The function, and as another row the gradients of the sum of its squares by its float inputs.</summary>
    public static IEnumerable<Workload> WithGradient(string name, Func<Node[], Node> function, params Input[] inputs)
    {
        yield return Of(name, function, inputs);
        yield return new Workload("everyday", name + "_grad", 0, () => new ForwardProblem(
            x => Gradients.Of(function(x).Square().Sum(), [.. x.Where(n => n.DType.IsFloat)]), Made(inputs)));
    }

    private static TensorData[] Made(Input[] inputs)
    {
        var samples = new Samples();
        return [.. inputs.Select(i => i.Make(samples))];
    }
}

/// <summary>An input of a row.</summary>
/// <param name="Make">Its values.</param>
internal sealed record Input(Func<Samples, TensorData> Make)
{
    /// <summary>Normally distributed floats.</summary>
    public static Input Normal(params int[] shape) => new(s => s.Normal(Shape.Create(shape), 0.5));

    /// <summary>Floats from 0.1 to 1.</summary>
    public static Input Positive(params int[] shape) => new(s => s.Uniform(Shape.Create(shape), 0.1, 1));

    /// <summary>int64 from 0 to below a bound.</summary>
    public static Input Index(int bound, params int[] shape) =>
        new(s => Whole(s.Labels((int)Shape.Create(shape).Count, bound), Shape.Create(shape)));

    /// <summary>Whole numbers from 0 to 100 as another type.</summary>
    public static Input Of(DType dtype, params int[] shape) => new(s =>
    {
        TensorData whole = Whole(s.Labels((int)Shape.Create(shape).Count, dtype == DType.Bool ? 2 : 101), Shape.Create(shape));
        TensorData result = TensorData.Zeros(new TensorType(dtype, whole.Shape));
        Compilation.Compiler.Compile(x => x.Cast(dtype)).Run([whole], [result]);
        return result;
    });

    private static TensorData Whole(TensorData labels, Shape shape) => labels.Reshape(shape.Extents.ToArray());
}
