namespace NeuralJit.Compilation;

/// <summary>Orders groups so that each runs after those it needs, and updates in place after everything that reads the old value.</summary>
internal static class Schedule
{
    /// <summary>The groups in running order: of those that can run, the one opened first.</summary>
    public static List<Group> Order(IReadOnlyList<Group> groups)
    {
        var waiting = groups.ToDictionary(g => g, g => g.Needs.Count);
        var usedBy = groups.ToDictionary(g => g, _ => new List<Group>());
        foreach (Group group in groups)
        {
            foreach (Group needed in group.Needs)
            {
                usedBy[needed].Add(group);
            }
        }
        var ready = new PriorityQueue<Group, int>(groups.Where(g => waiting[g] == 0).Select(g => (g, g.Number)));
        var order = new List<Group>(groups.Count);
        while (ready.TryDequeue(out Group? group, out _))
        {
            order.Add(group);
            foreach (Group user in usedBy[group])
            {
                if (--waiting[user] == 0)
                {
                    ready.Enqueue(user, user.Number);
                }
            }
        }
        return order.Count == groups.Count ? order : throw new InvalidOperationException("the groups need each other in a circle");
    }
}
