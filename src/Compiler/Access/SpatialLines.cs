namespace NeuralJit.Compilation;

/// <summary>How accesses walk the spatial dimensions of images (samples, channels, then those).</summary>
internal static class SpatialLines
{
    /// <summary>
    /// Whether an access of a convolution's epilogue walks the spatial dimensions in a way that lines of results can: it stands still, or
    /// all of them are one dense run.
    /// </summary>
    public static bool IsRegular(Shape result, ReadOnlySpan<long> strides)
    {
        bool still = true;
        for (int d = 2; d < result.Rank; d++)
        {
            still &= result[d] == 1 || strides[d] == 0;
        }
        return still || IsDense(result, strides);
    }

    /// <summary>Whether the spatial dimensions are one dense run.</summary>
    public static bool IsDense(Shape shape, ReadOnlySpan<long> strides)
    {
        bool dense = true;
        long expected = 1;
        for (int d = shape.Rank - 1; d >= 2; d--)
        {
            dense &= shape[d] == 1 || strides[d] == expected;
            expected *= shape[d];
        }
        return dense;
    }
}
