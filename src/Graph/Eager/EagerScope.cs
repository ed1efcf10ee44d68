namespace NeuralJit;

/// <summary>Collects the eager values made while it is open, to reuse their memory when it is disposed.</summary>
public sealed class EagerScope : IDisposable
{
    private readonly GraphTrace trace;
    private readonly EagerScope? outer;
    private readonly List<EagerValue> values = [];
    private HashSet<EagerValue>? kept;
    private bool ended;

    internal EagerScope(GraphTrace trace)
    {
        this.trace = trace;
        outer = trace.Memory.Scope;
        trace.Memory.Scope = this;
    }

    /// <summary>
    /// Lets the value of <paramref name="node"/> outlive the scope; it then belongs to the scope around, if there is one.
    /// </summary>
    public Node Keep(Node node)
    {
        if (node.Value is { } value)
        {
            (kept ??= []).Add(value.Owner);
        }
        return node;
    }

    /// <summary>Ends the scope.</summary>
    /// <exception cref="GraphException">
    /// A scope that was opened inside it is still open: both are ended then. Or its trace is open on another thread: nothing is ended then.
    /// </exception>
    public void Dispose()
    {
        if (ended)
        {
            return;
        }
        trace.CheckNotElsewhere();
        bool innermost = ReferenceEquals(trace.Memory.Scope, this);
        for (EagerScope? inside = trace.Memory.Scope; inside is not null && !ReferenceEquals(inside, this); inside = inside.outer)
        {
            inside.End();
        }
        End();
        if (!innermost)
        {
            throw new GraphException(
                "eager: a scope is disposed while one that was opened inside it is still open; dispose scopes in reverse order, "
                + "best by using");
        }
    }

    private void End()
    {
        ended = true;
        trace.Memory.Scope = outer;
        foreach (EagerValue value in values)
        {
            if (kept?.Contains(value) == true || trace.IsPending(value))
            {
                outer?.values.Add(value);
            }
            else if (value.Release() is { } storage)
            {
                trace.Memory.Return(storage, value.DType);
            }
        }
        if (outer is null)
        {
            trace.Memory.EndStep();
        }
    }

    internal void Add(EagerValue value) => values.Add(value);
}
