using System.Globalization;
using System.Runtime.CompilerServices;

namespace NeuralJit.Kernels;

/// <summary>The upper half of a float32: 8 bits of exponent, 8 of precision. Storage only; arithmetic is float32's.</summary>
public readonly struct BFloat16 : IEquatable<BFloat16>, IComparable<BFloat16>
{
    private readonly ushort bits;

    private BFloat16(ushort bits) => this.bits = bits;

    /// <summary>The 16 bits.</summary>
    public ushort Bits => bits;

    /// <summary>The number with these bits.</summary>
    public static BFloat16 FromBits(ushort bits) => new(bits);

    /// <summary>Rounds to nearest, halves to even; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static explicit operator BFloat16(float value)
    {
        uint single = BitConverter.SingleToUInt32Bits(value);

        // Adding half a unit of the kept part, less one if that part is even, carries where rounding goes up. A NaN
        // could carry into the sign: it is made quiet and cut instead.
        uint rounded = single + 0x7FFF + ((single >> 16) & 1);
        return new BFloat16((ushort)((float.IsNaN(value) ? single | 0x0040_0000 : rounded) >> 16));
    }

    /// <summary>The same number as float32, exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static implicit operator float(BFloat16 value) => BitConverter.UInt32BitsToSingle((uint)value.bits << 16);

    /// <summary>Whether the numbers are equal (NaN is not equal to itself, as in IEEE 754).</summary>
    public static bool operator ==(BFloat16 left, BFloat16 right) => (float)left == right;

    /// <summary>Whether the numbers differ.</summary>
    public static bool operator !=(BFloat16 left, BFloat16 right) => !(left == right);

    /// <summary>left &lt; right.</summary>
    public static bool operator <(BFloat16 left, BFloat16 right) => (float)left < right;

    /// <summary>left &gt; right.</summary>
    public static bool operator >(BFloat16 left, BFloat16 right) => (float)left > right;

    /// <summary>left ≤ right.</summary>
    public static bool operator <=(BFloat16 left, BFloat16 right) => (float)left <= right;

    /// <summary>left ≥ right.</summary>
    public static bool operator >=(BFloat16 left, BFloat16 right) => (float)left >= right;

    /// <summary>The conversion from float32 by name.</summary>
    public static BFloat16 FromSingle(float value) => (BFloat16)value;

    /// <summary>The conversion to float32 by name.</summary>
    public float ToSingle() => this;

    /// <inheritdoc/>
    public bool Equals(BFloat16 other) => ToSingle().Equals(other.ToSingle());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is BFloat16 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ToSingle().GetHashCode();

    /// <inheritdoc/>
    public int CompareTo(BFloat16 other) => ToSingle().CompareTo(other.ToSingle());

    /// <inheritdoc/>
    public override string ToString() => ToSingle().ToString(CultureInfo.InvariantCulture);
}
