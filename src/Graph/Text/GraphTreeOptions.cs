namespace NeuralJit;

/// <summary>How a tree is written.</summary>
public sealed record GraphTreeOptions : GraphTextOptions
{
    /// <summary>How many levels are shown below each result; a line whose inputs are left out ends with …</summary>
    public int Depth { get; init; } = 64;
}
