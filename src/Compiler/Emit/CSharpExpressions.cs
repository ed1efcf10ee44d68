using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <summary>Expressions of kernels as C#, with no more parentheses than their meaning needs.</summary>
internal static class CSharpExpressions
{
    /// <summary>The text of <paramref name="e"/>.</summary>
    public static string Text(Expression e) => e switch
    {
        ParameterExpression p => p.Name!,
        ConstantExpression c => CSharpTypes.Literal(c.Value),
        BinaryExpression b => $"{Left(b)} {Symbol(b.NodeType)} {Operand(b.Right, Precedence(b.NodeType) + 1)}",
        MethodCallExpression m => $"{Name(m)}({string.Join(", ", m.Arguments.Select(Text))})",
        _ => throw new InvalidOperationException($"no C# for {e.NodeType}"),
    };

    /// <summary>What is called, with its type arguments; methods of <see cref="KernelRuntime"/> by their names alone.</summary>
    public static string Name(MethodCallExpression call)
    {
        string generic = call.Method.IsGenericMethod
            ? $"<{string.Join(", ", call.Method.GetGenericArguments().Select(CSharpTypes.NameOf))}>"
            : "";
        string owner = call.Method.DeclaringType == typeof(KernelRuntime) ? "" : CSharpTypes.NameOf(call.Method.DeclaringType!) + ".";
        return $"{owner}{call.Method.Name}{generic}";
    }

    /// <summary>The condition under which a loop goes on, given the one under which it ends: a comparison of whole numbers.</summary>
    public static string Negation(Expression e) => e is BinaryExpression b && b.Left.Type == typeof(long)
        ? Text(Expression.MakeBinary(Opposite(b.NodeType), b.Left, b.Right))
        : throw new InvalidOperationException($"no C# for a loop that ends at {e}");

    /// <summary>The symbol of a binary operator.</summary>
    public static string Symbol(ExpressionType type) => type switch
    {
        ExpressionType.Add => "+",
        ExpressionType.Subtract => "-",
        ExpressionType.Multiply => "*",
        ExpressionType.Divide => "/",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.LessThan => "<",
        ExpressionType.LessThanOrEqual => "<=",
        _ => throw new InvalidOperationException($"no C# for {type}"),
    };

    // Two numbers that C# would take for ints keep the type that they have.
    private static string Left(BinaryExpression b) =>
        Operand(b.Left, Precedence(b.NodeType)) + (b is { Left: ConstantExpression { Value: long }, Right: ConstantExpression } ? "L" : "");

    private static string Operand(Expression e, int precedence) =>
        e is BinaryExpression inner && Precedence(inner.NodeType) < precedence ? $"({Text(e)})"
        : e is ConstantExpression { Value: < 0L or < 0 } ? $"({Text(e)})"
        : Text(e);

    private static int Precedence(ExpressionType type) => type switch
    {
        ExpressionType.Multiply or ExpressionType.Divide => 3,
        ExpressionType.Add or ExpressionType.Subtract => 2,
        _ => 1,
    };

    private static ExpressionType Opposite(ExpressionType type) => type switch
    {
        ExpressionType.GreaterThan => ExpressionType.LessThanOrEqual,
        ExpressionType.GreaterThanOrEqual => ExpressionType.LessThan,
        ExpressionType.LessThan => ExpressionType.GreaterThanOrEqual,
        ExpressionType.LessThanOrEqual => ExpressionType.GreaterThan,
        _ => throw new InvalidOperationException($"no C# for a loop that ends at {type}"),
    };
}
