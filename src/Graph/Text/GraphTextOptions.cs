namespace NeuralJit;

/// <summary>How values are written.</summary>
public record GraphTextOptions
{
    /// <summary>Whether a comment says where each value was made.</summary>
    public bool Origins { get; init; } = true;

    /// <summary>The numbers of values; null for their positions in the graph. Distinct, from 0.</summary>
    public Func<Node, int>? Numbers { get; init; }

    /// <summary>Constants of more elements than this, unless all are equal, are written as the hash of their content.</summary>
    public int InlineElements { get; init; } = 16;
}
