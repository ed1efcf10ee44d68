using System.Collections.ObjectModel;
using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <summary>
/// Prints the expression tree of a kernel as a C# method: what is shown is what runs. It compiles in any class of a file that begins with
/// <see cref="CSharpTypes.Usings"/>.
/// </summary>
internal sealed class CSharpPrinter
{
    private readonly CodeText code = new();
    private readonly HashSet<ParameterExpression> declared = [];

    /// <summary>A static method with the kernel's code; comments name the entries of the argument table that it reads.</summary>
    public static string Print(LambdaExpression lambda, string name, ArgumentNames arguments)
    {
        var printer = new CSharpPrinter();
        string parameters = string.Join(", ", lambda.Parameters.Select(p => $"{CSharpTypes.NameOf(p.Type)} {p.Name}"));
        printer.code.Open($"static void {CSharpTypes.Identifier(name)}({parameters})");
        printer.Head(lambda, arguments);
        printer.Statement(lambda.Body);
        printer.code.Close();
        return printer.code.ToString();
    }

    /// <summary>The condition under which a loop ends, tested before each iteration, and what an iteration does.</summary>
    public static (Expression Exit, IEnumerable<Expression> Body) PartsOf(LoopExpression loop) =>
        loop.Body is BlockExpression { Expressions: ReadOnlyCollection<Expression> all }
            && all[0] is ConditionalExpression { IfTrue: GotoExpression { Kind: GotoExpressionKind.Break } } exit
            ? (exit.Test, all.Skip(1))
            : throw new InvalidOperationException("no C# for a loop that does not begin with its exit");

    /// <summary>What the entries of the table are, and the locals that C# cannot declare where they are assigned.</summary>
    private void Head(LambdaExpression lambda, ArgumentNames arguments)
    {
        foreach (string entry in arguments.DescribeReads(lambda))
        {
            code.Comment(entry);
        }
        code.Blank();
        declared.UnionWith(lambda.Parameters);
        foreach (ParameterExpression local in LocalScopes.DeclaredEarly(lambda))
        {
            declared.Add(local);
            code.Line($"{CSharpTypes.NameOf(local.Type)} {local.Name} = default;");
        }
    }

    private void Statement(Expression statement)
    {
        switch (statement)
        {
            case BlockExpression block:
                Statements(block.Expressions);
                break;
            case BinaryExpression { NodeType: ExpressionType.Assign, Left: ParameterExpression target } assign:
                Assign(target, assign.Right);
                break;
            case LoopExpression loop:
                (Expression exit, IEnumerable<Expression> body) = PartsOf(loop);
                Block($"while ({CSharpExpressions.Negation(exit)})", body);
                break;
            case ConditionalExpression condition:
                Block($"if ({CSharpExpressions.Text(condition.Test)})", [condition.IfTrue]);
                break;
            default:
                Wrapped("", statement);
                break;
        }
    }

    private void Statements(IEnumerable<Expression> statements)
    {
        foreach (Expression statement in statements)
        {
            Statement(statement);
        }
    }

    private void Block(string head, IEnumerable<Expression> body)
    {
        code.Blank();
        code.Open(head);
        Statements(body);
        code.Close();
    }

    /// <summary>target = value; or += where value is target + something.</summary>
    private void Assign(ParameterExpression target, Expression value)
    {
        if (declared.Add(target))
        {
            Wrapped($"{CSharpTypes.NameOf(target.Type)} {target.Name} = ", value);
        }
        else if (value is BinaryExpression { NodeType: ExpressionType.Add } sum && sum.Left == target)
        {
            Wrapped($"{target.Name} += ", sum.Right);
        }
        else
        {
            Wrapped($"{target.Name} = ", value);
        }
    }

    /// <summary>A statement on one line, or with the arguments of its call on lines of their own.</summary>
    private void Wrapped(string start, Expression value, string end = ";")
    {
        string line = start + CSharpExpressions.Text(value) + end;
        if (line.Length <= code.Room || value is not MethodCallExpression { Arguments: { Count: > 0 } arguments } call)
        {
            code.Line(line);
            return;
        }
        code.Line($"{start}{CSharpExpressions.Name(call)}(");
        code.Indent();
        for (int i = 0; i < arguments.Count; i++)
        {
            Wrapped("", arguments[i], i == arguments.Count - 1 ? ")" + end : ",");
        }
        code.Outdent();
    }
}
