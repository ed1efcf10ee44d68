namespace NeuralJit.Training;

/// <summary>Maps pixels to numbers around zero: (value / 255 − mean) / deviation.</summary>
/// <param name="Mean">The mean of the pixels, from 0 to 1.</param>
/// <param name="Deviation">Their standard deviation.</param>
public sealed record Normalization(float Mean, float Deviation)
{
    private const double White = byte.MaxValue;

    /// <summary>The mean of the pixels, from 0 to 1.</summary>
    public float Mean { get; init; } = (float)NumberRules.Finite("normalisation", nameof(Mean), Mean);

    /// <summary>Their standard deviation, above 0.</summary>
    public float Deviation { get; init; } = (float)NumberRules.Positive("normalisation", nameof(Deviation), Deviation);

    /// <summary>Mean and deviation of images of u8; where all pixels are equal, the deviation is taken as 1.</summary>
    public static Normalization Of(TensorData images)
    {
        ArgumentNullException.ThrowIfNull(images);
        // Counts are exact, so the result does not depend on an order of summation.
        Span<long> counts = stackalloc long[byte.MaxValue + 1];
        foreach (byte pixel in images.Span<byte>())
        {
            counts[pixel]++;
        }
        double count = images.Shape.Count, sum = 0, squares = 0;
        for (int value = 0; value < counts.Length; value++)
        {
            sum += counts[value] * (value / White);
            squares += counts[value] * (value / White) * (value / White);
        }
        double mean = sum / count, variance = (squares / count) - (mean * mean);
        return new Normalization((float)mean, variance > 1e-12 ? (float)Math.Sqrt(variance) : 1);
    }

    /// <summary>Images of u8 and shape (n, height, width) as f32 of shape (n, 1, height, width).</summary>
    public TensorData Apply(TensorData images)
    {
        ArgumentNullException.ThrowIfNull(images);
        Span<float> values = stackalloc float[byte.MaxValue + 1];
        for (int value = 0; value < values.Length; value++)
        {
            values[value] = ((float)(value / White) - Mean) / Deviation;
        }
        TensorData result = TensorData.Uninitialized(new TensorType(DType.Float32, [images.Shape[0], 1, images.Shape[1], images.Shape[2]]));
        ReadOnlySpan<byte> from = images.Span<byte>();
        Span<float> to = result.Span<float>();
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = values[from[i]];
        }
        return result;
    }
}
