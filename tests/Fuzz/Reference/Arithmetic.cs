namespace NeuralJit.Fuzz;

/// <summary>
/// Arithmetic of one element type on numbers with error bounds. A bound covers every right way to compute a result: rounded after each
/// step, fused, or rewritten by algebra that holds for real numbers. Results that are exact in the type keep an error of 0.
/// </summary>
internal sealed partial class Arithmetic
{
    // Four units in the last place are promised for functions; twice that leaves room for a constant that is rounded.
    private const double FunctionUnits = 12;

    private readonly Func<double, bool> holds;
    private readonly double functionSlack;

    private Arithmetic(double unit, double tiny, double most, double functionSlack, Func<double, bool> holds)
    {
        Unit = unit;
        Tiny = tiny;
        Most = most;
        this.functionSlack = functionSlack;
        this.holds = holds;
    }

    /// <summary>float32.</summary>
    public static Arithmetic Single { get; } = new(6.0e-8, 3e-45, float.MaxValue, 1, static v => (float)v == v);

    /// <summary>float64; the reference itself rounds as much, and its functions may be off by more.</summary>
    public static Arithmetic Double { get; } = new(2.3e-16, 1e-323, double.MaxValue, 16, static _ => true);

    /// <summary>The error of one rounding, relative.</summary>
    public double Unit { get; }

    /// <summary>The error of one rounding near 0, absolute.</summary>
    public double Tiny { get; }

    /// <summary>The greatest finite number.</summary>
    public double Most { get; }

    /// <summary>The arithmetic that values of an element type are computed in.</summary>
    public static Arithmetic Of(DType dtype) => dtype == DType.Float64 ? Double : Single;

    /// <summary>A constant of a formula as the type holds it.</summary>
    public double Constant(double value) => ReferenceEquals(this, Single) ? (float)value : value;

    /// <summary>Whether a number is one of the type.</summary>
    public bool Holds(double value) => holds(value);

    /// <summary>A result that is rounded once; exact where nothing remains.</summary>
    public Num Rounded(double value, double error, double residual)
    {
        if (!(Math.Abs(value) + error <= Most))
        {
            return Num.Unknown;
        }
        return error == 0 && residual == 0 && Holds(value) ? value : new Num(value, error + Unit * (Math.Abs(value) + error) + Tiny);
    }

    /// <summary>A result of a function, good to a few units in the last place.</summary>
    public Num Approximated(double value, double error, double units = FunctionUnits) =>
        !(Math.Abs(value) + error <= Most)
            ? Num.Unknown
            : new Num(value, error + units * functionSlack * Unit * (Math.Abs(value) + error) + Tiny);

    /// <summary>a + b.</summary>
    public Num Add(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        double sum = a.Value + b.Value;
        if (!double.IsFinite(sum))
        {
            return a.IsSpecial || b.IsSpecial ? sum : Num.Unknown;
        }
        double other = sum - a.Value, residual = (a.Value - (sum - other)) + (b.Value - other);
        return Rounded(sum, a.Error + b.Error, residual);
    }

    /// <summary>a − b.</summary>
    public Num Subtract(Num a, Num b) => Add(a, Negate(b));

    /// <summary>−x.</summary>
    public static Num Negate(Num x) => x with { Value = -x.Value };

    /// <summary>a · b.</summary>
    public Num Multiply(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        double product = a.Value * b.Value;
        if (a.IsSpecial || b.IsSpecial)
        {
            Num other = a.IsSpecial ? b : a;
            return double.IsNaN(product) && other.Error == 0 || other.IsSpecial || other.IsAwayFromZero || double.IsNaN(a.Value)
                || double.IsNaN(b.Value)
                ? product
                : Num.Unknown;
        }
        double error = Math.Abs(a.Value) * b.Error + Math.Abs(b.Value) * a.Error + a.Error * b.Error;
        // 0 times a number whose sign hangs on rounding is one of both zeros, and an error that is too small for a double is one still.
        bool openSign = product == 0 && (HasOpenSign(a) || HasOpenSign(b));
        bool isOpen = openSign || a.Error > 0 && b is not { Value: 0, Error: 0 } || b.Error > 0 && a is not { Value: 0, Error: 0 };
        error = isOpen ? Math.Max(error, Tiny) : error;
        return double.IsFinite(product) ? Rounded(product, error, Math.FusedMultiplyAdd(a.Value, b.Value, -product)) : Num.Unknown;
    }

