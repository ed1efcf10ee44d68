namespace NeuralJit;

/// <summary>Extents that are computed from others.</summary>
internal static class Extents
{
    /// <summary>The extent as an int.</summary>
    /// <exception cref="ShapeException">
    /// It is negative or no tensor is that long; the message begins with <paramref name="op"/>.
    /// </exception>
    public static int Of(long extent, string op) => extent is >= 0 and <= int.MaxValue
        ? (int)extent
        : throw new ShapeException($"{op}: the result would have {extent} elements along a dimension; a tensor has 0 to {int.MaxValue}"
            + GraphTrace.DescribePlace());
}
