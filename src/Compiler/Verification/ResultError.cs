using System.Globalization;

namespace NeuralJit.Compilation;

/// <summary>How far a tensor is from another.</summary>
/// <param name="Relative">
/// max|a − b| / max|b| over the finite elements (absolute where max|b| is 0); infinite where NaN or infinities are not in the same places.
/// </param>
/// <param name="Ulps">The greatest distance of two elements in units of b's last place, of the type of a.</param>
/// <param name="Position">The indices of the element with the greatest |a − b|; null when all are equal.</param>
public sealed record ResultError(double Relative, double Ulps, IReadOnlyList<int>? Position)
{
    /// <summary>For example <c>1.2e-07 (3 ulp, at [0,4])</c>.</summary>
    public override string ToString() => Position is null ? "equal"
        : string.Create(CultureInfo.InvariantCulture, $"{Relative:0.0e+00} ({Ulps:G4} ulp, at [{string.Join(',', Position)}])");

    /// <summary>Compares <paramref name="actual"/> with <paramref name="expected"/>, which may be of a wider type.</summary>
    internal static ResultError Between(TensorData actual, TensorData expected)
    {
        double[] a = actual.AsDoubles(), b = expected.AsDoubles();
        double worst = 0, scale = 0, ulps = 0;
        int at = -1;
        for (int i = 0; i < b.Length; i++)
        {
            bool finite = double.IsFinite(a[i]) && double.IsFinite(b[i]);
            double error = finite ? Math.Abs(a[i] - b[i]) : a[i].Equals(b[i]) ? 0 : double.PositiveInfinity;
            scale = finite ? Math.Max(scale, Math.Abs(b[i])) : scale;
            ulps = Math.Max(ulps, error == 0 ? 0 : error / UnitInLastPlace(b[i], actual.DType));
            if (error > worst)
            {
                (worst, at) = (error, i);
            }
        }
        return new ResultError(scale == 0 ? worst : worst / scale, ulps, at < 0 ? null : actual.Shape.IndicesOf(at));
    }

    // Below the least normal number the distance of neighbours no longer shrinks; integers are 1 apart.
    private static double UnitInLastPlace(double value, DType dtype)
    {
        (int mantissa, int least) = dtype switch
        {
            DType.Float64 => (52, -1022),
            DType.Float32 => (23, -126),
            DType.Float16 => (10, -14),
            DType.BFloat16 => (7, -126),
            _ => (0, 0),
        };
        return mantissa == 0 || !double.IsFinite(value)
            ? 1
            : Math.ScaleB(1, Math.Max(value == 0 ? least : Math.ILogB(value), least) - mantissa);
    }
}
