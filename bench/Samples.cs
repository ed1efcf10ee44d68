namespace NeuralJit.Bench;

/// <summary>Random inputs from a fixed seed.</summary>
internal sealed class Samples(int seed = 1234)
{
    private readonly Random random = new(seed);

    /// <summary>Normally distributed numbers (Box and Muller 1958), multiplied by <paramref name="scale"/>.</summary>
    public TensorData Normal(Shape shape, double scale = 1)
    {
        TensorData data = TensorData.Zeros(new TensorType(DType.Float32, shape));
        foreach (ref float value in data.Span<float>())
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            value = (float)(scale * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
        return data;
    }

    /// <summary>Evenly distributed numbers.</summary>
    public TensorData Uniform(Shape shape, double least, double most)
    {
        TensorData data = TensorData.Zeros(new TensorType(DType.Float32, shape));
        foreach (ref float value in data.Span<float>())
        {
            value = (float)(least + (random.NextDouble() * (most - least)));
        }
        return data;
    }

    /// <summary>Class labels from 0.</summary>
    public TensorData Labels(int count, int classes)
    {
        TensorData data = TensorData.Zeros(new TensorType(DType.Int64, [count]));
        foreach (ref long value in data.Span<long>())
        {
            value = random.Next(classes);
        }
        return data;
    }
}
