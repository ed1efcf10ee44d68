namespace NeuralJit.Compilation;

/// <summary>
/// Cuts a graph into groups, one kernel each. Nodes are taken in order; each joins the latest group that computes one of its
/// inputs if it fits there (same iteration space, no cycle), else it opens a group. Views belong to no group: they are ways to read.
/// </summary>
internal sealed partial class Fuser
{
    private const int MostNodes = 48;

    private readonly Dictionary<Node, Group> groupOf = new(ReferenceEqualityComparer.Instance);
    private readonly List<Group> groups = [];
    private readonly HashSet<Group> merged = [];
    private readonly Dictionary<Node, int> users;
    private readonly HashSet<Node> prepared;
    private readonly FusionLog log;
    private readonly bool opByOp;
    private int opened;

    private Fuser(Graph graph, HashSet<Node> prepared, FusionLog log, bool opByOp) =>
        (users, this.prepared, this.log, this.opByOp) = (graph.CountUses(), prepared, log, opByOp);

    /// <summary>
    /// The groups of <paramref name="graph"/>, in no particular order: what is <paramref name="prepared"/> shares none with what is not.
    /// Refusals go to <paramref name="log"/>; with <paramref name="opByOp"/> each op runs as the library's kernel.
    /// </summary>
    public static IReadOnlyList<Group> Fuse(Graph graph, HashSet<Node> prepared, FusionLog log, bool opByOp = false)
    {
        var fuser = new Fuser(graph, prepared, log, opByOp);
        foreach (Node node in graph.Nodes)
        {
            fuser.Place(node);
        }
        fuser.MergeSiblings();
        fuser.groups.RemoveAll(fuser.merged.Contains);
        return fuser.groups;
    }

    private void Place(Node node)
    {
        if (node.Op is ViewOp or InputOp or VariableRead or ConstantOp)
        {
            return;
        }
        if (opByOp)
        {
            RefuseAll(node, FusionReason.LibraryOp);
            Open(node, GroupKind.Library, node.Shape);
        }
        else if (LoopOps.IsElementwise(node) && node.Shape.Count > 0)
        {
            PlaceElementwise(node);
        }
        else if (node.Op is ReduceOp reduce && node.DType.IsComputeFloat && node.Inputs[0].Shape.Count > 0)
        {
            PlaceReduction(node, reduce);
        }
        else
        {
            bool isProduct = Contractions.IsContraction(node.Op) && node.Shape.Count > 0;
            RefuseAll(node, isProduct ? FusionReason.OperandOfProduct : FusionReason.LibraryOp);
            Open(node, isProduct ? GroupKind.Contraction : GroupKind.Library, node.Shape);
        }
    }

    private void PlaceElementwise(Node node)
    {
        foreach (Group group in CandidatesOf(node))
        {
            if (ObstacleTo(node, group, out bool full) is not { } obstacle)
            {
                Join(node, group, full);
                MergeOtherProducers(node, group);
                return;
            }
            Refuse(node, group, obstacle);
        }
        RefuseAll(node, FusionReason.LibraryOp);
        Open(node, GroupKind.Loop, node.Shape);
    }

    private void PlaceReduction(Node node, ReduceOp reduce)
    {
        Node input = node.Inputs[0];
        if (GroupOfReadable(input) is { } group)
        {
            if (ObstacleTo(node, reduce, group) is not { } obstacle)
            {
                group.Reduced ??= reduce.Axes;
                Join(node, group, full: false);
                return;
            }
            Refuse(node, group, obstacle);
        }
        Group opened = TakeBack(node, input) is { } taken ? taken : new Group(this.opened++, GroupKind.Loop, input.Shape);
        if (opened.Nodes.Count == 0)
        {
            groups.Add(opened);
        }
        opened.Reduced = reduce.Axes;
        Join(node, opened, full: false);
    }

    /// <summary>Why the reduction cannot be computed in the group; null when it can.</summary>
    private FusionReason? ObstacleTo(Node node, ReduceOp reduce, Group group)
    {
        Node input = node.Inputs[0];
        return group.Kind switch
        {
            GroupKind.Library => FusionReason.LibraryOp,
            GroupKind.Contraction => FusionReason.ReductionOfProduct,
            _ when !ArePreparedAlike(node, group.Nodes[0]) => FusionReason.Prepared,
            _ when !group.Domain.Equals(input.Shape) => FusionReason.OtherSpace,
            _ when group.Reduced is { } axes && !Alignment.SameAxes(axes, reduce.Axes, group.Domain) => FusionReason.OtherReduction,
            _ when !Alignment.IsAligned(input, group, reduce.Axes, group.Domain, full: true) => FusionReason.NotAligned,
            _ when HasBlockedPath(node, group) => FusionReason.Cycle,
            _ when group.Nodes.Count >= MostNodes => FusionReason.TooManyNodes,
            _ when group.KernelType != input.DType => FusionReason.OtherType,
            _ when !reduce.Axes.Contains(Group.LastAxis(group.Domain)) && (group.AfterReduction.Count > 0 || NeedsReduction(node, group)) =>
                FusionReason.ReductionOfColumns,
            _ => null,
        };
    }

