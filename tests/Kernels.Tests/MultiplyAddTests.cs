using System.Runtime.Intrinsics;

namespace NeuralJit.Kernels.Tests;

/// <summary>
/// Multiply-adds round as the hardware can, at every width alike; formulas that need the product in full get it in any case.
/// </summary>
public class MultiplyAddTests
{
    [Test]
    public void Every_width_rounds_as_the_hardware_can()
    {
        foreach ((double x, double y, double z) in Triples(double.Epsilon))
        {
            float a = (float)x, b = (float)y, c = (float)z, product = a * b;
            float expected = Simd.FusesMultiplyAdd ? MathF.FusedMultiplyAdd(a, b, c) : product + c;
            Assert.That(SimdScalar<float>.MultiplyAdd(a, b, c), Is.EqualTo(expected));
            Assert.That(Simd128<float>.MultiplyAdd(Vector128.Create(a), Vector128.Create(b), Vector128.Create(c)),
                Is.EqualTo(Vector128.Create(expected)));
            Assert.That(Simd256<float>.MultiplyAdd(Vector256.Create(a), Vector256.Create(b), Vector256.Create(c)),
                Is.EqualTo(Vector256.Create(expected)));
            Assert.That(Simd512<float>.MultiplyAdd(Vector512.Create(a), Vector512.Create(b), Vector512.Create(c)),
                Is.EqualTo(Vector512.Create(expected)));

            double product64 = x * y, expected64 = Simd.FusesMultiplyAdd ? Math.FusedMultiplyAdd(x, y, z) : product64 + z;
            Assert.That(SimdScalar<double>.MultiplyAdd(x, y, z), Is.EqualTo(expected64));
            Assert.That(Simd128<double>.MultiplyAdd(Vector128.Create(x), Vector128.Create(y), Vector128.Create(z)),
                Is.EqualTo(Vector128.Create(expected64)));
            Assert.That(Simd256<double>.MultiplyAdd(Vector256.Create(x), Vector256.Create(y), Vector256.Create(z)),
                Is.EqualTo(Vector256.Create(expected64)));
            Assert.That(Simd512<double>.MultiplyAdd(Vector512.Create(x), Vector512.Create(y), Vector512.Create(z)),
                Is.EqualTo(Vector512.Create(expected64)));
        }
    }

    [Test]
    public void Errors_of_products_are_exact_without_a_fused_operation()
    {
        foreach ((double x, double y, _) in Triples(1e-5))
        {
            float a = (float)x, b = (float)y, product = a * b;
            Assert.That(DoubleWord.ProductErrorByHalves<SimdScalar<float>, float, float>(a, b, product),
                Is.EqualTo(MathF.FusedMultiplyAdd(a, b, -product)), $"{a:R}·{b:R}");
            double product64 = x * y;
            Assert.That(DoubleWord.ProductErrorByHalves<SimdScalar<double>, double, double>(x, y, product64),
                Is.EqualTo(Math.FusedMultiplyAdd(x, y, -product64)), $"{x:R}·{y:R}");
        }
    }

    // Cancellation is what such sums are for: c is near −a·b, and what is left is a number of the type.
    [Test]
    public void Sums_that_cancel_are_exact_without_a_fused_operation()
    {
        foreach ((double x, double y, _) in Triples(1e-5))
        {
            float a = (float)x, b = (float)y, c = MathF.BitIncrement(-(a * b));
            Assert.That(DoubleWord.MultiplyAddByHalves<SimdScalar<float>, float, float>(a, b, c),
                Is.EqualTo(MathF.FusedMultiplyAdd(a, b, c)), $"{a:R}·{b:R} + {c:R}");
            double c64 = Math.BitIncrement(-(x * y));
            Assert.That(DoubleWord.MultiplyAddByHalves<SimdScalar<double>, double, double>(x, y, c64),
                Is.EqualTo(Math.FusedMultiplyAdd(x, y, c64)), $"{x:R}·{y:R} + {c64:R}");
        }
    }

    [Test]
    public void Zeros_keep_their_signs_without_a_fused_operation()
    {
        foreach (float c in new[] { 0.0f, -0.0f, 1.5f })
        {
            float sum = DoubleWord.MultiplyAddByHalves<SimdScalar<float>, float, float>(0.0f, -1.25f, c);
            Assert.That(BitConverter.SingleToInt32Bits(sum),
                Is.EqualTo(BitConverter.SingleToInt32Bits(MathF.FusedMultiplyAdd(0.0f, -1.25f, c))), $"{c}");
        }
    }

    // Factors of all digits; every second summand all but cancels the product.
    private static IEnumerable<(double X, double Y, double Z)> Triples(double least)
    {
        var random = new Random(15);
        for (int i = 0; i < 2000; i++)
        {
            double x = Draw(), y = Draw();
            yield return (x, y, i % 2 == 0 ? -x * y * (1 + (1e-7 * random.NextDouble())) : Draw());
        }

        double Draw() => Math.Max(least, Math.Pow(10, (8 * random.NextDouble()) - 4)) * (random.Next(2) == 0 ? -1 : 1);
    }
}