    /// <summary>a / b.</summary>
    public Num Divide(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        double quotient = a.Value / b.Value;
        if (b.IsSpecial)
        {
            return quotient == 0 && HasOpenSign(a) ? new Num(0, Tiny) : quotient;
        }
        if (a.IsSpecial)
        {
            return double.IsNaN(a.Value) || b.Error == 0 || b.IsAwayFromZero ? quotient : Num.Unknown;
        }
        if (!b.IsAwayFromZero)
        {
            return b.Error == 0 && (a.Error == 0 || a.IsAwayFromZero) ? quotient : Num.Unknown;
        }
        double error = (a.Error + Math.Abs(quotient) * b.Error) / (Math.Abs(b.Value) - b.Error);
        error = a.Error > 0 || b.Error > 0 && a.Value != 0 ? Math.Max(error, Tiny) : error;
        return double.IsFinite(quotient) ? Rounded(quotient, error, Math.FusedMultiplyAdd(quotient, b.Value, -a.Value)) : Num.Unknown;
    }

    private static bool HasOpenSign(Num x) => x.Error > 0 && !x.IsAwayFromZero;

    /// <summary>√x.</summary>
    public Num Sqrt(Num x)
    {
        double root = Math.Sqrt(x.Value);
        if (x.IsUnknown || x.IsSpecial || x.Error == 0 && x.Value <= 0 || x.High < 0)
        {
            return x.IsUnknown ? x : root;
        }
        return x.Low < 0 ? Num.Unknown
            : Rounded(root, x.Error == 0 ? 0 : root - Math.Sqrt(x.Low), Math.FusedMultiplyAdd(root, root, -x.Value));
    }

    /// <summary>The greater; NaN if either is.</summary>
    public Num Max(Num a, Num b)
    {
        if (double.IsNaN(a.Value) && !a.IsUnknown || double.IsNaN(b.Value) && !b.IsUnknown)
        {
            return double.NaN;
        }
        if (a.IsUnknown || b.IsUnknown)
        {
            return Num.Unknown;
        }
        if (a.Value == 0 && b.Value == 0 && double.IsNegative(a.Value) != double.IsNegative(b.Value))
        {
            return new Num(0, Math.Max(Math.Max(a.Error, b.Error), Tiny));
        }
        return a.Low >= b.High ? a : b.Low >= a.High ? b : new Num(Math.Max(a.Value, b.Value), Math.Max(a.Error, b.Error));
    }

    /// <summary>The smaller; NaN if either is.</summary>
    public Num Min(Num a, Num b) => Negate(Max(Negate(a), Negate(b)));

    /// <summary>The value that a condition chooses; where the condition hangs on rounding, either.</summary>
    public static Num Choose(Truth condition, Num a, Num b)
    {
        if (condition != Truth.Unknown)
        {
            return condition == Truth.Yes ? a : b;
        }
        if (a.Equals(b))
        {
            return double.IsNegative(a.Value) == double.IsNegative(b.Value) || a.Value != 0
                ? a
                : a with { Error = Math.Max(a.Error, double.Epsilon) };
        }
        double error = Math.Max(a.Error, Math.Abs(a.Value - b.Value) + b.Error);
        return double.IsFinite(error) ? a with { Error = error } : Num.Unknown;
    }

    /// <summary>a &lt; b.</summary>
    public static Truth Less(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Truth.Unknown;
        }
        bool exact = a.Error == 0 && b.Error == 0;
        return exact ? Of(a.Value < b.Value)
            : a.High < b.Low ? Truth.Yes : a.Low > b.High || double.IsNaN(a.Value) || double.IsNaN(b.Value) ? Truth.No : Truth.Unknown;
    }

    /// <summary>a ≤ b.</summary>
    public static Truth LessOrEqual(Num a, Num b)
    {
        bool exact = a.Error == 0 && b.Error == 0;
        return exact ? Of(a.Value <= b.Value) : Less(a, b);
    }

    /// <summary>a = b.</summary>
    public static Truth Equal(Num a, Num b)
    {
        if (a.IsUnknown || b.IsUnknown)
        {
            return Truth.Unknown;
        }
        return a.Error == 0 && b.Error == 0 ? Of(a.Value == b.Value)
            : double.IsNaN(a.Value) || double.IsNaN(b.Value) || Math.Abs(a.Value - b.Value) > a.Error + b.Error ? Truth.No
            : Truth.Unknown;
    }

    /// <summary>A known answer.</summary>
    public static Truth Of(bool known) => known ? Truth.Yes : Truth.No;
}
