namespace NeuralJit.Kernels.Tests;

/// <summary>Functions that the base library lacks, from series and continued fractions in float64.</summary>
internal static class Reference
{
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        double sum = 0;
        for (int k = 24; k >= 2; k--)
        {
            sum = (1 + sum) * x / k;
        }

        return (x * sum) + x;
    }

    /// <summary>ln(1 + x) by Kahan's correction of the rounded argument.</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u < 0 ? double.NaN : x == 0 || double.IsInfinity(u) || u == 1 ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>erf by its series of positive terms, erfc by its continued fraction (Abramowitz and Stegun 7.1.6 and 7.1.14).</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        if (double.IsNaN(x) || a >= 1)
        {
            return double.IsNaN(x) ? x : Math.CopySign(1 - Erfc(a), x);
        }

        double sum = 0, term = x;
        for (int k = 0; k < 60; k++)
        {
            sum += term;
            term *= 2 * x * x / ((2 * k) + 3);
        }

        return sum * ExpOfMinusSquare(x) * 2 / Math.Sqrt(Math.PI);
    }

    public static double Erfc(double x)
    {
        if (x < 0.5)
        {
            return 1 - Erf(x);
        }

        if (x > 28)
        {
            return 0;
        }

        return ExpOfMinusSquare(x) * ScaledErfc(x);
    }

    /// <summary>e^(x²)·erfc(x).</summary>
    private static double ScaledErfc(double x)
    {
        double fraction = 0;
        for (int k = x < 2.5 ? 1500 : 150; k >= 1; k--)
        {
            fraction = k / 2.0 / (x + fraction);
        }

        return 1 / Math.Sqrt(Math.PI) / (x + fraction);
    }

    private static double ExpOfMinusSquare(double x)
    {
        double square = x * x;
        return Math.Exp(-square) * (1 - Math.FusedMultiplyAdd(x, x, -square));
    }

    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    public static double Silu(double x) => x >= 0 || double.IsNaN(x) ? x / (1 + Math.Exp(-x)) : TimesExp(x) / (1 + Math.Exp(x));

    /// <summary>x · tanh(ln(1 + eˣ)) = x · (w² + 2w) / (w² + 2w + 2) with w = eˣ.</summary>
    public static double Mish(double x)
    {
        double w = Math.Exp(-Math.Abs(x));
        return x >= 0 || double.IsNaN(x)
            ? x * ((1 + (2 * w)) / (1 + (2 * w) + (2 * w * w)))
            : TimesExp(x) * ((2 + w) / (2 + (2 * w) + (w * w)));
    }

    /// <summary>
    /// x · eˣ for x ≤ 0, through e^(x + 100·ln 2) · 2^−100, so that the exponential does not underflow before the product.
    /// </summary>
    private static double TimesExp(double x)
    {
        const double Shift = 69.31471805599453, ShiftLow = -1.6777560748042639e-15;
        x = Math.Max(x, -900);
        double shifted = x + Shift;
        double part = shifted - x;
        double lost = x - (shifted - part) + (Shift - part) + ShiftLow;
        return Math.ScaleB(x * Math.Exp(shifted) * (1 + lost), -100);
    }

    /// <summary>x − tanh x by Lambert's continued fraction where the difference would cancel.</summary>
    public static double Tanhshrink(double x)
    {
        double square = x * x, fraction = 81;
        for (int k = 79; k >= 3; k -= 2)
        {
            fraction = k + (square / fraction);
        }

        return Math.Abs(x) < 3 ? x * (square / (fraction + square)) : x - Math.Tanh(x);
    }

    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    public static double Gelu(double x)
    {
        if (Math.Abs(x) > 40)
        {
            return x > 0 ? x : -0.0;
        }

        // In the tail through e^(−x²/2) with the rounding error of the square, which the argument x/√2 would lose.
        double half = 0.5 * x, square = half * x;
        return x > -0.75
            ? 0.5 * x * Erfc(-x / Math.Sqrt(2))
            : half * Math.Exp(-square) * (1 - Math.FusedMultiplyAdd(half, x, -square)) * ScaledErfc(-x / Math.Sqrt(2));
    }

    public static double GeluTanh(double x)
    {
        if (Math.Abs(x) > 40)
        {
            return x > 0 ? x : 0;
        }

        double twice = 2 * Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));
        return x >= 0 ? x / (1 + Math.Exp(-twice)) : x * Math.Exp(twice) / (1 + Math.Exp(twice));
    }

    /// <summary>The remainder with the sign of the divisor.</summary>
    public static double Modulo(double x, double y)
    {
        double remainder = x % y;
        return remainder != 0 && remainder < 0 != y < 0 ? remainder + y : remainder;
    }
}
