namespace NeuralJit.Compilation;

/// <summary>Inputs to try a program on: floats are normal, integers 0 (a valid label or index), booleans false.</summary>
internal static class DefaultInputs
{
    private const int Seed = 1;

    /// <summary>One tensor per type; equal types in equal places give equal tensors.</summary>
    public static TensorData[] For(ReadOnlySpan<TensorType> types)
    {
        var random = new Random(Seed);
        var result = new TensorData[types.Length];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = types[i].DType.IsFloat ? Normal(types[i], random) : TensorData.Zeros(types[i]);
        }
        return result;
    }

    private static TensorData Normal(TensorType type, Random random)
    {
        TensorData wide = TensorData.Uninitialized(type with { DType = DType.Float64 });
        foreach (ref double element in wide.Span<double>())
        {
            // Box and Muller; 1 − u is never 0.
            element = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        }
        if (type.DType == DType.Float64)
        {
            return wide;
        }
        TensorData result = TensorData.Uninitialized(type);
        new Cast(type.DType).Evaluate([wide.View], result.View);
        return result;
    }
}
