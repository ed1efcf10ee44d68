namespace NeuralJit;

/// <summary>Collects the eager values made while it is open, to reuse their memory when it is disposed.</summary>
public sealed class EagerScope : IDisposable
{
    private readonly Trace trace;
    private readonly EagerScope? outer;
    private readonly List<EagerValue> values = [];
    private readonly HashSet<Kernels.Storage> kept = [];

    internal EagerScope(Trace trace)
    {
        this.trace = trace;
        outer = trace.Memory.Scope;
        trace.Memory.Scope = this;
    }

    /// <summary>Lets the value of <paramref name="node"/> outlive the scope.</summary>
    public Node Keep(Node node)
    {
        if (node.Value is { } value)
        {
            kept.Add(value.Storage);
            outer?.values.Add(value);
        }
        return node;
    }

    /// <summary>Ends the scope.</summary>
    public void Dispose()
    {
        trace.Memory.Scope = outer;
        foreach (EagerValue value in values)
        {
            if (value.Release() is { } storage && !kept.Contains(storage))
            {
                trace.Memory.Return(storage, value.DType);
            }
        }
    }

    internal void Add(EagerValue value) => values.Add(value);
}
