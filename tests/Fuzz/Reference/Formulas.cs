namespace NeuralJit.Fuzz;

/// <summary>Functions of real numbers by textbook formulas in float64.</summary>
internal static class Formulas
{
    /// <summary>The error function: 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!! near 0, 1 − erfc elsewhere.</summary>
    public static double Erf(double x)
    {
        double a = Math.Abs(x);
        return a > 1 ? Math.CopySign(1 - Erfc(a), x) : Series(x);
    }

    /// <summary>1 − erf(x), by the continued fraction of Laplace where 1 − erf would cancel.</summary>
    public static double Erfc(double x)
    {
        if (!(x > 1))
        {
            return x < -1 ? 2 - Erfc(-x) : 1 - Series(x);
        }
        return Math.Exp(-Square(x).High) * (1 - Square(x).Low) / (Tail(x) * Math.Sqrt(Math.PI));
    }

    /// <summary>1 / (1 + e^−x).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>x Φ(x) = ½ x erfc(−x/√2).</summary>
    public static double Gelu(double x)
    {
        double z = -x * Math.Sqrt(0.5);
        return z > 1
            ? x * 0.5 * Math.Exp(-Square(x).High * 0.5) * (1 - Square(x).Low * 0.5) / (Tail(z) * Math.Sqrt(Math.PI))
            : x * 0.5 * Erfc(z);
    }

    /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))) = x σ(s) with s = 2√(2/π) x (1 + 0.044715 x²), found with a remainder.</summary>
    public static double GeluTanh(double x)
    {
        const double Slope = 1.5957691216057308, SlopeLow = -9.969308809110923e-17, Cubic = 0.044715;
        (double square, double squareLow) = Square(x);
        double cubic = Cubic * square, factor = 1 + cubic;
        double factorLow = 1 - (factor - cubic) + Math.FusedMultiplyAdd(Cubic, square, -cubic) + Cubic * squareLow;
        double line = Slope * x, lineLow = Math.FusedMultiplyAdd(Slope, x, -line) + SlopeLow * x;
        double s = line * factor, low = Math.FusedMultiplyAdd(line, factor, -s) + line * factorLow + lineLow * factor;
        return x < -1 ? x * Sigmoid(s) * (double.IsFinite(low) ? 1 + low : 1) : x * Sigmoid(s);
    }

    /// <summary>x σ(x).</summary>
    public static double Silu(double x) => x * Sigmoid(x);

    /// <summary>ln(1 + x).</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsPositiveInfinity(x) ? x : Math.Log(u) * (x / (u - 1));
    }

    /// <summary>e^x − 1.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }
        double sum = 0, term = 1;
        for (int n = 1; n < 20; n++)
        {
            term *= x / n;
            sum += term;
        }
        return x == 0 ? x : sum;
    }

    /// <summary>x − tanh x: near 0 as (x cosh x − sinh x) / cosh x, whose numerator is Σ 2n x^(2n+1) / (2n+1)!.</summary>
    public static double Tanhshrink(double x)
    {
        if (!(Math.Abs(x) < 1))
        {
            return x - Math.Tanh(x);
        }
        double sum = 0, term = x;
        for (int n = 1; n < 12; n++)
        {
            term *= x * x / (2 * n * (2 * n + 1));
            sum += 2 * n * term;
        }
        return sum / Math.Cosh(x);
    }

    // An exponential multiplies what rounding takes from its argument: x² as a number and what it lacks.
    private static (double High, double Low) Square(double x)
    {
        double square = x * x, low = Math.FusedMultiplyAdd(x, x, -square);
        return (square, double.IsFinite(low) ? low : 0);
    }

    // erfc(x) e^(x²) √π is one over x + (1/2)/(x + 1/(x + (3/2)/(x + 2/(x + …)))), from the inside; x > 1.
    private static double Tail(double x)
    {
        double tail = x;
        for (int n = x > 3 ? 60 : 220; n > 0; n--)
        {
            tail = x + n * 0.5 / tail;
        }
        return tail;
    }

    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 60; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
