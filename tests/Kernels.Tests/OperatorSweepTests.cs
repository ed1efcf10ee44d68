namespace NeuralJit.Kernels.Tests;

/// <summary>
/// Law: every element-wise function of float32 is within 4 units of the last place on its whole range, infinities and subnormal numbers
/// included. What it is compared with is the same operator in float64, whose own accuracy <see cref="OperatorAccuracyTests"/> shows.
/// </summary>
public class OperatorSweepTests
{
    private const double Promise = 4;
    private const int Block = 1 << 18;

    private static IEnumerable<Type> Functions => Widths.Operators(typeof(IUnaryOperator)).Where(o =>
        o != typeof(NotOperator) && o != typeof(BooleanNotOperator) && o != typeof(IsNaNOperator) && o != typeof(IsInfinityOperator));

    // Numbers spread over all bit patterns, by a step without a common factor so that mantissas differ.
    [TestCaseSource(nameof(Functions))]
    public void Every_function_keeps_its_promise(Type op) => Check(op, AllPatterns(8191).Concat(Usual(1 << 18)));

    [Test]
    [Explicit("about half a minute for each function")]
    public void Every_function_keeps_its_promise_everywhere()
    {
        foreach (Type op in Functions)
        {
            Check(op, AllPatterns(7));
        }
    }

    private static IEnumerable<float> AllPatterns(uint step)
    {
        for (ulong pattern = 0; pattern <= uint.MaxValue; pattern += step)
        {
            yield return BitConverter.UInt32BitsToSingle((uint)pattern);
        }
    }

    // Where functions saturate and underflow.
    private static IEnumerable<float> Usual(int count) =>
        Enumerable.Range(0, count).Select(i => (float)((i - (count / 2)) * (220.0 / count)));

    private static void Check(Type op, IEnumerable<float> numbers)
    {
        double worst = 0;
        string where = "";
        foreach (float[] x in numbers.Chunk(Block))
        {
            float[] y = Widths.Unary(op, 512, x);
            double[] exact = Widths.Unary(op, 512, Array.ConvertAll(x, v => (double)v));
            for (int i = 0; i < x.Length; i++)
            {
                double error = Ulp.Distance(y[i], exact[i]);
                if (error > worst)
                {
                    (worst, where) = (error, $"{op.Name}({x[i]:R}) = {y[i]:R}, expected {exact[i]:R}");
                }
            }
        }

        TestContext.Out.WriteLine($"{worst:F3} {where}");
        Assert.That(worst, Is.LessThanOrEqualTo(Promise), where);
    }
}
