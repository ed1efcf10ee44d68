namespace NeuralJit.Fuzz;

/// <content>Functions of one and two numbers.</content>
internal sealed partial class Arithmetic
{
    /// <summary>A function that rises or falls everywhere, so that its values at the ends of an interval bound it.</summary>
    public Num Monotone(Num x, Func<double, double> function)
    {
        if (x.IsUnknown)
        {
            return x;
        }
        double y = function(x.Value);
        if (x.Error == 0)
        {
            return x.IsSpecial || double.IsNaN(y) || double.IsInfinity(y) && IsPole(x.Value, function) ? y : Approximated(y, 0);
        }
        double low = function(x.Low), high = function(x.High);
        if (double.IsNaN(y))
        {
            return double.IsNaN(low) && double.IsNaN(high) ? double.NaN : Num.Unknown;
        }
        double error = Math.Max(Math.Abs(y - low), Math.Abs(high - y));
        return double.IsNaN(error) ? Num.Unknown : Approximated(y, error);
    }

    /// <summary>A function whose slope is nowhere steeper than a number.</summary>
    public Num Smooth(Num x, Func<double, double> function, double steepest, double widest = double.PositiveInfinity)
    {
        if (x.IsUnknown)
        {
            return x;
        }
        double y = function(x.Value);
        return x.IsSpecial ? y : Approximated(y, Math.Min(widest, steepest * x.Error));
    }

    /// <summary>A function that is constant between jumps.</summary>
    public Num Step(Num x, Func<double, double> function)
    {
        if (x.IsUnknown || x.Error == 0)
        {
            return x.IsUnknown ? x : function(x.Value);
        }
        double low = function(x.Low), high = function(x.High);
        return low == high && low != 0 ? low : low == high ? new Num(0, Tiny) : Num.Unknown;
    }

    /// <summary>tan x.</summary>
    public Num Tan(Num x)
    {
        if (x.IsUnknown || x.IsSpecial)
        {
            return x.IsUnknown ? x : Math.Tan(x.Value);
        }
        bool oneBranch = Math.Floor((x.Low / Math.PI) + 0.5 - 1e-9) == Math.Floor((x.High / Math.PI) + 0.5 + 1e-9);
        return oneBranch && Math.Abs(x.Value) < 1e6
            ? Monotone(x, Math.Tan)
            : x.Error == 0 ? Approximated(Math.Tan(x.Value), 0, 64) : Num.Unknown;
    }

    /// <summary>a^b.</summary>
    public Num Power(Num a, Num b)
    {
        if (b is { Value: 0, Error: 0 } || a is { Value: 1, Error: 0 })
        {
            return 1;
        }
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        double y = Math.Pow(a.Value, b.Value);
        if (a.Error == 0 && b.Error == 0)
        {
            bool known = a.IsSpecial || b.IsSpecial || a.Value == 0 || double.IsNaN(y);
            return known ? y : Approximated(y, 0);
        }
        bool whole = b.Error == 0 && b.Value == Math.Floor(b.Value);
        if (!(a.Low > 0 || a.High < 0 && whole) || a.IsSpecial || b.IsSpecial)
        {
            return Num.Unknown;
        }
        double error = 0;
        foreach (double x in (ReadOnlySpan<double>)[a.Low, a.High])
        {
            error = Math.Max(error, Math.Max(Math.Abs(y - Math.Pow(x, b.Low)), Math.Abs(y - Math.Pow(x, b.High))));
        }
        return double.IsNaN(error) ? Num.Unknown : Approximated(y, error);
    }

    /// <summary>a − b·⌊a/b⌋, with the sign of b.</summary>
    public Num Modulo(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        double y = a.Value % b.Value;
        y = y != 0 && double.IsNegative(y) != double.IsNegative(b.Value) ? y + b.Value : y;
        if (a.Error == 0 && b.Error == 0)
        {
            return double.IsNaN(y) || double.IsInfinity(y) ? y : new Num(y, Unit * Math.Abs(b.Value) + Tiny);
        }
        if (a.IsSpecial || b.IsSpecial || !b.IsAwayFromZero)
        {
            return Num.Unknown;
        }
        double quotient = Math.Floor(a.Value / b.Value),
            wide = (a.Error + (Math.Abs(quotient) + 1) * b.Error) / (Math.Abs(b.Value) - b.Error);
        bool sure = Math.Floor(a.Value / b.Value - wide) == quotient && Math.Floor(a.Value / b.Value + wide) == quotient
            && Math.Abs(quotient) < 1e6;
        return sure ? Rounded(y, a.Error + Math.Abs(quotient) * b.Error + Unit * Math.Abs(b.Value), 1) : Num.Unknown;
    }

    /// <summary>The angle of (b, a).</summary>
    public Num Atan2(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        double y = Math.Atan2(a.Value, b.Value);
        if (a.Error == 0 && b.Error == 0)
        {
            return double.IsNaN(y) ? y : Approximated(y, 0);
        }
        double radius = Math.Sqrt(a.Value * a.Value + b.Value * b.Value) - a.Error - b.Error;
        bool onTheCut = !a.IsAwayFromZero && b.Low <= 0;
        return onTheCut || !(radius > 0) || a.IsSpecial || b.IsSpecial ? Num.Unknown : Approximated(y, (a.Error + b.Error) / radius);
    }

    /// <summary>
    /// A product x·f(x) whose limit at −∞ is 0: there the formula gives NaN and a kernel may give the limit. Near it, f(x) may be so small
    /// that it is rounded as numbers near 0 are, before x multiplies it.
    /// </summary>
    public Num Gate(Num x, Func<double, double> function)
    {
        if (double.IsNegativeInfinity(x.Value))
        {
            return Num.Unknown;
        }
        Num y = Smooth(x, function, 1.2);
        return y.IsSpecial || y.IsUnknown ? y : y with { Error = y.Error + Tiny * Math.Abs(x.Value) };
    }

    // ln 0 = −∞ is a value; e^1000 = ∞ is an overflow, which a rewritten formula may avoid.
    private static bool IsPole(double x, Func<double, double> function) =>
        Math.Abs(function(x + 1e-6)) < 100 || Math.Abs(function(x - 1e-6)) < 100;
}
