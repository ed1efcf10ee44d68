namespace NeuralJit.NN;

/// <summary>
/// The 8-bit floats of "FP8 formats for deep learning" (Micikevicius et al. 2022) and of OCP's microscaling formats, as float32.
/// </summary>
internal static class SmallFloats
{
    /// <summary>5 bits of exponent, 2 of mantissa: the upper half of an IEEE half.</summary>
    public static float FromE5M2(byte bits) => (float)BitConverter.UInt16BitsToHalf((ushort)(bits << 8));

    /// <summary>4 bits of exponent (bias 7), 3 of mantissa: no infinities, and NaN only where all seven bits are set.</summary>
    public static float FromE4M3(byte bits)
    {
        int exponent = (bits >> 3) & 0xF, mantissa = bits & 7;
        float size = (exponent, mantissa) switch
        {
            (0xF, 7) => float.NaN,
            (0, _) => MathF.ScaleB(mantissa, -9),
            _ => MathF.ScaleB(8 + mantissa, exponent - 10),
        };
        return (bits & 0x80) != 0 ? -size : size;
    }

    /// <summary>2^(bits − 127); 255 is NaN.</summary>
    public static float FromE8M0(byte bits) => bits == 0xFF ? float.NaN : MathF.ScaleB(1, bits - 127);
}
