using System.Diagnostics;

namespace NeuralJit;

/// <summary>
/// A value of the graph that is not known yet: an op applied to other nodes, with the type of its result and where it
/// came from. Immutable, but for names and the places of equal nodes that were merged into it; compared by reference. Under eager mode it
/// also holds its value.
/// </summary>
[DebuggerDisplay("{DebuggerText,nq}")]
public sealed partial class Node
{
    private readonly Node[] inputs;
    private MergedOrigins? merged;

    private Node(Op op, Node[] inputs, TensorType type, Origin? origin)
    {
        Op = op;
        this.inputs = inputs;
        Type = type;
        Origin = origin;
        Source = op is ViewOp ? inputs[0].Source : this;
    }

    /// <summary>What computes this value.</summary>
    public Op Op { get; }

    /// <summary>What it is computed from.</summary>
    public ReadOnlySpan<Node> Inputs => inputs;

    /// <summary>Element type and shape.</summary>
    public TensorType Type { get; }

    /// <summary>The extents.</summary>
    public Shape Shape => Type.Shape;

    /// <summary>The element type.</summary>
    public DType DType => Type.DType;

    /// <summary>Number of dimensions.</summary>
    public int Rank => Type.Shape.Rank;

    /// <summary>A name for dumps and messages, or null.</summary>
    public string? Name { get; private set; }

    /// <summary>Where the node was made; null when nobody asked.</summary>
    public Origin? Origin { get; }

    /// <summary>Where equal nodes were made that were merged into this one.</summary>
    public IReadOnlyList<Origin> MergedOrigins => merged?.Origins ?? [];

    /// <summary>The managed id of the thread on which the node was made, for messages.</summary>
    internal int Thread { get; } = Environment.CurrentManagedThreadId;

    /// <summary>The value under eager mode, else null.</summary>
    internal EagerValue? Value { get; set; }

    /// <summary>Applies <paramref name="op"/> to <paramref name="inputs"/>.</summary>
    /// <exception cref="ShapeException">The inputs do not fit the op.</exception>
    public static Node Apply(Op op, params ReadOnlySpan<Node> inputs)
    {
        GraphTrace? trace = GraphTrace.Current;
        TensorType type;
        try
        {
            type = op.Infer(inputs);
        }
        catch (ShapeException error) when (error.InnerException is null)
        {
            throw new ShapeException(error.Message + Origin.Capture(trace, withPlace: true).ForMessage(), error);
        }
        var node = new Node(op, inputs.ToArray(), type, trace?.OriginOfNewNode());
        if (trace is { IsEager: true })
        {
            EagerExecutor.Evaluate(node, trace);
        }
        return node;
    }

    /// <summary>The same node under a name (names do not take part in sharing).</summary>
    public Node Named(string name)
    {
        Name = name;
        return this;
    }

    /// <summary>The node's type and what made it, for example <c>add f32[64,128]</c>.</summary>
    public override string ToString() => Value is null ? DebuggerText : Value.Data.ToString();

    /// <summary>A node of the given origin, whatever trace is open; it is not evaluated.</summary>
    internal static Node Create(Op op, Node[] inputs, Origin? origin) => new(op, inputs, op.Infer(inputs), origin);

    /// <summary>
    /// A copy with other inputs and origin; the type is inferred again. It begins with the places that were merged into this one; what is
    /// merged later is each one's own.
    /// </summary>
    internal Node With(Node[] newInputs, Origin? origin) => new(Op, newInputs, Op.Infer(newInputs), origin)
    {
        Name = Name,
        merged = merged is null ? null : new MergedOrigins(merged.Origins),
    };

    /// <summary>Remembers where an equal node was made that is merged into this one.</summary>
    internal void Absorb(Node equal)
    {
        if (equal.Origin is { } origin && Origin?.IsSamePlace(origin) != true)
        {
            (merged ??= new MergedOrigins([])).Add(origin);
        }
    }

    private string DebuggerText => $"{Op.Name}{(Name is null ? "" : " \"" + Name + "\"")} {Type}{(Origin is null ? "" : "  # " + Origin)}";
}
