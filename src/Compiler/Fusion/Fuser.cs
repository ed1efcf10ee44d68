namespace NeuralJit.Compilation;

/// <summary>
/// Cuts a graph into groups, one kernel each. Nodes are taken in order; each joins the latest group that computes one of its
/// inputs if it fits there (same iteration space, no cycle), else it opens a group. Views belong to no group: they are ways to read.
/// </summary>
internal sealed class Fuser
{
    private const int MostNodes = 48;

    private readonly Dictionary<Node, Group> groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly List<Group> groups = [];
    private readonly Dictionary<Node, int> users;
    private int opened;

    private Fuser(Graph graph) => users = CountUsers(graph);

    /// <summary>The groups of <paramref name="graph"/>, in no particular order.</summary>
    public static IReadOnlyList<Group> Fuse(Graph graph)
    {
        var fuser = new Fuser(graph);
        foreach (Node node in graph.Nodes)
        {
            fuser.Place(node);
        }
        fuser.MergeSiblings();
        return fuser.groups;
    }

    /// <summary>Whether loop kernels can compute the op.</summary>
    public static bool IsElementwise(Node node) => node.Op switch
    {
        UnaryOp or BinaryOp => IsVectorType(node.DType) && node.Inputs.ToArray().All(i => IsVectorType(i.DType)),
        Select => node.DType.IsComputeFloat,
        Cast => node.DType.IsComputeFloat,
        _ => false,
    };

    private static bool IsVectorType(DType dtype) => dtype.IsComputeFloat || dtype == DType.Bool;

    private void Place(Node node)
    {
        if (node.Op is ViewOp or InputOp or VariableRead or ConstantOp)
        {
            return;
        }
        if (IsElementwise(node) && node.Shape.Count > 0)
        {
            PlaceElementwise(node);
        }
        else if (node.Op is ReduceOp reduce && node.DType.IsComputeFloat && node.Inputs[0].Shape.Count > 0)
        {
            PlaceReduction(node, reduce);
        }
        else
        {
            Open(node, node.Op is MatMul or PackedMatMul && node.Shape.Count > 0 ? GroupKind.Contraction : GroupKind.Library, node.Shape);
        }
    }

    private void PlaceElementwise(Node node)
    {
        foreach (Group group in CandidatesOf(node))
        {
            if (Fits(node, group, out bool full))
            {
                Join(node, group, full);
                MergeOtherProducers(node, group);
                return;
            }
        }
        Open(node, GroupKind.Loop, node.Shape);
    }

    private void PlaceReduction(Node node, ReduceOp reduce)
    {
        Node input = node.Inputs[0];
        if (GroupOfReadable(input) is { Kind: GroupKind.Loop } group
            && group.Domain.Equals(input.Shape)
            && (group.Reduced is null || SameAxes(group.Reduced.Value, reduce.Axes, group.Domain))
            && IsAligned(input, group, group.Domain, full: true)
            && !HasBlockedPath(node, group)
            && group.Nodes.Count < MostNodes
            && KernelTypeOf(group) == input.DType
            && (reduce.Axes.Contains(Group.LastAxis(group.Domain)) || group.AfterReduction.Count == 0))
        {
            group.Reduced ??= reduce.Axes;
            Join(node, group, full: false);
            return;
        }
        Group opened = TakeBack(input) is { } taken ? taken : new Group(this.opened++, GroupKind.Loop, input.Shape);
        if (opened.Nodes.Count == 0)
        {
            groups.Add(opened);
        }
        opened.Reduced = reduce.Axes;
        Join(node, opened, full: false);
    }

    /// <summary>
    /// An element-wise node that only this reduction uses leaves a group that it ended and opens one with the reduction: it need not be
    /// stored, and reductions of the same memory can share a kernel.
    /// </summary>
    private Group? TakeBack(Node input)
    {
        if (!groupOf.TryGetValue(input, out Group? group) || group.Kind != GroupKind.Loop || group.Nodes.Count < 2
            || users[input] != 1 || !IsElementwise(input) || !group.Full.Contains(input) || !ReferenceEquals(group.Nodes[^1], input))
        {
            return null;
        }
        group.Nodes.RemoveAt(group.Nodes.Count - 1);
        group.Full.Remove(input);
        group.AfterReduction.Remove(input);
        return Open(input, GroupKind.Loop, input.Shape);
    }

