namespace NeuralJit.Compilation;

/// <summary>What kind of code a group of nodes becomes.</summary>
internal enum GroupKind
{
    /// <summary>Loops over an iteration space, rows innermost: element-wise ops and reductions over the last axes.</summary>
    Loop,

    /// <summary>A matrix product and what is done to its result.</summary>
    Contraction,

    /// <summary>One op that a library kernel computes.</summary>
    Library,
}

/// <summary>Nodes that become one kernel. All have the domain's shape, or the domain's shape reduced over the group's axes.</summary>
internal sealed partial class Group(int number, GroupKind kind, Shape domain)
{
    /// <summary>The order in which groups were opened.</summary>
    public int Number { get; } = number;

    /// <summary>What it becomes.</summary>
    public GroupKind Kind { get; } = kind;

    /// <summary>The iteration space.</summary>
    public Shape Domain { get; } = domain;

    /// <summary>The axes over which the group reduces; null while it does not.</summary>
    public Axes? Reduced { get; set; }

    /// <summary>Elements of the segments that are reduced, along the first of those axes; null where it reduces all of them.</summary>
    public int? Segment => Reduced is null ? null : (Nodes.FirstOrDefault(n => n.Op is ReduceOp)?.Op as SegmentReduce)?.Length;

    /// <summary>The nodes, each after those it needs.</summary>
    public List<Node> Nodes { get; } = [];

    /// <summary>Nodes with the shape of the domain (the others are reduced).</summary>
    public HashSet<Node> Full { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Full nodes that need the result of a reduction of this group.</summary>
    public HashSet<Node> AfterReduction { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether it is a convolution and what follows it, computed along the lines of its results.</summary>
    public bool IsConvolution => Kind == GroupKind.Contraction && Nodes.Any(n => Contractions.WalksLines(n.Op));

    /// <summary>Whether the reduction leaves the last axis (with more than one element): columns are reduced, not rows.</summary>
    public bool IsColumn => Reduced is { } axes && !axes.Contains(Views.InnerAxis(Domain));

    /// <summary>The floating-point type that the group computes in; null when all is bool.</summary>
    public DType? KernelType
    {
        get
        {
            foreach (Node node in Nodes)
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
    }

    /// <summary>Takes in the nodes of another group; the other one is no group any more.</summary>
    public void TakeIn(Group other)
    {
        Reduced ??= other.Reduced;
        Full.UnionWith(other.Full);
        Node[] all = [.. Nodes, .. other.Nodes];
        var members = new HashSet<Node>(all, ReferenceEqualityComparer.Instance);
        Nodes.Clear();
        // Between nodes of one group there is nothing but views.
        Nodes.AddRange(TopologicalOrder.Of(all, stop: n => !members.Contains(n), see: Views.Source).Where(members.Contains));
        Absorb(other);
    }

    /// <summary>The group of each node.</summary>
    public static Dictionary<Node, Group> Members(IEnumerable<Group> groups)
    {
        var result = new Dictionary<Node, Group>(ReferenceEqualityComparer.Instance);
        foreach (Group group in groups)
        {
            foreach (Node node in group.Nodes)
            {
                result[node] = group;
            }
        }
        return result;
    }
}
