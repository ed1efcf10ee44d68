namespace NeuralJit.Fuzz;

/// <summary>
/// A number with a bound on how far a right implementation may be from it: 0 where it must be that number (NaN and infinities too),
/// infinite where anything goes.
/// </summary>
internal readonly record struct Num(double Value, double Error)
{
    /// <summary>Anything goes: the result hangs on how something before it was rounded.</summary>
    public static Num Unknown => new(double.NaN, double.PositiveInfinity);

    /// <summary>Whether anything goes.</summary>
    public bool IsUnknown => double.IsPositiveInfinity(Error);

    /// <summary>Whether it is known to be NaN or an infinity.</summary>
    public bool IsSpecial => Error == 0 && !double.IsFinite(Value);

    /// <summary>The least that it may be.</summary>
    public double Low => Value - Error;

    /// <summary>The greatest that it may be.</summary>
    public double High => Value + Error;

    /// <summary>Whether its sign is known and it is not zero.</summary>
    public bool IsAwayFromZero => Error == 0 ? Value != 0 : Math.Abs(Value) > Error;

    /// <summary>An exact number.</summary>
    public static implicit operator Num(double value) => new(value, 0);
}
