namespace NeuralJit;

/// <summary>Collects the eager values made while it is open, to reuse their memory when it is disposed.</summary>
public sealed class EagerScope : IDisposable
{
    private readonly Trace trace;
    private readonly EagerScope? outer;
    private readonly List<EagerValue> values = [];
    private HashSet<EagerValue>? kept;

    internal EagerScope(Trace trace)
    {
        this.trace = trace;
        outer = trace.Memory.Scope;
        trace.Memory.Scope = this;
    }

    /// <summary>Lets the value of <paramref name="node"/> outlive the scope; it then belongs to the scope around, if there is one.</summary>
    public Node Keep(Node node)
    {
        if (node.Value is { } value)
        {
            (kept ??= []).Add(value.Owner);
        }
        return node;
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        if (!ReferenceEquals(trace.Memory.Scope, this))
        {
            return;
        }
        trace.Memory.Scope = outer;
        foreach (EagerValue value in values)
        {
            if (kept?.Contains(value) == true)
            {
                outer?.values.Add(value);
            }
            else if (value.Release() is { } storage)
            {
                trace.Memory.Return(storage, value.DType);
            }
        }
    }

    internal void Add(EagerValue value) => values.Add(value);
}
