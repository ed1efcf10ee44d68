using System.Globalization;
using System.Linq.Expressions;
using System.Text;

namespace NeuralJit.Compilation;

/// <summary>Prints the expression tree of a kernel as C#: what is shown is what runs.</summary>
internal sealed class CSharpPrinter
{
    private readonly StringBuilder text = new();
    private readonly HashSet<ParameterExpression> declared = [];
    private int indent;

    /// <summary>A static method with the kernel's code.</summary>
    public static string Print(LambdaExpression lambda, string name)
    {
        var printer = new CSharpPrinter();
        printer.declared.UnionWith(lambda.Parameters);
        string parameters = string.Join(", ", lambda.Parameters.Select(p => $"{TypeName(p.Type)} {p.Name}"));
        printer.Line($"static void {name}({parameters})");
        printer.Block(lambda.Body);
        return printer.text.ToString();
    }

    private void Block(Expression body)
    {
        Line("{");
        indent++;
        Statement(body);
        indent--;
        Line("}");
    }

    private void Statement(Expression statement)
    {
        switch (statement)
        {
            case BlockExpression block:
                foreach (Expression inner in block.Expressions)
                {
                    Statement(inner);
                }
                break;
            case BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression target } assign:
                string type = declared.Add(target) ? TypeName(target.Type) + " " : "";
                Line($"{type}{target.Name} = {Text(assign.Right)};");
                break;
            case LoopExpression { Body: BlockExpression body } when body.Expressions[0] is ConditionalExpression exit:
                Line($"while ({Staying((BinaryExpression)exit.Test)})");
                Block(Expression.Block(body.Expressions.Skip(1)));
                break;
            case ConditionalExpression condition:
                Line($"if ({Text(condition.Test)})");
                Block(condition.IfTrue);
                break;
            default:
                Line(Text(statement) + ";");
                break;
        }
    }

    /// <summary>The condition under which a loop goes on, given the one under which it ends.</summary>
    private static string Staying(BinaryExpression leaving) =>
        $"{Text(leaving.Left)} {(leaving.NodeType == ExpressionType.GreaterThan ? "<=" : "<")} {Text(leaving.Right)}";

    private static string Text(Expression e) => e switch
    {
        ParameterExpression p => p.Name!,
        ConstantExpression c => Literal(c.Value),
        BinaryExpression b => $"({Text(b.Left)} {Symbol(b.NodeType)} {Text(b.Right)})",
        MethodCallExpression m => $"{Qualified(m)}({string.Join(", ", m.Arguments.Select(Text))})",
        _ => throw new InvalidOperationException($"no C# for {e.NodeType}"),
    };

    private static string Qualified(MethodCallExpression call)
    {
        string generic = call.Method.IsGenericMethod ? $"<{string.Join(", ", call.Method.GetGenericArguments().Select(TypeName))}>" : "";
        return $"{TypeName(call.Method.DeclaringType!)}.{call.Method.Name}{generic}";
    }

    private static string Literal(object? value) => value switch
    {
        long l => l.ToString(CultureInfo.InvariantCulture) + "L",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        double.NaN => "double.NaN",
        double d => d.ToString("R", CultureInfo.InvariantCulture) + "d",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Symbol(ExpressionType type) => type switch
    {
        ExpressionType.Add => "+",
        ExpressionType.Subtract => "-",
        ExpressionType.Multiply => "*",
        ExpressionType.Divide => "/",
        ExpressionType.GreaterThan => ">",
        ExpressionType.GreaterThanOrEqual => ">=",
        ExpressionType.LessThan => "<",
        _ => throw new InvalidOperationException($"no C# for {type}"),
    };

    private static string TypeName(Type type)
    {
        if (type.IsGenericType)
        {
            return $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(TypeName))}>";
        }
        return type == typeof(long) ? "long" : type == typeof(int) ? "int" : type == typeof(float) ? "float" : type == typeof(double) ? "double"
            : type == typeof(byte) ? "byte" : type == typeof(void) ? "void" : type.Name;
    }

    private void Line(string line) => text.Append(' ', indent * 4).Append(line).Append('\n');
}
