namespace NeuralJit;

/// <summary>Where the nodes were made that were merged into one, each place once, in order.</summary>
internal sealed class MergedOrigins
{
    private readonly List<Origin> origins;
    private readonly HashSet<Origin> places;

    /// <summary>Begins with the places of another node.</summary>
    public MergedOrigins(Node owner, IReadOnlyList<Origin> known)
    {
        Owner = owner;
        origins = [.. known];
        places = new HashSet<Origin>(known, Origin.SamePlace);
    }

    /// <summary>The node whose places these are.</summary>
    public Node Owner { get; }

    /// <summary>The places.</summary>
    public IReadOnlyList<Origin> Origins => origins;

    /// <summary>Adds a place that is not known yet.</summary>
    public void Add(Origin origin)
    {
        if (places.Add(origin))
        {
            origins.Add(origin);
        }
    }
}
