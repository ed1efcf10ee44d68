namespace NeuralJit.Compilation;

/// <summary>One step of a program.</summary>
internal abstract record Step
{
    /// <summary>The nodes that it writes.</summary>
    public required IReadOnlyList<Node> Writes { get; init; }

    /// <summary>The nodes whose memory it reads.</summary>
    public required IReadOnlyList<Node> Reads { get; init; }
}

/// <summary>A generated kernel.</summary>
/// <param name="Call">What it is, and its arguments.</param>
/// <param name="Code">Its code.</param>
/// <param name="Group">What it computes.</param>
internal sealed record KernelStep(KernelCall Call, CompiledKernel Code, Group Group) : Step;

/// <summary>An op that a kernel of the library computes.</summary>
/// <param name="Node">The op's node.</param>
/// <param name="Operands">Its inputs: whose memory, and how it lies there.</param>
internal sealed record LibraryStep(Node Node, IReadOnlyList<(Node Source, Layout Layout)> Operands) : Step
{
    /// <summary>
    /// The operands as they are handed to the op. Ops that broadcast would work out strides in every run: they are given layouts that fit
    /// already.
    /// </summary>
    public (Node Source, Layout Layout)[] FittedOperands() =>
        [.. Operands.Select(o => Node.Op is BinaryOp or Select && !o.Layout.Shape.Equals(Node.Shape)
            ? (o.Source, new Layout(Node.Shape, o.Layout.Offset, Views.StridesOn(o.Layout, Node.Shape)))
            : o)];
}

/// <summary>Copies a node's value into a variable at the end of a run.</summary>
/// <param name="Source">Whose memory.</param>
/// <param name="Layout">How the value lies there.</param>
/// <param name="Variable">Where it goes.</param>
internal sealed record AssignStep(Node Source, Layout Layout, Variable Variable) : Step;
