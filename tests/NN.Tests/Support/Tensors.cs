namespace NeuralJit.NN.Tests;

/// <summary>Making tensors in tests.</summary>
internal static class Tensors
{
    /// <summary>A float32 tensor.</summary>
    public static TensorData F32(Shape shape, params ReadOnlySpan<double> values) => TensorData.From<float>(shape, Narrow(values));

    /// <summary>A float32 tensor of zeros.</summary>
    public static TensorData Zeros(Shape shape) => TensorData.Zeros(new TensorType(DType.Float32, shape));

    /// <summary>A float64 tensor.</summary>
    public static TensorData F64(Shape shape, params ReadOnlySpan<double> values) => TensorData.From<double>(shape, values);

    /// <summary>A float tensor of reproducible values around zero.</summary>
    public static TensorData Random(Shape shape, long seed, DType dtype = DType.Float32)
    {
        var random = new Generator(seed, "test");
        double[] values = new double[shape.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.NextNormal();
        }
        return dtype == DType.Float64 ? F64(shape, values) : F32(shape, values);
    }

    /// <summary>Overwrites a parameter.</summary>
    public static void Set(Parameter parameter, params ReadOnlySpan<double> values)
    {
        if (parameter.DType == DType.Float64)
        {
            parameter.Assign(values);
        }
        else
        {
            parameter.Assign<float>(Narrow(values));
        }
    }

    /// <summary>A linear layer with the given parameters.</summary>
    public static Linear Linear(int inputs, int outputs, double[] weight, double[]? bias)
    {
        var layer = new Linear(inputs, outputs, bias is not null);
        Set(layer.Weight, weight);
        if (bias is not null)
        {
            Set(layer.Bias!, bias);
        }
        return layer;
    }

    private static float[] Narrow(ReadOnlySpan<double> values)
    {
        float[] result = new float[values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = (float)values[i];
        }
        return result;
    }
}
