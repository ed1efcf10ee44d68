using System.Globalization;

namespace NeuralJit.Inspection;

/// <summary>Numbers as reports write them.</summary>
internal static class TextNumbers
{
    /// <summary>1234567 as <c>1.23 M</c> with the unit after it.</summary>
    public static string Scaled(double value, string unit)
    {
        (double scale, string prefix) = Math.Abs(value) switch
        {
            >= 1e12 => (1e12, "T"),
            >= 1e9 => (1e9, "G"),
            >= 1e6 => (1e6, "M"),
            >= 1e3 => (1e3, "k"),
            _ => (1, ""),
        };
        return scale == 1 ? string.Create(CultureInfo.InvariantCulture, $"{value:0.##} {unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{value / scale:0.00} {prefix}{unit}");
    }

    /// <summary>Bytes in powers of 1024.</summary>
    public static string Bytes(long bytes) => Math.Abs((double)bytes) switch
    {
        >= 1 << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.00} GiB"),
        >= 1 << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 20):0.00} MiB"),
        >= 1 << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 10):0.00} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };

    /// <summary>A whole number with separators.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Microseconds.</summary>
    public static string Microseconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0.00} µs");

    /// <summary>Milliseconds.</summary>
    public static string Milliseconds(double time) => string.Create(CultureInfo.InvariantCulture, $"{time:0.00} ms");

    /// <summary>A number and its noun.</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";
}
