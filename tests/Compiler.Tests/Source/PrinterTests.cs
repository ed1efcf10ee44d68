using System.Linq.Expressions;
using System.Reflection;
using NeuralJit.Kernels;

namespace NeuralJit.Compilation.Tests;

/// <summary>What a tree prints as does what the tree does: numbers, precedence, and locals that C# has in narrower scopes.</summary>
internal sealed class PrinterTests
{
    private static readonly ParameterExpression Args = Expression.Parameter(typeof(long), "args");
    private static readonly ParameterExpression Begin = Expression.Parameter(typeof(long), "begin");
    private static readonly ParameterExpression End = Expression.Parameter(typeof(long), "end");
    private static readonly ParameterExpression X = Expression.Variable(typeof(long), "x");
    private static readonly ParameterExpression I = Expression.Variable(typeof(long), "i");

    private static readonly (string Name, Expression[] Statements)[] All =
        [
            ("a product in a sum", [Seen(Expression.Add(Begin, Expression.Multiply(End, Long(3))))]),
            ("a sum in a product", [Seen(Expression.Multiply(Expression.Add(Begin, Long(2)), Expression.Subtract(End, Long(-7))))]),
            ("differences from the right", [Seen(Expression.Subtract(Begin, Expression.Subtract(End, Long(5))))]),
            ("a sum from the right", [Seen(Expression.Add(Begin, Expression.Add(End, Long(5))))]),
            ("quotients", [Seen(Expression.Multiply(Expression.Divide(Begin, Long(3)), End)),
                Seen(Expression.Divide(Begin, Expression.Multiply(Long(3), End)))]),
            ("numbers that ints do not hold",
                [Seen(Expression.Multiply(Long(2_000_000), Long(4_000))), Seen(Long(long.MinValue)), Seen(Long(5_000_000_000))]),
            ("the numbers' edges", [.. new[] { -0d, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 0.1,
                BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_1234) }
                .Select(d => Seen(Expression.Constant(d)))]),
            ("every comparison", [.. new[] { ExpressionType.LessThan, ExpressionType.LessThanOrEqual, ExpressionType.GreaterThan,
                ExpressionType.GreaterThanOrEqual }
                .Select(type => Expression.IfThen(Expression.MakeBinary(type, Begin, End), Seen(Long((long)type))))]),
            ("a local that only a branch assigns",
                [Expression.IfThen(Expression.LessThan(Begin, End), Expression.Assign(X, Long(5))), Seen(X)]),
            ("a local that a loop keeps", [Expression.Assign(I, Long(0)),
                KernelWriter.While(I, 1, End, [Seen(X), Expression.Assign(X, Expression.Add(X, I))]), Seen(X)]),
            ("a local of the loop's own",
                [Expression.Assign(I, Long(0)), KernelWriter.While(I, 1, End, [Expression.Assign(X, Expression.Multiply(I, I)), Seen(X)])]),
            .. new[] { ExpressionType.LessThan, ExpressionType.LessThanOrEqual, ExpressionType.GreaterThan,
                ExpressionType.GreaterThanOrEqual }
                .Select(type => ($"a loop until {type}", new[] { Expression.Assign(I, Begin), Towards(type), Seen(I) })),
        ];

    private static IEnumerable<string> Names => All.Select(t => t.Name);

    private static IEnumerable<(long Begin, long End)> Ranges => [(7, 3), (2, 4), (5, 5)];

    [TestCaseSource(nameof(Names))]
    public void A_tree_and_its_text_do_the_same(string name)
    {
        var tree = Expression.Lambda<ChunkBody>(Expression.Block([X, I], All.Single(t => t.Name == name).Statements), [Args, Begin, End]);
        Assert.That(Run(Compiled(tree)), Is.EqualTo(Run(tree.Compile())).And.Not.Empty);
    }

    [Test]
    public void Names_of_nested_and_generic_types_of_other_namespaces_are_whole() => Assert.Multiple(() =>
    {
        Assert.That(CSharpTypes.NameOf(typeof(Probe.Of<float>)), Is.EqualTo("global::NeuralJit.Compilation.Tests.Probe.Of<float>"));
        Assert.That(CSharpTypes.NameOf(typeof(Simd512<double>)), Is.EqualTo("Simd512<double>"));
        Assert.That(CSharpTypes.NameOf(typeof(Dictionary<string, List<int>>.Enumerator)),
            Is.EqualTo("global::System.Collections.Generic.Dictionary<String, global::System.Collections.Generic.List<int>>.Enumerator"));
    });

    private static ChunkBody Compiled(LambdaExpression tree)
    {
        var none = ArgumentNames.Of(new LoopKernel(new KernelBody(DType.Float32, [], [], []), LoopForm.Flat, 0, []));
        string file =
            $"{string.Join('\n', CSharpTypes.Usings())}\npublic static class Printed\n{{\n{CSharpPrinter.Print(tree, "k", none)}}}\n";
        return CSharp.Load(file)
            .GetType("Printed")!.GetMethod("k", BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<ChunkBody>();
    }

    /// <summary>What the code has seen, as bits.</summary>
    private static List<long> Run(ChunkBody body)
    {
        var seen = new List<long>();
        foreach ((long begin, long end) in Ranges)
        {
            Probe.Of<long>.Seen.Clear();
            Probe.Of<double>.Seen.Clear();
            body(0, begin, end);
            seen.AddRange([.. Probe.Of<long>.Seen, .. Probe.Of<double>.Seen.Select(BitConverter.DoubleToInt64Bits)]);
        }
        return seen;
    }

    private static MethodCallExpression Seen(Expression value) =>
        Expression.Call(typeof(Probe.Of<>).MakeGenericType(value.Type).GetMethod(nameof(Probe.Of<long>.Add))!, value);

    // From begin upwards or downwards until the comparison with end holds.
    private static Expression Towards(ExpressionType type) => KernelWriter.Until(
        Expression.MakeBinary(type, I, End),
        [Seen(I),
            Expression.Assign(I, Expression.Add(I, Long(type is ExpressionType.LessThan or ExpressionType.LessThanOrEqual ? -1 : 1)))]);

    private static ConstantExpression Long(long value) => Expression.Constant(value);
}

/// <summary>Remembers what generated code hands it.</summary>
public static class Probe
{
    /// <summary>Values of one type.</summary>
    public static class Of<T>
    {
        /// <summary>The values, in order.</summary>
        public static List<T> Seen { get; } = [];

        /// <summary>Remembers a value.</summary>
        public static void Add(T value) => Seen.Add(value);
    }
}