    private static Dictionary<Node, int> CountUsers(Graph graph)
    {
        var users = new Dictionary<Node, int>(ReferenceEqualityComparer.Instance);
        foreach (Node node in graph.Nodes.ToArray().SelectMany(n => n.Inputs.ToArray()).Concat(graph.Outputs.ToArray()).Concat(graph.Updates.ToArray().Select(u => u.Value)))
        {
            users[node] = users.GetValueOrDefault(node) + 1;
        }
        return users;
    }

    /// <summary>Whether the node can be computed in the group, and at the full domain or at the reduced one.</summary>
    private bool Fits(Node node, Group group, out bool full)
    {
        full = node.Shape.Equals(group.Domain);
        if (group.Nodes.Count >= MostNodes || KernelTypeOf(group) is { } type && !TypeFits(node, type) || HasBlockedPath(node, group))
        {
            return false;
        }
        if (group.Kind == GroupKind.Contraction)
        {
            return full && InputsAligned(node, group, full: true);
        }
        if (!full && (group.Reduced is not { } axes || !IsReducedShape(node.Shape, group.Domain, axes)))
        {
            return false;
        }
        if (!InputsAligned(node, group, full))
        {
            return false;
        }
        return !full || !group.IsColumn || !NeedsReduction(node, group);
    }

    private static bool TypeFits(Node node, DType type)
    {
        bool result = node.DType == type || node.DType == DType.Bool;
        foreach (Node input in node.Inputs)
        {
            result &= node.Op is Cast || input.DType == type || input.DType == DType.Bool;
        }
        return result;
    }

    /// <summary>The floating-point type that the group computes in; null when all is bool.</summary>
    public static DType? KernelTypeOf(Group group)
    {
        foreach (Node node in group.Nodes)
        {
            if (node.DType.IsComputeFloat)
            {
                return node.DType;
            }
            foreach (Node input in node.Inputs)
            {
                if (input.DType.IsComputeFloat)
                {
                    return input.DType;
                }
            }
        }
        return null;
    }

