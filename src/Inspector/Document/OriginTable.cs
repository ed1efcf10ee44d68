namespace NeuralJit.Inspection;

/// <summary>Numbers the origins that values have.</summary>
internal sealed class OriginTable
{
    private const int NearestFolders = 3;

    private readonly Dictionary<Origin, int> positions = new(ReferenceEqualityComparer.Instance);
    private readonly List<DocumentOrigin> rows = [];
    private readonly HashSet<SourceLine> places = [];

    /// <summary>The origins so far.</summary>
    public IReadOnlyList<DocumentOrigin> Rows => rows;

    /// <summary>The lines that they name.</summary>
    public IReadOnlyCollection<SourceLine> Places => places;

    /// <summary>The positions of a value's origins.</summary>
    public IReadOnlyList<int> Of(Node node) =>
        node.Origin is null ? [] : [PositionOf(node.Origin), .. node.MergedOrigins.Select(PositionOf)];

    /// <summary>A file with its nearest folders: enough to find it, and nobody's home directory.</summary>
    public static string Shorten(string path) => string.Join('/', path.Split('/', '\\').TakeLast(NearestFolders));

    private int PositionOf(Origin origin)
    {
        // Gradients of gradients name each other; the innermost comes first.
        var unknown = new Stack<Origin>();
        for (Origin? next = origin; next is not null && !positions.ContainsKey(next); next = next.GradientOf)
        {
            unknown.Push(next);
        }
        while (unknown.TryPop(out Origin? next))
        {
            SourceLine? source = next.Source;
            if (source is not null)
            {
                places.Add(source);
            }
            int? forward = next.GradientOf is null ? null : positions[next.GradientOf];
            rows.Add(
                new DocumentOrigin(next.ModulePath, source?.File, source?.Line, source is null ? null : Shorten(source.Path), forward));
            positions[next] = rows.Count - 1;
        }
        return positions[origin];
    }
}
