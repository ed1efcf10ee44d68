namespace NeuralJit.Compilation;

/// <summary>
/// Cuts a graph into groups, one kernel each. Nodes are taken in order; each joins the latest group that computes one of its
/// inputs if it fits there (same iteration space, no cycle), else it opens a group. Views belong to no group: they are ways to read.
/// </summary>
internal sealed partial class Fuser
{
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
            if (ObstacleTo(node, group) is not { } obstacle)
            {
                Join(node, group, IsFull(node, group));
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
