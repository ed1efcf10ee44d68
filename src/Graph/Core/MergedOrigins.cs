namespace NeuralJit;

/// <summary>Where the nodes were made that were merged into one, each place once, in order.</summary>
/// <param name="known">The places to begin with.</param>
internal sealed class MergedOrigins(IReadOnlyList<Origin> known)
{
    private readonly List<Origin> origins = [.. known];
    // Made when a place is added: most copies of nodes get no more.
    private HashSet<Origin>? places;

    /// <summary>The places.</summary>
    public IReadOnlyList<Origin> Origins => origins;

    /// <summary>Adds a place that is not known yet.</summary>
    public void Add(Origin origin)
    {
        places ??= new HashSet<Origin>(origins, Origin.SamePlace);
        if (places.Add(origin))
        {
            origins.Add(origin);
        }
    }
}
