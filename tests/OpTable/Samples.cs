namespace NeuralJit.Tests;

/// <summary>Sample tensors; equal arguments give equal tensors.</summary>
public static class Samples
{
    /// <summary>float32, uniform between low and high.</summary>
    public static TensorData Uniform(Shape shape, double low = -2, double high = 2, int seed = 1)
    {
        var random = new Random(seed);
        float[] values = new float[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + (random.NextDouble() * (high - low)));
        }
        return TensorData.From<float>(shape, values);
    }

    /// <summary>float32 with few different values, so that there are ties.</summary>
    public static TensorData Ties(Shape shape, int seed = 1)
    {
        var random = new Random(seed);
        return TensorData.From<float>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (float)random.Next(-1, 2))]);
    }

    /// <summary>bool, half of them true.</summary>
    public static TensorData Bools(Shape shape, int seed = 1)
    {
        var random = new Random(seed);
        return TensorData.From<bool>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => random.Next(2) == 1)]);
    }

    /// <summary>int64 from low to below high.</summary>
    public static TensorData Longs(Shape shape, int low, int high, int seed = 1)
    {
        var random = new Random(seed);
        return TensorData.From<long>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => (long)random.Next(low, high))]);
    }

    /// <summary>int32 from low to below high.</summary>
    public static TensorData Ints(Shape shape, int low, int high, int seed = 1)
    {
        var random = new Random(seed);
        return TensorData.From<int>(shape, [.. Enumerable.Range(0, (int)shape.Count).Select(_ => random.Next(low, high))]);
    }

    /// <summary>int64 with the given elements.</summary>
    public static TensorData Indices(Shape shape, params long[] values) => TensorData.From<long>(shape, values);
}
