using System.Reflection;

namespace NeuralJit.Kernels.Tests;

/// <summary>Law: every element-wise operator is compared with numbers that it did not compute itself.</summary>
public class OperatorCoverageTests
{
    private const string WhatToDo =
        "operators without a row: add one to UnaryFunctions or BinaryFunctions of tests/Kernels.Tests/OperatorAccuracyTests.cs"
        + " or, for masks and bits, to Comparisons, Kinds, BitsOfOne or BitsOfTwo of OperatorMaskTests.cs";

    private static readonly HashSet<Type> Covered = [.. new[]
        {
            OperatorAccuracyTests.UnaryFunctions(), OperatorAccuracyTests.BinaryFunctions(),
            OperatorMaskTests.Comparisons(), OperatorMaskTests.Kinds(), OperatorMaskTests.BitsOfOne(), OperatorMaskTests.BitsOfTwo(),
        }.SelectMany(rows => rows).Select(row => (Type)row.Arguments[0]!)];

    [Test]
    public void Every_operator_is_compared_with_other_numbers() =>
        Assert.That(Uncovered(typeof(IUnaryOperator).Assembly), Is.Empty, WhatToDo);

    [Test]
    public void An_operator_without_a_row_is_reported() =>
        Assert.That(Uncovered(typeof(Forgotten).Assembly), Does.Contain(nameof(Forgotten)));

    private static string[] Uncovered(Assembly assembly) => [.. assembly.GetTypes()
        .Where(t => t.IsValueType && (typeof(IUnaryOperator).IsAssignableFrom(t) || typeof(IBinaryOperator).IsAssignableFrom(t)))
        .Where(t => !Covered.Contains(t))
        .Select(t => t.Name)];

    private readonly struct Forgotten : IUnaryOperator
    {
        public static V Apply<W, V, T>(V x)
            where W : struct, ISimd<V, T>
            where V : struct
            where T : unmanaged => x;
    }
}