    /// <summary>
    /// An element-wise node that only this reduction uses leaves a group that it ended and opens one with the reduction: it need not be
    /// stored, and reductions of the same memory can share a kernel.
    /// </summary>
    private Group? TakeBack(Node node, Node input)
    {
        if (!groupOf.TryGetValue(input, out Group? group) || group.Kind == GroupKind.Library || group.Nodes.Count < 2
            || users[input] != 1 || !ArePreparedAlike(node, input) || !LoopOps.IsElementwise(input) || !group.Full.Contains(input)
                || !ReferenceEquals(group.Nodes[^1], input))
        {
            return null;
        }
        group.Nodes.RemoveAt(group.Nodes.Count - 1);
        group.Full.Remove(input);
        group.AfterReduction.Remove(input);
        RefuseAll(input, FusionReason.JoinedReduction);
        return Open(input, GroupKind.Loop, input.Shape);
    }

    /// <summary>
    /// Why the node cannot be computed in the group, null when it can; and whether at the full domain or at the reduced one.
    /// </summary>
    private FusionReason? ObstacleTo(Node node, Group group, out bool full)
    {
        full = node.Shape.Equals(group.Domain);
        if (group.Nodes.Count >= MostNodes)
        {
            return FusionReason.TooManyNodes;
        }
        if (group.KernelType is { } type && !TypeFits(node, type))
        {
            return FusionReason.OtherType;
        }
        if (!ArePreparedAlike(node, group.Nodes[0]))
        {
            return FusionReason.Prepared;
        }
        if (HasBlockedPath(node, group))
        {
            return FusionReason.Cycle;
        }
        if (!full && (group.Reduced is not { } axes || !Alignment.IsReducedShape(node.Shape, group.Domain, axes)))
        {
            return FusionReason.OtherSpace;
        }
        if (!InputsAligned(node, group, full))
        {
            return FusionReason.NotAligned;
        }
        if (group.IsConvolution && !ReadsWalkLines([node], group.Domain, group))
        {
            return FusionReason.IrregularLines;
        }
        return full && group.IsColumn && NeedsReduction(node, group) ? FusionReason.ReductionOfColumns : null;
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

    /// <summary>Whether all inputs that the group computes are read at the element that is computed.</summary>
    private bool InputsAligned(Node node, Group group, bool full)
    {
        foreach (Node input in node.Inputs)
        {
            if (ReferenceEquals(GroupOfReadable(input), group)
                && !Alignment.IsAligned(input, group, group.Reduced ?? default, node.Shape, full))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Whether what nodes that are to follow a convolution read from memory can be read along the lines of its results; what a group
    /// computes that is among <paramref name="groups"/> is not in memory there.
    /// </summary>
    private bool ReadsWalkLines(IEnumerable<Node> nodes, Shape results, params ReadOnlySpan<Group> groups)
    {
        foreach (Node node in nodes)
        {
            foreach (Node input in node.Inputs)
            {
                Group? maker = GroupOfReadable(input);
                if ((maker is null || !groups.Contains(maker))
                    && !SpatialLines.IsRegular(results, Views.StridesOn(Views.Resolve(input).Layout, results)))
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>Whether both are prepared, or neither is: a kernel runs once per version of the parameters, or in every run.</summary>
    private bool ArePreparedAlike(Node a, Node b) => prepared.Contains(a) == prepared.Contains(b);

    private bool NeedsReduction(Node node, Group group)
    {
        foreach (Node input in node.Inputs)
        {
            Node source = Views.Source(input);
            if (ReferenceEquals(groupOf.GetValueOrDefault(source), group)
                && (!group.Full.Contains(source) || group.AfterReduction.Contains(source)))
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
            if (other is not null && !ReferenceEquals(other, group) && other.Reaches(group))
            {
                return true;
            }
        }
        return false;
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
                group.Need(needed);
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
    private Group? GroupOfReadable(Node node) => groupOf.GetValueOrDefault(Views.Source(node));
}
