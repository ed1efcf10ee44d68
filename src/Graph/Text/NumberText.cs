using System.Globalization;
using System.Numerics;

namespace NeuralJit;

/// <summary>
/// Numbers written as text, on command lines and in files, read strictly and alike in every culture: a text that means something else to
/// its reader than to its writer is refused instead of guessed at. "0,002" is no number, though much software takes it for 2.
/// </summary>
public static class NumberText
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign;
    private const NumberStyles Real = Whole | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>
    /// Reads a number. Whole numbers are digits, perhaps after a minus sign; floating-point ones may have a decimal point and an exponent
    /// (0.5, -1e-05), and are NaN, Infinity and -Infinity by these words. Nothing else may stand before, between or after, not even a
    /// space.
    /// </summary>
    /// <returns>
    /// Whether the text is a number that the type can hold: neither too large nor, unless it is 0, so small that it would become 0.
    /// </returns>
    public static bool TryRead<T>(ReadOnlySpan<char> text, out T value) where T : struct, INumberBase<T>
    {
        value = default;
        // Integers have no infinity; converting one saturates.
        bool isReal = T.IsInfinity(T.CreateSaturating(double.PositiveInfinity));
        if (isReal && text is "NaN" or "Infinity" or "-Infinity")
        {
            return T.TryParse(text, Real, CultureInfo.InvariantCulture, out value);
        }
        return text.Length > 0 && text[0] != '+' && !text.ContainsAnyExcept(isReal ? "0123456789+-.eE" : "0123456789-")
            && T.TryParse(text, isReal ? Real : Whole, CultureInfo.InvariantCulture, out value)
            && !T.IsInfinity(value) && !(T.IsZero(value) && HasDigits(text));
    }

    // A digit that is not 0, before the exponent.
    private static bool HasDigits(ReadOnlySpan<char> text)
    {
        int exponent = text.IndexOfAny('e', 'E');
        return (exponent < 0 ? text : text[..exponent]).ContainsAnyInRange('1', '9');
    }
}
