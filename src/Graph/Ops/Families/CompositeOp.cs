namespace NeuralJit;

/// <summary>
/// An op that is defined by simpler ones. Type, gradient and evaluation follow from <see cref="Expand"/>; each may be
/// overridden by something better, which a test compares with what follows. The compiler expands it.
/// </summary>
public abstract record CompositeOp : Op
{
    /// <summary>The definition by simpler ops.</summary>
    public abstract Node Expand(ReadOnlySpan<Node> inputs);

    /// <summary>
    /// Whether <see cref="Op.Evaluate"/> is overridden by a kernel for these inputs (eager mode then calls it instead of expanding).
    /// </summary>
    public virtual bool HasKernel(ReadOnlySpan<Node> inputs) => false;

    /// <inheritdoc/>
    public override TensorType Infer(ReadOnlySpan<Node> inputs)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        Node[] placeholders = new Node[inputs.Length];
        for (int i = 0; i < placeholders.Length; i++)
        {
            placeholders[i] = Node.Input("x", inputs[i].Type);
        }
        return Expand(placeholders).Type;
    }

    /// <summary>The operations of the expansion.</summary>
    public override long Flops(Node y)
    {
        using GraphTrace trace = GraphTrace.Rewriting();
        var inputs = new HashSet<Node>(y.Inputs.ToArray(), ReferenceEqualityComparer.Instance);
        return TopologicalOrder.Of([Expand(y.Inputs)], inputs.Contains).Where(n => !inputs.Contains(n)).Sum(n => n.Op.Flops(n));
    }

    /// <summary>The gradients of the expansion.</summary>
    public override Node?[] Gradients(Node y, Node dy, ReadOnlySpan<bool> wanted) => GradientsOfExpansion(y, dy, wanted);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<TensorView> inputs, TensorView y) =>
        throw new GraphException($"{Name} is evaluated by its expansion");

    /// <summary>The gradients that follow from <see cref="Expand"/>, whatever overrides them.</summary>
    internal Node?[] GradientsOfExpansion(Node y, Node dy, ReadOnlySpan<bool> wanted) => GradientsOf(Expand(y.Inputs), y, dy, wanted);

    /// <summary>The gradients of another node that stands for y, made of y's inputs.</summary>
    private protected static Node?[] GradientsOf(Node definition, Node y, Node dy, ReadOnlySpan<bool> wanted)
    {
        var targets = new List<Node>();
        for (int i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] && !targets.Contains(y.Inputs[i]))
            {
                targets.Add(y.Inputs[i]);
            }
        }
        Node?[] found = NeuralJit.Gradients.Within([definition], [dy], [.. targets], boundary: y.Inputs);
        Node?[] result = new Node?[wanted.Length];
        for (int i = 0, next = 0; i < wanted.Length && next < found.Length; i++)
        {
            // An input that is given twice gets its whole gradient once.
            if (wanted[i] && ReferenceEquals(y.Inputs[i], targets[next]))
            {
                result[i] = found[next++];
            }
        }
        return result;
    }
}
