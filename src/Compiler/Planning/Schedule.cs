namespace NeuralJit.Compilation;

/// <summary>
/// Orders groups so that each runs after those it needs, updates in place after everything that reads the old value, and what is delayed
/// after everything that may throw.
/// </summary>
internal static class Schedule
{
    /// <summary>The groups in running order: of those that can run, the one opened first.</summary>
    public static List<Group> Order(IReadOnlyList<Group> groups, Failures failures)
    {
        // All that is delayed waits for one thing, the last of what may throw: pairs of both would be as many as their product.
        var failing = new HashSet<Group>(failures.Failing);
        var waiting = groups.ToDictionary(g => g, g => g.Needs.Count + (failing.Count > 0 && failures.Delayed.Contains(g) ? 1 : 0));
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
                Release(user);
            }
            if (failing.Remove(group) && failing.Count == 0)
            {
                foreach (Group writer in failures.Delayed)
                {
                    Release(writer);
                }
            }
        }
        return order.Count == groups.Count ? order : throw new InvalidOperationException("the groups need each other in a circle");

        void Release(Group group)
        {
            if (--waiting[group] == 0)
            {
                ready.Enqueue(group, group.Number);
            }
        }
    }
}