    /// <summary>Whether all inputs that the group computes are read at the element that is computed.</summary>
    private bool InputsAligned(Node node, Group group, bool full)
    {
        foreach (Node input in node.Inputs)
        {
            if (ReferenceEquals(GroupOfReadable(input), group) && !IsAligned(input, group, node.Shape, full))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Whether reading <paramref name="input"/> (perhaps through views) from a node of shape <paramref name="shape"/> means the same element of the domain.</summary>
    private static bool IsAligned(Node input, Group group, Shape shape, bool full)
    {
        (Node source, Layout layout) = Views.Resolve(input);
        bool sourceIsFull = group.Full.Contains(source);
        if (!full && sourceIsFull)
        {
            return false;
        }
        Axes reduced = group.Reduced ?? default;
        long[] read = Views.StridesOn(layout, shape);
        long[] onDomain = full ? read : Views.SpreadOver(group.Domain, reduced, shape.Rank, read);
        long[] expected = source.Shape.Strides.ToArray();
        if (!sourceIsFull)
        {
            expected = Views.SpreadOver(group.Domain, reduced, source.Rank, expected);
        }
        for (int axis = 0; axis < group.Domain.Rank; axis++)
        {
            bool repeated = !sourceIsFull && reduced.Contains(axis);
            if (group.Domain[axis] != 1 && onDomain[axis] != (repeated ? 0 : expected[axis]) && !(repeated && !full))
            {
                return false;
            }
        }
        return layout.Offset == 0;
    }

    private bool NeedsReduction(Node node, Group group)
    {
        foreach (Node input in node.Inputs)
        {
            Node source = Views.Resolve(input).Source;
            if (ReferenceEquals(groupOf.GetValueOrDefault(source), group) && (!group.Full.Contains(source) || group.AfterReduction.Contains(source)))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>Whether an input of the node that the group does not compute needs the group's results.</summary>
    private bool HasBlockedPath(Node node, Group group)
    {
        foreach (Node input in node.Inputs)
        {
            Group? other = GroupOfReadable(input);
            if (other is not null && !ReferenceEquals(other, group) && Reaches(other, group))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>When several groups feed the node and have the same domain, they become one.</summary>
    private void MergeOtherProducers(Node node, Group group)
    {
        foreach (Node input in node.Inputs)
        {
            if (GroupOfReadable(input) is { Kind: GroupKind.Loop } other && !ReferenceEquals(other, group) && CanMerge(node, input, group, other))
            {
                Merge(group, other);
            }
        }
    }

    private bool CanMerge(Node node, Node input, Group group, Group other)
    {
        bool sameSpace = group.Domain.Equals(other.Domain) && (group.Kind == GroupKind.Loop || other.Reduced is null)
            && (group.Reduced is null || other.Reduced is null || SameAxes(group.Reduced.Value, other.Reduced.Value, group.Domain))
            && (KernelTypeOf(other) ?? KernelTypeOf(group)) == (KernelTypeOf(group) ?? KernelTypeOf(other))
            && group.Nodes.Count + other.Nodes.Count <= MostNodes;
        if (!sameSpace)
        {
            return false;
        }
        Axes? axes = group.Reduced ?? other.Reduced;
        bool column = axes is { } a && !a.Contains(Group.LastAxis(group.Domain));
        if (column && (group.AfterReduction.Count > 0 || other.AfterReduction.Count > 0 || (group.Reduced is not null && other.Reduced is not null && !IsReducedOnly(node, group))))
        {
            return false;
        }
        bool full = group.Full.Contains(node);
        return IsAlignedAcross(input, other, node, full, axes) && !ReachesThroughOthers(group, other) && !ReachesThroughOthers(other, group)
            && DirectReadsAligned(group, other, axes) && DirectReadsAligned(other, group, axes);
    }

    private static bool IsReducedOnly(Node node, Group group) => !group.Full.Contains(node);

    private static bool IsAlignedAcross(Node input, Group other, Node node, bool full, Axes? axes)
    {
        Axes? before = other.Reduced;
        other.Reduced ??= axes;
        bool aligned = IsAligned(input, other, node.Shape, full);
        other.Reduced = before;
        return aligned;
    }

    /// <summary>Whether every node of <paramref name="consumer"/> that reads <paramref name="producer"/> reads the element that is computed.</summary>
    private bool DirectReadsAligned(Group consumer, Group producer, Axes? axes)
    {
        foreach (Node node in consumer.Nodes)
        {
            foreach (Node input in node.Inputs)
            {
                if (!ReferenceEquals(GroupOfReadable(input), producer))
                {
                    continue;
                }
                if (node.Op is MatMul or PackedMatMul)
                {
                    // A product reads whole rows and columns of its operands, also where they have its own shape.
                    return false;
                }
                bool reads = node.Op is ReduceOp
                    ? IsAlignedAcross(input, producer, input, full: true, axes)
                    : IsAlignedAcross(input, producer, node, consumer.Full.Contains(node), axes);
                bool afterReduction = !producer.Full.Contains(Views.Resolve(input).Source) || producer.AfterReduction.Contains(Views.Resolve(input).Source);
                if (!reads || (afterReduction && axes is { } a && !a.Contains(Group.LastAxis(consumer.Domain)) && consumer.Full.Contains(node)))
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>Column reductions over the same space that read the same memory become one kernel: the memory is walked once.</summary>
    private void MergeSiblings()
    {
        for (int i = 0; i < groups.Count; i++)
        {
            for (int j = groups.Count - 1; j > i; j--)
            {
                if (AreSiblings(groups[i], groups[j]))
                {
                    Merge(groups[i], groups[j]);
                }
            }
        }
    }

    private static bool AreSiblings(Group a, Group b) =>
        a.Kind == GroupKind.Loop && b.Kind == GroupKind.Loop && a.IsColumn && b.IsColumn
        && a.Domain.Equals(b.Domain) && SameAxes(a.Reduced!.Value, b.Reduced!.Value, a.Domain)
        && KernelTypeOf(a) == KernelTypeOf(b) && a.Nodes.Count + b.Nodes.Count <= MostNodes
        && SourcesOf(a).Overlaps(SourcesOf(b)) && !Reaches(a, b) && !Reaches(b, a);

    private static HashSet<Node> SourcesOf(Group group) =>
        new(group.Nodes.SelectMany(n => n.Inputs.ToArray()).Where(i => i.Shape.Count > 1).Select(i => Views.Resolve(i).Source), ReferenceEqualityComparer.Instance);

    private void Merge(Group group, Group other)
    {
        foreach (Node node in other.Nodes)
        {
            groupOf[node] = group;
        }
        group.Reduced ??= other.Reduced;
        List<Node> all = [.. group.Nodes, .. other.Nodes];
        group.Nodes.Clear();
        var members = new HashSet<Node>(all, ReferenceEqualityComparer.Instance);
        foreach (Node node in TopologicalOrder.Of(all, stop: null))
        {
            if (members.Contains(node))
            {
                group.Nodes.Add(node);
            }
        }
        group.Full.UnionWith(other.Full);
        group.Needs.UnionWith(other.Needs);
        group.Needs.Remove(group);
        group.Needs.Remove(other);
        foreach (Group any in groups)
        {
            if (any.Needs.Remove(other) && !ReferenceEquals(any, group))
            {
                any.Needs.Add(group);
            }
        }
        groups.Remove(other);
        group.AfterReduction.Clear();
        foreach (Node node in group.Nodes)
        {
            if (group.Full.Contains(node) && NeedsReduction(node, group))
            {
                group.AfterReduction.Add(node);
            }
        }
    }

    private Group Open(Node node, GroupKind kind, Shape domain, bool full = true)
    {
        var group = new Group(opened++, kind, domain);
        groups.Add(group);
        Join(node, group, full);
        return group;
    }

    private void Join(Node node, Group group, bool full)
    {
        groupOf[node] = group;
        foreach (Node input in node.Inputs)
        {
            if (GroupOfReadable(input) is { } needed && !ReferenceEquals(needed, group))
            {
                group.Needs.Add(needed);
            }
        }
        group.Nodes.Add(node);
        if (full)
        {
            if (NeedsReduction(node, group))
            {
                group.AfterReduction.Add(node);
            }
            group.Full.Add(node);
        }
    }

    private IEnumerable<Group> CandidatesOf(Node node) => node.Inputs.ToArray()
        .Select(GroupOfReadable)
        .Where(g => g is { Kind: GroupKind.Loop or GroupKind.Contraction })
        .Distinct()
        .OrderBy(g => g!.Kind == GroupKind.Contraction ? 0 : 1)
        .ThenByDescending(g => g!.Number)!;

    /// <summary>The group that computes the memory in which the node can be read, or null for leaves.</summary>
    private Group? GroupOfReadable(Node node)
    {
        while (node.Op is ViewOp)
        {
            node = node.Inputs[0];
        }
        return groupOf.GetValueOrDefault(node);
    }

    private static bool Reaches(Group from, Group target)
    {
        var seen = new HashSet<Group>();
        var stack = new Stack<Group>([from]);
        while (stack.TryPop(out Group? group))
        {
            if (ReferenceEquals(group, target))
            {
                return true;
            }
            if (seen.Add(group))
            {
                foreach (Group needed in group.Needs)
                {
                    stack.Push(needed);
                }
            }
        }
        return false;
    }

    private static bool ReachesThroughOthers(Group from, Group target)
    {
        foreach (Group needed in from.Needs)
        {
            if (!ReferenceEquals(needed, target) && Reaches(needed, target))
            {
                return true;
            }
        }
        return false;
    }

    private static bool SameAxes(Axes a, Axes b, Shape shape)
    {
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis] != 1 && a.Contains(axis) != b.Contains(axis))
            {
                return false;
            }
        }
        return true;
    }

    private static bool IsReducedShape(Shape shape, Shape domain, Axes reduced) =>
        shape.Equals(domain.Reduce(reduced, keepDims: true)) || shape.Equals(domain.Reduce(reduced, keepDims: false));
}
