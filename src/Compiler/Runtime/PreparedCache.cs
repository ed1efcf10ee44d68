namespace NeuralJit.Compilation;

/// <summary>
/// The prepared sets of a function, by what they compute. Sets live as long as a program that uses them: here they are only known.
/// </summary>
internal sealed class PreparedCache
{
    private readonly Dictionary<PreparedKey, WeakReference<PreparedSet>> sets = [];

    /// <summary>How many sets it knows; those that nothing uses any more are forgotten when the next program asks.</summary>
    public int Count => sets.Count;

    /// <summary>
    /// The set that computes <paramref name="prepare"/>: an earlier program's, or a new one. Null when there is nothing to prepare.
    /// </summary>
    public PreparedSet? For(Graph graph, IReadOnlyList<Step> prepare, int threads)
    {
        if (prepare.Count == 0)
        {
            return null;
        }
        var key = new PreparedKey(prepare);
        lock (sets)
        {
            Forget();
            if (!sets.TryGetValue(key, out WeakReference<PreparedSet>? known) || !known.TryGetTarget(out PreparedSet? set))
            {
                set = new PreparedSet(graph, prepare, threads);
                sets[key] = new WeakReference<PreparedSet>(set);
            }
            return set;
        }
    }

    private void Forget()
    {
        foreach ((PreparedKey key, WeakReference<PreparedSet> set) in sets)
        {
            if (!set.TryGetTarget(out _))
            {
                sets.Remove(key);
            }
        }
    }
}
