using System.Linq.Expressions;

namespace NeuralJit.Compilation;

/// <summary>
/// Finds where the locals of a kernel can be declared as C#. An expression tree has them all in one scope; in C# a local is declared where
/// it is first assigned, if whatever uses it stands in the same block or in blocks inside it.
/// </summary>
internal sealed class LocalScopes : ExpressionVisitor
{
    private readonly Dictionary<ParameterExpression, Expression[]> scopes = [];
    private readonly HashSet<ParameterExpression> early = [];
    private readonly Stack<Expression> open = new();

    private LocalScopes()
    {
    }

    /// <summary>The locals of <paramref name="lambda"/> that must be declared before all else, in the order in which they occur.</summary>
    public static IReadOnlyList<ParameterExpression> DeclaredEarly(LambdaExpression lambda)
    {
        var finder = new LocalScopes();
        finder.Visit(lambda.Body);
        return [.. finder.scopes.Keys.Where(local => finder.early.Contains(local) && !lambda.Parameters.Contains(local))];
    }

    // A block's list of locals uses none of them.
    /// <inheritdoc/>
    protected override Expression VisitBlock(BlockExpression node)
    {
        VisitAll(node.Expressions);
        return node;
    }

    /// <inheritdoc/>
    protected override Expression VisitBinary(BinaryExpression node)
    {
        if (node is not { NodeType: ExpressionType.Assign, Left: ParameterExpression target })
        {
            return base.VisitBinary(node);
        }
        Visit(node.Right);
        Use(target, isAssigned: true);
        return node;
    }

    /// <inheritdoc/>
    protected override Expression VisitParameter(ParameterExpression node)
    {
        Use(node, isAssigned: false);
        return node;
    }

    /// <inheritdoc/>
    protected override Expression VisitLoop(LoopExpression node)
    {
        (Expression exit, IEnumerable<Expression> body) = CSharpPrinter.PartsOf(node);
        Visit(exit);
        Inside(node, body);
        return node;
    }

    /// <inheritdoc/>
    protected override Expression VisitConditional(ConditionalExpression node)
    {
        Visit(node.Test);
        Inside(node, [node.IfTrue]);
        return node;
    }

    private void Inside(Expression scope, IEnumerable<Expression> statements)
    {
        open.Push(scope);
        VisitAll(statements);
        open.Pop();
    }

    private void VisitAll(IEnumerable<Expression> statements)
    {
        foreach (Expression statement in statements)
        {
            Visit(statement);
        }
    }

    /// <summary>
    /// A local's scope is that of its first assignment; it is declared early if it has a value before, or is used outside.
    /// </summary>
    private void Use(ParameterExpression local, bool isAssigned)
    {
        Expression[] here = [.. open.Reverse()];
        if (scopes.TryAdd(local, here) ? !isAssigned : !here.AsSpan().StartsWith(scopes[local]))
        {
            early.Add(local);
        }
    }
}
