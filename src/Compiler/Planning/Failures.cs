namespace NeuralJit.Compilation;

/// <summary>
/// What may throw in a run, and what it needs. All of it runs before anything is written that is seen from outside (outputs, variables), so
/// that a run that throws has changed nothing.
/// </summary>
internal sealed class Failures
{
    private readonly List<Group> failing = [];
    private readonly HashSet<Group> needed = [];
    private readonly HashSet<Group> delayed = [];

    /// <summary>Looks at all groups, whose needs are those of the data.</summary>
    public Failures(IReadOnlyList<Group> groups)
    {
        failing.AddRange(groups.Where(MayThrow));
        var stack = new Stack<Group>(failing.SelectMany(g => g.Needs));
        while (stack.TryPop(out Group? group))
        {
            if (needed.Add(group))
            {
                foreach (Group below in group.Needs)
                {
                    stack.Push(below);
                }
            }
        }
    }

    /// <summary>The groups that may throw.</summary>
    public IReadOnlyList<Group> Failing => failing;

    /// <summary>The groups that run after all of those. None of those needs one of these, so no circle of needs can come of it.</summary>
    public IReadOnlySet<Group> Delayed => delayed;

    /// <summary>
    /// Makes a group that writes what is seen from outside run after all that may throw; false when that needs the group.
    /// </summary>
    public bool TryDelay(Group writer)
    {
        if (needed.Contains(writer) || MayThrow(writer))
        {
            return false;
        }
        delayed.Add(writer);
        return true;
    }

    /// <summary>
    /// The graph in which outputs that are computed too early are copied at the end, and its groups: the kernel of such an output writes
    /// into the arena.
    /// </summary>
    public (Graph Graph, IReadOnlyList<Group> Groups) DelayOutputs(Graph graph, IReadOnlyList<Group> groups)
    {
        if (failing.Count == 0)
        {
            return (graph, groups);
        }
        Dictionary<Node, Group> groupOf = Group.Members(groups);
        Node[] outputs = graph.Outputs.ToArray();
        var added = new List<Group>();
        Group? last = ChooseLast(outputs.Select(o => groupOf[Views.Source(o)]));
        int next = groups.Max(g => g.Number) + 1;
        for (int i = 0; i < outputs.Length; i++)
        {
            Group writer = groupOf[Views.Source(outputs[i])];
            if (!ReferenceEquals(writer, last) && !TryDelay(writer))
            {
                outputs[i] = Node.Create(new Copy(), [outputs[i]], outputs[i].Origin);
                added.Add(Copying(outputs[i], writer, next + added.Count));
            }
        }
        return added.Count == 0
            ? (graph, groups)
            : (Graph.Assemble(graph.Inputs.ToArray(), outputs, graph.Updates.ToArray()), [.. groups, .. added]);
    }

    /// <summary>One op that checks before it writes may be the last that throws: it writes its output itself.</summary>
    private Group? ChooseLast(IEnumerable<Group> writers)
    {
        Group? last = writers.FirstOrDefault(CanBeLast);
        failing.FindAll(f => last is not null && !ReferenceEquals(f, last)).ForEach(f => last!.Need(f));
        return last;
    }

    private bool CanBeLast(Group group) => group.Kind == GroupKind.Library && group.Nodes is [{ Op.Failure: OpFailure.BeforeWriting }]
        && !needed.Contains(group);

    private static bool MayThrow(Group group) => group.Nodes.Exists(n => n.Op.Failure != OpFailure.Never);

    private Group Copying(Node copy, Group writer, int number)
    {
        var group = new Group(number, GroupKind.Library, copy.Shape);
        group.Nodes.Add(copy);
        group.Need(writer);
        delayed.Add(group);
        return group;
    }
}
