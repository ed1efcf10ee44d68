namespace NeuralJit.Fuzz;

/// <summary>A sum of numbers or of products in any order, with the bound that holds for every order.</summary>
internal struct DotProduct
{
    // Sums of multiples of 2⁻¹⁰ are exact as long as they stay small.
    private const double Grain = 1024;

    private double sum;
    private double lost;
    private double magnitude;
    private double error;
    private double special;
    private int count;
    private bool isSpecial;
    private bool isFractional;

    /// <summary>Adds a number.</summary>
    public void Add(Num x)
    {
        count++;
        error += x.Error;
        if (!double.IsFinite(x.Value))
        {
            isSpecial = true;
            special += x.Value;
            return;
        }
        // Compensated, so that the reference does not round where an implementation might not (Neumaier 1974).
        double next = sum + x.Value;
        lost += Math.Abs(sum) >= Math.Abs(x.Value) ? (sum - next) + x.Value : (x.Value - next) + sum;
        sum = next;
        magnitude += Math.Abs(x.Value) + x.Error;
        isFractional |= x.Error != 0 || x.Value * Grain != Math.Floor(x.Value * Grain);
    }

    /// <summary>Adds a product.</summary>
    public void Add(Num a, Num b)
    {
        double product = a.Value * b.Value;
        if (!double.IsFinite(product) || a.IsUnknown || b.IsUnknown)
        {
            Add(Arithmetic.Double.Multiply(a, b));
            return;
        }
        Add(new Num(product, Math.Abs(a.Value) * b.Error + Math.Abs(b.Value) * a.Error + a.Error * b.Error));
    }

    /// <summary>The sum in an element type.</summary>
    public readonly Num Result(Arithmetic m, bool exactWhenWhole)
    {
        if (double.IsPositiveInfinity(error))
        {
            return Num.Unknown;
        }
        if (isSpecial)
        {
            return magnitude <= m.Most ? special : Num.Unknown;
        }
        double value = sum + lost;
        if (count == 0 || magnitude == 0)
        {
            // The sign of a zero depends on how the sum is cut.
            return count == 0 ? 0 : new Num(0, m.Tiny);
        }
        if (exactWhenWhole && !isFractional && magnitude * Grain < (ReferenceEquals(m, Arithmetic.Single) ? 1 << 24 : 1L << 50))
        {
            return value == 0 ? new Num(0, m.Tiny) : value;
        }
        return magnitude <= m.Most
            ? new Num(value, error + Reductions.Roundings(count) * m.Unit * magnitude + count * m.Tiny)
            : Num.Unknown;
    }
}
