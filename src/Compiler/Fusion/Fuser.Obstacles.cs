namespace NeuralJit.Compilation;

/// <content>
/// Why nodes cannot share a kernel: a table for each way into a group, read from top to bottom; the first line that holds is the reason
/// that reports give.
/// </content>
internal sealed partial class Fuser
{
    private const int MostNodes = 48;

    /// <summary>Why an element-wise node cannot be computed in the group; null when it can.</summary>
    private FusionReason? ObstacleTo(Node node, Group group) => group switch
    {
        _ when group.Nodes.Count >= MostNodes => FusionReason.TooManyNodes,
        _ when group.KernelType is { } type && !TypeFits(node, type) => FusionReason.OtherType,
        _ when !ArePreparedAlike(node, group.Nodes[0]) => FusionReason.Prepared,
        _ when HasBlockedPath(node, group) => FusionReason.Cycle,
        _ when !IsFull(node, group) && !HasReducedShape(node, group) => FusionReason.OtherSpace,
        _ when !InputsAligned(node, group) => FusionReason.NotAligned,
        _ when group.IsConvolution && !ReadsWalkLines([node], group.Domain, group) => FusionReason.IrregularLines,
        _ when IsFull(node, group) && group.IsColumn && NeedsReduction(node, group) => FusionReason.ReductionOfColumns,
        _ => null,
    };

    /// <summary>Why a reduction cannot be computed in the group; null when it can.</summary>
    private FusionReason? ObstacleTo(Node node, ReduceOp reduce, Group group)
    {
        Node input = node.Inputs[0];
        return group.Kind switch
        {
            GroupKind.Library => FusionReason.LibraryOp,
            GroupKind.Contraction => FusionReason.ReductionOfProduct,
            _ when !ArePreparedAlike(node, group.Nodes[0]) => FusionReason.Prepared,
            _ when !group.Domain.Equals(input.Shape) => FusionReason.OtherSpace,
            _ when group.Reduced is { } axes && !(Alignment.SameAxes(axes, reduce.Axes, group.Domain)
                && group.Segment == (reduce as SegmentReduce)?.Length) => FusionReason.OtherReduction,
            _ when !Alignment.IsAligned(input, group, reduce.Axes, group.Domain, full: true) => FusionReason.NotAligned,
            _ when HasBlockedPath(node, group) => FusionReason.Cycle,
            _ when group.Nodes.Count >= MostNodes => FusionReason.TooManyNodes,
            _ when group.KernelType != input.DType => FusionReason.OtherType,
            _ when IsOfColumns(reduce.Axes, group) && (group.AfterReduction.Count > 0 || NeedsReduction(node, group)) =>
                FusionReason.ReductionOfColumns,
            _ => null,
        };
    }

    /// <summary>Why the node's group and the one that computes its input cannot be one; null when they can.</summary>
    private FusionReason? ObstacleToMerging(Node node, Node input, Group group, Group other)
    {
        Axes? axes = group.Reduced ?? other.Reduced;
        return other.Kind switch
        {
            GroupKind.Library => FusionReason.LibraryOp,
            GroupKind.Contraction => FusionReason.OtherProduct,
            _ when !group.Domain.Equals(other.Domain) => FusionReason.OtherSpace,
            _ when group.Kind == GroupKind.Contraction && other.Reduced is not null => FusionReason.ReductionOfProduct,
            _ when group.Reduced is not null && other.Reduced is not null && !ReduceAlike(group, other) => FusionReason.OtherReduction,
            _ when (other.KernelType ?? group.KernelType) != (group.KernelType ?? other.KernelType) => FusionReason.OtherType,
            _ when group.Nodes.Count + other.Nodes.Count > MostNodes => FusionReason.TooManyNodes,
            _ when !ArePreparedAlike(group.Nodes[0], other.Nodes[0]) => FusionReason.Prepared,
            _ when group.IsConvolution && !ReadsWalkLines(other.Nodes, group.Domain, group, other) => FusionReason.IrregularLines,
            _ when axes is { } a && IsOfColumns(a, group) && NeedReductions(node, group, other) => FusionReason.ReductionOfColumns,
            _ when !Alignment.IsAligned(input, other, axes ?? default, node.Shape, group.Full.Contains(node)) => FusionReason.NotAligned,
            _ when group.ReachesThroughOthers(other) || other.ReachesThroughOthers(group) => FusionReason.Cycle,
            _ when !DirectReadsAligned(group, other, axes) || !DirectReadsAligned(other, group, axes) => FusionReason.NotAligned,
            _ => null,
        };
    }

    /// <summary>Whether the node has the shape of the group's domain; else it can only have that of its reductions.</summary>
    private static bool IsFull(Node node, Group group) => node.Shape.Equals(group.Domain);

    private static bool HasReducedShape(Node node, Group group) =>
        group.Reduced is { } axes && group.Segment is null && Alignment.IsReducedShape(node.Shape, group.Domain, axes);

    private static bool ReduceAlike(Group a, Group b) =>
        Alignment.SameAxes(a.Reduced!.Value, b.Reduced!.Value, a.Domain) && a.Segment == b.Segment;

    /// <summary>Whether reducing over these axes leaves the last one: columns are reduced, not rows.</summary>
    private static bool IsOfColumns(Axes axes, Group group) => !axes.Contains(Views.InnerAxis(group.Domain));

    /// <summary>Whether one kernel of both would need the result of a reduction at every element.</summary>
    private static bool NeedReductions(Node node, Group group, Group other) =>
        group.AfterReduction.Count > 0 || other.AfterReduction.Count > 0
        || (group.Reduced is not null && other.Reduced is not null && group.Full.Contains(node));

    /// <summary>
    /// Whether every node of <paramref name="consumer"/> that reads <paramref name="producer"/> reads the element that is computed.
    /// </summary>
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
                if (Contractions.IsContraction(node.Op))
                {
                    // A product reads whole rows and columns of its operands, also where they have its own shape.
                    return false;
                }
                bool reads = node.Op is ReduceOp
                    ? Alignment.IsAligned(input, producer, axes ?? default, input.Shape, full: true)
                    : Alignment.IsAligned(input, producer, axes ?? default, node.Shape, consumer.Full.Contains(node));
                bool afterReduction = !producer.Full.Contains(Views.Source(input)) || producer.AfterReduction.Contains(Views.Source(input));
                bool isInRows = consumer.Full.Contains(node) || node.Op is ReduceOp;
                if (!reads || (afterReduction && axes is { } a && !a.Contains(Views.InnerAxis(consumer.Domain)) && isInRows))
                {
                    return false;
                }
            }
        }
        return true;
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
    private bool InputsAligned(Node node, Group group)
    {
        bool full = IsFull(node, group);
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
}
