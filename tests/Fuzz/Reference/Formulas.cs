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
        if (double.IsInfinity(x))
        {
            return 0;
        }
        // x + (1/2)/(x + 1/(x + (3/2)/(x + 2/(x + …)))), from the inside.
        double tail = x;
        for (int n = x > 3 ? 60 : 220; n > 0; n--)
        {
            tail = x + n * 0.5 / tail;
        }
        return Math.Exp(-x * x) / (tail * Math.Sqrt(Math.PI));
    }

    /// <summary>1 / (1 + e^−x).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + e^x).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Log1p(Math.Exp(-Math.Abs(x)));

    /// <summary>x Φ(x).</summary>
    public static double Gelu(double x) => x * 0.5 * Erfc(-x * Math.Sqrt(0.5));

    /// <summary>½ x (1 + tanh(√(2/π) (x + 0.044715 x³))).</summary>
    public static double GeluTanh(double x) => x * Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));

    /// <summary>x σ(x).</summary>
    public static double Silu(double x) => x * Sigmoid(x);

    /// <summary>ln(1 + x).</summary>
    public static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 || double.IsInfinity(x) ? x : Math.Log(u) * (x / (u - 1));
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
