namespace NeuralJit.Kernels.Tests;

/// <summary>Law: float32 functions are within 4 units of the last place over their whole range, float64 ones within a few.</summary>
public class OperatorAccuracyTests
{
    // Formulas round once more per step where multiply and add are two instructions.
    private static readonly double Unfused = Simd.FusesMultiplyAdd ? 0 : 1;

    public static IEnumerable<TestCaseData> UnaryFunctions()
    {
        yield return Case<ExpOperator>(x => Math.Exp(x), 1, 2);
        yield return Case<Expm1Operator>(x => Reference.Expm1(x), 2, 3);
        yield return Case<LogOperator>(x => Math.Log(x), 1, 2);
        yield return Case<Log1pOperator>(x => Reference.Log1p(x), 2, 4);
        yield return Case<SqrtOperator>(x => Math.Sqrt(x), 0.5, 0);
        yield return Case<ReciprocalSqrtOperator>(x => 1 / Math.Sqrt(x), 2, 2);
        yield return Case<ReciprocalOperator>(x => 1 / x, 0.5, 0);
        yield return Case<SinOperator>(x => Math.Sin(x), 2, 3);
        yield return Case<CosOperator>(x => Math.Cos(x), 2, 3);
        yield return Case<TanOperator>(x => Math.Tan(x), 4, 5);
        yield return Case<TanhOperator>(x => Math.Tanh(x), 4, 5);
        yield return Case<SigmoidOperator>(x => Reference.Sigmoid(x), 3, 5);
        yield return Case<ErfOperator>(x => Reference.Erf(x), 2, 7);
        yield return Case<GeluOperator>(x => Reference.Gelu(x), 4, 12);
        yield return Case<GeluTanhOperator>(x => Reference.GeluTanh(x), 4, 1e4);
        yield return Case<SiluOperator>(x => Reference.Silu(x), 4, 6);
        yield return Case<MishOperator>(x => Reference.Mish(x), 4, 8);
        yield return Case<TanhshrinkOperator>(x => Reference.Tanhshrink(x), 4, 6);
        yield return Case<SoftplusOperator>(x => Reference.Softplus(x), 3, 5);
        yield return Case<FloorOperator>(x => Math.Floor(x), 0, 0);
        yield return Case<CeilingOperator>(x => Math.Ceiling(x), 0, 0);
        yield return Case<RoundOperator>(x => Math.Round(x), 0, 0);
        yield return Case<SquareOperator>(x => x * x, 0.5, 0);
        yield return Case<AbsOperator>(x => Math.Abs(x), 0, 0);
        yield return Case<NegateOperator>(x => -x, 0, 0);
        yield return Case<SignOperator>(x => double.IsNaN(x) ? 0 : Math.Sign(x), 0, 0);
        yield return Case<ReluOperator>(x => x > 0 ? x : double.IsNaN(x) ? x : 0, 0, 0);
        yield return Case<Relu6Operator>(x => double.IsNaN(x) ? x : Math.Clamp(x, 0, 6), 0, 0);
    }

    public static IEnumerable<TestCaseData> BinaryFunctions()
    {
        yield return Case<AddOperator>((x, y) => x + y, 0.5, 0);
        yield return Case<SubtractOperator>((x, y) => x - y, 0.5, 0);
        yield return Case<MultiplyOperator>((x, y) => x * y, 0.5, 0);
        yield return Case<DivideOperator>((x, y) => x / y, 0.5, 0);
        yield return Case<PowerOperator>((x, y) => Math.Pow(x, y), 2, 3);
        yield return Case<MaximumOperator>((x, y) => Math.Max(x, y), 0, 0);
        yield return Case<MinimumOperator>((x, y) => Math.Min(x, y), 0, 0);
        yield return Case<ModuloOperator>((x, y) => Reference.Modulo(x, y), 0.5, 0);
        yield return Case<Atan2Operator>((x, y) => Math.Atan2(x, y), 3, 4);
        yield return Case<SumReducer>((x, y) => x + y, 0.5, 0);
        yield return Case<ProductReducer>((x, y) => x * y, 0.5, 0);
        yield return Case<MaxReducer>((x, y) => Math.Max(x, y), 0, 0);
        yield return Case<MinReducer>((x, y) => Math.Min(x, y), 0, 0);
        yield return Case<GreatestReducer>((x, y) => Math.Max(x, y), 0, 0);
    }

