namespace NeuralJit;

/// <summary>
/// An op that is defined by simpler ones. Type, gradient and evaluation follow from <see cref="Expand"/>; each may be
/// overridden by something better, which a test compares with what follows. The compiler expands it.
/// </summary>
public abstract record CompositeOp : Op
{
    /// <summary>The definition by simpler ops.</summary>
    public abstract Node Expand(ReadOnlySpan<Node> inputs);

    /// <summary>Whether <see cref="Op.Evaluate"/> is overridden by a kernel (eager mode then calls it instead of expanding).</summary>
    public virtual bool HasKernel => false;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        using Trace trace = Trace.Rewriting();
        Node[] placeholders = [.. inputs.ToArray().Select(i => Node.Input("x", i.Type))];
        return Expand(placeholders).Type;
    }

    /// <summary>The gradients of the expansion.</summary>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        Node[] cut = [.. y.Inputs.ToArray().Select(static i => i.StopGradient())];
        Node expansion = Expand(cut);
        var targets = new List<Node>();
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i])
            {
                targets.Add(cut[i]);
            }
        }
        Node?[] found = NeuralJit.Gradients.TryOf([expansion], [dy], [.. targets]);
        Node?[] result = new Node?[wanted.Length];
        for (int i = 0, next = 0; i < wanted.Length; i++)
        {
            result[i] = wanted[i] ? found[next++] : null;
        }
        return result;
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        throw new GraphException($"{Name} is evaluated by its expansion");
}
