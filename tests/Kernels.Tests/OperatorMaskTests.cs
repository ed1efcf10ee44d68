using System.Numerics;
using System.Runtime.InteropServices;

namespace NeuralJit.Kernels.Tests;

/// <summary>Law: a mask has all bits or none of each element, by C#'s own comparison; bitwise operators give C#'s bits.</summary>
public class OperatorMaskTests
{
    // What C# says of an order: less than 0, 0 or more, and null where an element is not a number.
    public static IEnumerable<TestCaseData> Comparisons()
    {
        yield return Comparison<EqualOperator>(order => order == 0);
        yield return Comparison<NotEqualOperator>(order => order != 0);
        yield return Comparison<LessOperator>(order => order < 0);
        yield return Comparison<LessOrEqualOperator>(order => order <= 0);
        yield return Comparison<GreaterOperator>(order => order > 0);
        yield return Comparison<GreaterOrEqualOperator>(order => order >= 0);
    }

    public static IEnumerable<TestCaseData> Kinds()
    {
        yield return Kind<IsNaNOperator>(double.IsNaN);
        yield return Kind<IsInfinityOperator>(double.IsInfinity);
    }

    public static IEnumerable<TestCaseData> BitsOfTwo()
    {
        yield return Bits<AndOperator>((x, y) => x & y);
        yield return Bits<OrOperator>((x, y) => x | y);
        yield return Bits<XorOperator>((x, y) => x ^ y);
    }

    public static IEnumerable<TestCaseData> BitsOfOne()
    {
        yield return Bits<NotOperator>((x, _) => ~x);
        yield return Bits<BooleanNotOperator>((x, _) => x ^ 1);
    }

    [TestCaseSource(nameof(Comparisons))]
    public void Comparisons_are_those_of_csharp(Type op, Func<int?, bool> holds)
    {
        AssertOrders(op, holds, Samples.Pairs(Samples.Singles(400), 60));
        AssertOrders(op, holds, Samples.Pairs(Samples.Doubles(400), 50));
        AssertOrders(op, holds, Samples.Pairs(Samples.Integers<sbyte>(), 9));
        AssertOrders(op, holds, Samples.Pairs(Samples.Integers<byte>(), 9));
        AssertOrders(op, holds, Samples.Pairs(Samples.Integers<int>(), 9));
        AssertOrders(op, holds, Samples.Pairs(Samples.Integers<ulong>(), 9));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Kinds_of_numbers_are_those_of_csharp(Type op, Func<double, bool> holds)
    {
        AssertMask(op, Samples.Singles(400), Widths.Unary(op, 512, Samples.Singles(400)), x => holds(x));
        AssertMask(op, Samples.Doubles(400), Widths.Unary(op, 512, Samples.Doubles(400)), holds);
        AssertMask(op, Samples.Integers<long>(), Widths.Unary(op, 512, Samples.Integers<long>()), _ => false);
    }

    [TestCaseSource(nameof(BitsOfTwo))]
    public void Bits_of_two_elements_are_those_of_csharp(Type op, Func<ulong, ulong, ulong> reference)
    {
        (ulong[] x, ulong[] y) = Samples.Pairs(Samples.Integers<ulong>(), 9);
        Assert.That(Widths.Binary(op, 512, x, y), Is.EqualTo(x.Zip(y, reference)));
        byte[] a = Array.ConvertAll(x, v => (byte)v), b = Array.ConvertAll(y, v => (byte)v);
        Assert.That(Widths.Binary(op, 512, a, b), Is.EqualTo(a.Zip(b, (v, w) => (byte)reference(v, w))));
    }

    [TestCaseSource(nameof(BitsOfOne))]
    public void Bits_of_one_element_are_those_of_csharp(Type op, Func<ulong, ulong, ulong> reference)
    {
        ulong[] x = Samples.Integers<ulong>();
        Assert.That(Widths.Unary(op, 512, x), Is.EqualTo(x.Select(v => reference(v, 0))));
        byte[] a = Array.ConvertAll(x, v => (byte)v);
        Assert.That(Widths.Unary(op, 512, a), Is.EqualTo(a.Select(v => (byte)reference(v, 0))));
    }

    private static void AssertOrders<T>(Type op, Func<int?, bool> holds, (T[] X, T[] Y) pairs)
        where T : unmanaged, INumber<T>
    {
        T[] masks = Widths.Binary(op, 512, pairs.X, pairs.Y);
        AssertMask(op, pairs.X.Zip(pairs.Y).ToArray(), masks, p => holds(Order(p.First, p.Second)));
    }

    private static int? Order<T>(T x, T y)
        where T : INumber<T> => x < y ? -1 : x > y ? 1 : x == y ? 0 : null;

    private static void AssertMask<TArgument, T>(Type op, TArgument[] arguments, T[] masks, Func<TArgument, bool> holds)
        where T : unmanaged
    {
        for (int i = 0; i < masks.Length; i++)
        {
            string bits = Convert.ToHexString(Bytes(ref masks[i]));
            Assert.That(bits, Is.EqualTo(new string(holds(arguments[i]) ? 'F' : '0', bits.Length)), () =>
                $"{op.Name} of {typeof(T).Name} {arguments[i]}");
        }
    }

    private static ReadOnlySpan<byte> Bytes<T>(ref T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(ref value));

    private static TestCaseData Comparison<TOperator>(Func<int?, bool> holds) => Case<TOperator>(holds);

    private static TestCaseData Kind<TOperator>(Func<double, bool> holds) => Case<TOperator>(holds);

    private static TestCaseData Bits<TOperator>(Func<ulong, ulong, ulong> reference) => Case<TOperator>(reference);

    private static TestCaseData Case<TOperator>(Delegate reference) =>
        new TestCaseData(typeof(TOperator), reference).SetArgDisplayNames(typeof(TOperator).Name);
}
