namespace NeuralJit.Kernels.Tests;

public class BFloat16Tests
{
    [Test]
    public void Every_bfloat16_survives_the_way_through_float()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float value = BFloat16.FromBits((ushort)bits);
            ushort back = ((BFloat16)value).Bits;
            Assert.That(float.IsNaN(value) ? float.IsNaN((BFloat16)value) : back == bits, $"0x{bits:X4}");
        }
    }

    [TestCase(1.00390625f, 1.0f)]
    [TestCase(1.01171875f, 1.015625f)]
    [TestCase(1.0040f, 1.0078125f)]
    [TestCase(3.4e38f, float.PositiveInfinity)]
    [TestCase(-1e-45f, -0.0f)]
    [TestCase(float.NegativeInfinity, float.NegativeInfinity)]
    public void Rounding_is_to_nearest_halves_to_even(float value, float expected) =>
        Assert.That((float)(BFloat16)value, Is.EqualTo(expected));

    [Test]
    public void NaN_with_low_bits_only_stays_NaN() => Assert.That(float.IsNaN((BFloat16)BitConverter.UInt32BitsToSingle(0x7F80_0001)));
}
