using System.Globalization;

namespace NeuralJit;

/// <summary>
/// Checks of the numbers that ops, layers, losses and optimisers are made with: each gives its number back, or throws and names who
/// wanted it, what it is called and what it may be.
/// </summary>
internal static class NumberRules
{
    /// <summary>Anything but NaN.</summary>
    public static double Number(string owner, string name, double value) =>
        Require(!double.IsNaN(value), owner, name, "must be a number", value);

    /// <summary>A number as a type of floating-point numbers holds it: in float32 1e39 is infinite, and 1e-60 is 0.</summary>
    public static double Rounded(double value, DType dtype) => dtype == DType.Float64 ? value : (float)value;

    /// <summary>Neither NaN nor infinite.</summary>
    public static double Finite(string owner, string name, double value) =>
        Require(double.IsFinite(value), owner, name, "must be finite", value);

    /// <summary>Neither NaN nor infinite, in the type that it is used in too.</summary>
    public static double Finite(string owner, string name, double value, DType dtype) =>
        Require(double.IsFinite(Rounded(value, dtype)), owner, name, $"must be finite as {dtype.ShortName}", value);

    /// <summary>Finite and not below 0.</summary>
    public static double NotNegative(string owner, string name, double value) =>
        Require(value >= 0 && double.IsFinite(value), owner, name, "must be finite and not negative", value);

    /// <summary>Finite, in the type that it is used in too, and not below 0.</summary>
    public static double NotNegative(string owner, string name, double value, DType dtype) =>
        NotNegative(owner, name, Finite(owner, name, value, dtype));

    /// <summary>Finite and with a finite reciprocal, in the type that it is used in too.</summary>
    public static double Divisor(string owner, string name, double value, DType dtype) => Require(
        double.IsFinite(Rounded(value, dtype))
            && double.IsFinite(Rounded(1 / value, dtype)), owner, name, $"and its reciprocal must be finite as {dtype.ShortName}", value);

    /// <summary>
    /// The p of a norm as a type holds it: infinite, 0 (given as 0), or with a finite reciprocal, which is the power of its root.
    /// </summary>
    public static double NormPower(string owner, double p, DType dtype) =>
        p == 0 || double.IsInfinity(Rounded(Number(owner, "p", p), dtype))
        ? Rounded(p, dtype)
        : Rounded(Divisor(owner, "p", p, dtype), dtype);

    /// <summary>Finite and above 0.</summary>
    public static double Positive(string owner, string name, double value) =>
        Require(value > 0 && double.IsFinite(value), owner, name, "must be finite and above 0", value);

    /// <summary>Finite and not 0.</summary>
    public static double NotZero(string owner, string name, double value) =>
        Require(value != 0 && double.IsFinite(value), owner, name, "must be finite and not 0", value);

    /// <summary>Between two limits, both included.</summary>
    public static double Within(string owner, string name, double value, double low, double high) =>
        Require(value >= low
            && value <= high, owner, name, string.Create(CultureInfo.InvariantCulture, $"must be between {low} and {high}"), value);

    /// <summary>At least so many.</summary>
    public static int AtLeast(string owner, string name, int value, int least)
    {
        Require(value >= least, owner, name, string.Create(CultureInfo.InvariantCulture, $"must be at least {least}"), value);
        return value;
    }

    private static double Require(bool holds, string owner, string name, string rule, double value) => holds
        ? value
        : throw new GraphException(
            string.Create(CultureInfo.InvariantCulture, $"{owner}: {name} {rule}, got {value}") + GraphTrace.DescribePlace());
}
