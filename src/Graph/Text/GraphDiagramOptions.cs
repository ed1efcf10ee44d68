namespace NeuralJit;

/// <summary>How a graph is drawn.</summary>
public sealed record GraphDiagramOptions : GraphTextOptions
{
    /// <summary>
    /// The name of the cluster that a node is drawn in, or null for none, for example its kernel; null for the modules that made the nodes,
    /// one inside the other.
    /// </summary>
    public Func<Node, string?>? Clusters { get; init; }
}
