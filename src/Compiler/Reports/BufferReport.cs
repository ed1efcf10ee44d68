namespace NeuralJit.Compilation;

/// <summary>What the memory of a value belongs to.</summary>
public enum BufferKind
{
    /// <summary>The arena of a run.</summary>
    Arena,

    /// <summary>The caller: an input.</summary>
    Input,

    /// <summary>The caller: an output.</summary>
    Output,

    /// <summary>A parameter or state.</summary>
    Variable,

    /// <summary>Computed from parameters, once per version.</summary>
    Prepared,

    /// <summary>A constant of the graph.</summary>
    Constant,
}

/// <summary>The memory of one value.</summary>
/// <param name="Node">The value.</param>
/// <param name="Kind">What the memory belongs to.</param>
/// <param name="Offset">Bytes from the start of the arena; 0 elsewhere.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The first step that needs it (numbered among the kernels that run every time).</param>
/// <param name="Last">The last step that needs it.</param>
/// <param name="InPlace">The variable over whose old value it is written, or null.</param>
public sealed record BufferReport(Node Node, BufferKind Kind, long Offset, long Bytes, int First, int Last, Variable? InPlace);
