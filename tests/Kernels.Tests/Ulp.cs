using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels.Tests;

/// <summary>Distances between numbers in units of the last place of the correct result.</summary>
internal static class Ulp
{
    /// <summary>Whether two values have the same bits; NaNs are all alike.</summary>
    public static bool Same<T>(T a, T b)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
        {
            float x = Unsafe.BitCast<T, float>(a), y = Unsafe.BitCast<T, float>(b);
            return BitConverter.SingleToInt32Bits(x) == BitConverter.SingleToInt32Bits(y) || (float.IsNaN(x) && float.IsNaN(y));
        }

        if (typeof(T) == typeof(double))
        {
            double x = Unsafe.BitCast<T, double>(a), y = Unsafe.BitCast<T, double>(b);
            return BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y) || (double.IsNaN(x) && double.IsNaN(y));
        }

        return a.Equals(b);
    }

    /// <summary>How far a float32 result is from a reference in float64.</summary>
    public static double Distance(float actual, double reference)
    {
        float rounded = (float)reference;
        if (float.IsNaN(rounded) || float.IsNaN(actual))
        {
            return float.IsNaN(rounded) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        if (float.IsInfinity(rounded) || float.IsInfinity(actual))
        {
            return actual == rounded || Math.Min(Math.Abs(actual), Math.Abs(reference)) > 3.4028e38 ? 0 : double.PositiveInfinity;
        }

        double unit = Math.Max((double)MathF.BitIncrement(MathF.Abs(rounded)) - MathF.Abs(rounded), float.Epsilon);
        return Math.Abs(actual - reference) / unit;
    }

    /// <summary>How far a float64 result is from a reference in float64, itself good to about a unit.</summary>
    public static double Distance(double actual, double reference)
    {
        if (double.IsNaN(reference) || double.IsNaN(actual))
        {
            return double.IsNaN(reference) && double.IsNaN(actual) ? 0 : double.PositiveInfinity;
        }

        if (double.IsInfinity(reference) || double.IsInfinity(actual))
        {
            return actual == reference || Math.Min(Math.Abs(actual), Math.Abs(reference)) > 1.797e308 ? 0 : double.PositiveInfinity;
        }

        double unit = Math.Max(Math.BitIncrement(Math.Abs(reference)) - Math.Abs(reference), double.Epsilon);
        return Math.Abs(actual - reference) / unit;
    }
}
