namespace NeuralJit.Kernels.Tests;

/// <summary>Law: every operator gives the same bits at every width, in every lane of a register, whatever the length.</summary>
public class OperatorWidthTests
{
    private static readonly string[] FloatsOnly =
    [
        "ExpOperator", "Expm1Operator", "LogOperator", "Log1pOperator", "SinOperator", "CosOperator", "TanOperator", "TanhOperator",
            "SigmoidOperator", "ErfOperator",
        "GeluOperator", "GeluTanhOperator", "SiluOperator", "MishOperator", "TanhshrinkOperator", "SoftplusOperator", "Atan2Operator",
            "SqrtOperator", "ReciprocalSqrtOperator",
    ];

    private static readonly string[] NotOnFloats = [nameof(BooleanNotOperator)];

    public static IEnumerable<TestCaseData> UnaryOperators() => Cases(Widths.Operators(typeof(IUnaryOperator)));

    public static IEnumerable<TestCaseData> BinaryOperators() => Cases(Widths.Operators(typeof(IBinaryOperator)));

    [TestCaseSource(nameof(UnaryOperators))]
    public void Unary_operators_agree_on_float32(Type op) => AssertUnary(op, Samples.Singles());

    [TestCaseSource(nameof(UnaryOperators))]
    public void Unary_operators_agree_on_float64(Type op) => AssertUnary(op, Samples.Doubles());

    [TestCaseSource(nameof(BinaryOperators))]
    public void Binary_operators_agree_on_float32(Type op) => AssertBinary(op, Samples.Pairs(Samples.Singles(), 60));

    [TestCaseSource(nameof(BinaryOperators))]
    public void Binary_operators_agree_on_float64(Type op) => AssertBinary(op, Samples.Pairs(Samples.Doubles(), 50));

    [TestCaseSource(nameof(UnaryOperators))]
    public void Unary_operators_agree_on_integers(Type op)
    {
        if (FloatsOnly.Contains(op.Name))
        {
            return;
        }

        AssertUnary(op, Samples.Integers<sbyte>());
        AssertUnary(op, Samples.Integers<byte>());
        AssertUnary(op, Samples.Integers<short>());
        AssertUnary(op, Samples.Integers<ushort>());
        AssertUnary(op, Samples.Integers<int>());
        AssertUnary(op, Samples.Integers<uint>());
        AssertUnary(op, Samples.Integers<long>());
        AssertUnary(op, Samples.Integers<ulong>());
    }

    [TestCaseSource(nameof(BinaryOperators))]
    public void Binary_operators_agree_on_integers(Type op)
    {
        if (FloatsOnly.Contains(op.Name))
        {
            return;
        }

        AssertBinary(op, Samples.Pairs(Samples.Integers<sbyte>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<byte>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<short>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<ushort>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<int>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<uint>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<long>(), 9));
        AssertBinary(op, Samples.Pairs(Samples.Integers<ulong>(), 9));
    }

    [Test]
    public void The_law_fails_for_an_operator_that_looks_at_its_width() =>
        Assert.That(() => AssertUnary(typeof(CountOperator), Samples.Singles(0)), Throws.Exception);

    private static IEnumerable<TestCaseData> Cases(IEnumerable<Type> operators) =>
        operators.Select(op => new TestCaseData(op).SetArgDisplayNames(op.Name));

    private static void AssertUnary<T>(Type op, T[] x)
        where T : unmanaged
    {
        if (x is float[] or double[] && NotOnFloats.Contains(op.Name))
        {
            return;
        }

        T[] expected = Widths.Unary(op, 0, x);
        foreach (int bits in Widths.Bits)
        {
            AssertSame(expected, Widths.Unary(op, bits, x), i => $"{op.Name}({Widths.Show(x[i])}) at {Widths.Name(bits)}");

            // Every length up to two registers and one, from different places.
            for (int length = 0; length <= (2 * 64) + 1 && length < x.Length; length += bits == 0 ? 64 : 1)
            {
                int first = (length * 13) % (x.Length - length);
                T[] part = Widths.Unary(op, bits, x[first..(first + length)]);
                AssertSame(expected[first..(first + length)], part, i =>
                    $"{op.Name}({Widths.Show(x[first + i])}) at {Widths.Name(bits)}, length {length}");
            }
        }
    }

    private static void AssertBinary<T>(Type op, (T[] X, T[] Y) pairs)
        where T : unmanaged
    {
        T[] expected = Widths.Binary(op, 0, pairs.X, pairs.Y);
        foreach (int bits in Widths.Bits)
        {
            T[] actual = Widths.Binary(op, bits, pairs.X, pairs.Y);
            AssertSame(expected, actual, i => $"{op.Name}({Widths.Show(pairs.X[i])}, {Widths.Show(pairs.Y[i])}) at {Widths.Name(bits)}");
        }
    }

    private static void AssertSame<T>(T[] expected, T[] actual, Func<int, string> what)
        where T : unmanaged
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (Ulp.Same(expected[i], actual[i]))
            {
                continue;
            }

            Assert.That(Widths.Show(actual[i]), Is.EqualTo(Widths.Show(expected[i])), what(i));
        }
    }

    private readonly struct CountOperator : IUnaryOperator
    {
        public static V Apply<W, V, T>(V x)
            where W : struct, ISimd<V, T>
            where V : struct
            where T : unmanaged => W.Create(W.Count);
    }
}
