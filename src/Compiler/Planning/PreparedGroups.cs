namespace NeuralJit.Compilation;

/// <summary>Which groups are prepared rather than run.</summary>
internal static class PreparedGroups
{
    /// <summary>
    /// The groups that are prepared: all their nodes can be, and so are the groups that they need, which come before them in
    /// <paramref name="order"/>.
    /// </summary>
    public static HashSet<Group> Of(IReadOnlyList<Group> order, HashSet<Node> preparable)
    {
        var prepared = new HashSet<Group>();
        foreach (Group group in order)
        {
            if (group.Nodes.All(preparable.Contains) && group.Needs.All(prepared.Contains))
            {
                prepared.Add(group);
            }
        }
        return prepared;
    }
}
