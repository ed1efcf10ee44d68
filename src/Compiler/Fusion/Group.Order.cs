namespace NeuralJit.Compilation;

/// <content>
/// What needs what. Groups have ranks, at all times greater than those of the groups that they need (an online topological order after
/// Pearce and Kelly, "A dynamic topological sort algorithm for directed acyclic graphs", 2006), so that a question or a change looks only
/// at groups between two ranks and a graph of any size is cut in about linear time.
/// </content>
internal sealed partial class Group
{
    // A path is looked for among so many groups; where the search would go on, one is believed to be there: two groups then stay apart that
    // need not.
    private const int MostSearched = 4096;

    private readonly HashSet<Group> needs = [];
    private readonly HashSet<Group> users = [];
    private int rank = number;

    /// <summary>Groups that run before this one, because it reads their results or writes over what they read.</summary>
    public IReadOnlySet<Group> Needs => needs;

    /// <summary>Makes the other group run before this one, which it must not need.</summary>
    public void Need(Group other)
    {
        if (needs.Add(other))
        {
            other.users.Add(this);
            if (other.rank > rank)
            {
                Lift(other);
            }
        }
    }

    /// <summary>Whether this group needs <paramref name="target"/>, directly or through others, or is it.</summary>
    public bool Reaches(Group target) =>
        ReferenceEquals(this, target) || (rank > target.rank && (needs.Contains(target) || ReachesThroughOthers(target)));

    /// <summary>Whether this group needs <paramref name="target"/> through a third one.</summary>
    public bool ReachesThroughOthers(Group target)
    {
        var seen = new HashSet<Group> { this, target };
        var open = new PriorityQueue<Group, int>();
        Open(this);
        // The nearest to the target comes first: where there is a path, it is mostly found at once.
        while (open.TryDequeue(out Group? group, out _))
        {
            if (group.needs.Contains(target) || seen.Count > MostSearched)
            {
                return true;
            }
            Open(group);
        }
        return false;

        void Open(Group group)
        {
            foreach (Group needed in group.needs)
            {
                if (needed.rank > target.rank && seen.Add(needed))
                {
                    open.Enqueue(needed, needed.rank);
                }
            }
        }
    }

    /// <summary>Takes over what the other group needs and what needs it; there is no path between both through a third one.</summary>
    private void Absorb(Group other)
    {
        (Group lower, Group upper) = rank < other.rank ? (this, other) : (other, this);
        lower.Lift(upper);
        rank = lower.rank;
        foreach (Group needed in other.needs)
        {
            needed.users.Remove(other);
            if (!ReferenceEquals(needed, this) && needs.Add(needed))
            {
                needed.users.Add(this);
            }
        }
        foreach (Group user in other.users)
        {
            user.needs.Remove(other);
            if (!ReferenceEquals(user, this) && user.needs.Add(this))
            {
                users.Add(user);
            }
        }
    }

    /// <summary>
    /// Gives new ranks to the groups between, so that this one comes right after <paramref name="upper"/>, which has a greater rank yet.
    /// </summary>
    private void Lift(Group upper)
    {
        List<Group> below = Between(upper, g => g.needs, g => g.rank > rank);
        List<Group> above = Between(this, g => g.users, g => g.rank < upper.rank);
        int[] ranks = [.. below.Concat(above).Select(g => g.rank).Order()];
        int next = 0;
        foreach (Group group in below.Concat(above))
        {
            group.rank = ranks[next++];
        }
    }

    /// <summary>The group and what it leads to within the ranks, by rank.</summary>
    private static List<Group> Between(Group start, Func<Group, HashSet<Group>> next, Func<Group, bool> isWithin)
    {
        var found = new HashSet<Group> { start };
        var open = new Stack<Group>([start]);
        while (open.TryPop(out Group? group))
        {
            foreach (Group other in next(group))
            {
                if (isWithin(other) && found.Add(other))
                {
                    open.Push(other);
                }
            }
        }
        return [.. found.OrderBy(g => g.rank)];
    }
}