    [TestCaseSource(nameof(UnaryFunctions))]
    public void Unary_functions_are_accurate(Type op, Func<double, double> reference, double units32, double units64)
    {
        float[] x = Samples.Singles(100000);
        float[] y = Widths.Unary(op, 512, x);
        int worst = Enumerable.Range(0, x.Length).MaxBy(i => Ulp.Distance(y[i], reference(x[i])));
        Assert.That(Ulp.Distance(y[worst], reference(x[worst])), Is.LessThanOrEqualTo(units32), () =>
            $"{op.Name}({x[worst]:R}) = {y[worst]:R}, expected {reference(x[worst]):R}");

        double[] x64 = Samples.Doubles(40000);
        double[] y64 = Widths.Unary(op, 512, x64);
        worst = Enumerable.Range(0, x64.Length).MaxBy(i => Ulp.Distance(y64[i], reference(x64[i])));
        Assert.That(Ulp.Distance(y64[worst], reference(x64[worst])), Is.LessThanOrEqualTo(units64), () =>
            $"{op.Name}({x64[worst]:R}) = {y64[worst]:R}, expected {reference(x64[worst]):R}");
    }

    [TestCaseSource(nameof(BinaryFunctions))]
    public void Binary_functions_are_accurate(Type op, Func<double, double, double> reference, double units32, double units64)
    {
        (float[] x, float[] y) = Samples.Pairs(Samples.Singles(60000), 60);
        float[] z = Widths.Binary(op, 512, x, y);
        int worst = Enumerable.Range(0, x.Length).MaxBy(i => Ulp.Distance(z[i], reference(x[i], y[i])));
        Assert.That(Ulp.Distance(z[worst], reference(x[worst], y[worst])), Is.LessThanOrEqualTo(units32), () =>
            $"{op.Name}({x[worst]:R}, {y[worst]:R}) = {z[worst]:R}, expected {reference(x[worst], y[worst]):R}");

        (double[] x64, double[] y64) = Samples.Pairs(Samples.Doubles(30000), 50);
        double[] z64 = Widths.Binary(op, 512, x64, y64);
        worst = Enumerable.Range(0, x64.Length).MaxBy(i => Ulp.Distance(z64[i], reference(x64[i], y64[i])));
        Assert.That(Ulp.Distance(z64[worst], reference(x64[worst], y64[worst])), Is.LessThanOrEqualTo(units64), () =>
            $"{op.Name}({x64[worst]:R}, {y64[worst]:R}) = {z64[worst]:R}, expected {reference(x64[worst], y64[worst]):R}");
    }

    [Test]
    public void Zeros_keep_their_sign_in_odd_functions()
    {
        Type[] odd =
            [typeof(SinOperator), typeof(TanOperator), typeof(TanhOperator), typeof(ErfOperator), typeof(Expm1Operator),
            typeof(Log1pOperator), typeof(SqrtOperator), typeof(GeluOperator), typeof(SiluOperator), typeof(MishOperator),
            typeof(TanhshrinkOperator), typeof(RoundOperator), typeof(FloorOperator)];
        foreach (Type op in odd)
        {
            Assert.That(Widths.Unary<float>(op, 512, [-0.0f, 0.0f]).Select(float.IsNegative), Is.EqualTo(new[] { true, false }), op.Name);
            Assert.That(Widths.Unary<double>(op, 512, [-0.0, 0.0]).Select(double.IsNegative), Is.EqualTo(new[] { true, false }), op.Name);
        }
    }

    [Test]
    public void Modulo_has_the_sign_of_the_divisor_and_of_a_zero_dividend()
    {
        float[] x = [5, -5, 5, -5, -1, 6, -6, float.PositiveInfinity, 1, -7.5f];
        float[] y = [3, 3, -3, -3, float.PositiveInfinity, 3, 3, 3, 0, 2];
        float[] expected = [2, 1, -1, -2, float.PositiveInfinity, 0, -0.0f, float.NaN, float.NaN, 0.5f];
        Assert.That(Widths.Binary(typeof(ModuloOperator), 512, x, y), Is.EqualTo(expected));
        Assert.That(Widths.Binary<int>(typeof(ModuloOperator), 256, [5, -5, 5, -5, 7, int.MinValue], [3, 3, -3, -3, 0, -1]),
            Is.EqualTo(new[] { 2, 1, -1, -2, 7, 0 }));
    }

    [Test]
    public void Integers_divide_and_raise_without_exceptions()
    {
        Assert.That(Widths.Binary<int>(typeof(DivideOperator), 512, [7, -7, 1, int.MinValue], [2, 2, 0, -1]),
            Is.EqualTo(new[] { 3, -3, 0, int.MinValue }));
        Assert.That(Widths.Binary<long>(typeof(PowerOperator), 128, [3, -2, 2, 0, -1, 5], [4, 3, -1, 0, -3, 0]),
            Is.EqualTo(new long[] { 81, -8, 0, 1, -1, 1 }));
    }

    private static TestCaseData Case<TOperator>(Func<double, double> reference, double units32, double units64) =>
        new TestCaseData(typeof(TOperator), reference, units32 + Unfused, units64 + Unfused).SetArgDisplayNames(typeof(TOperator).Name);

    private static TestCaseData Case<TOperator>(Func<double, double, double> reference, double units32, double units64) =>
        new TestCaseData(typeof(TOperator), reference, units32 + Unfused, units64 + Unfused).SetArgDisplayNames(typeof(TOperator).Name);
}
