namespace NeuralJit.Compilation;

/// <content>Making one group of several.</content>
internal sealed partial class Fuser
{
    /// <summary>When several groups feed the node and have the same domain, they become one.</summary>
    private void MergeOtherProducers(Node node, Group group)
    {
        foreach (Node input in node.Inputs)
        {
            if (GroupOfReadable(input) is not { } other || ReferenceEquals(other, group))
            {
                continue;
            }
            if (ObstacleToMerging(node, input, group, other) is { } obstacle)
            {
                log.Refuse(input, node, obstacle, other);
            }
            else
            {
                Merge(group, other);
            }
        }
    }

    /// <summary>Why the node's group and the one that computes its input cannot be one; null when they can.</summary>
    private FusionReason? ObstacleToMerging(Node node, Node input, Group group, Group other)
    {
        if (other.Kind != GroupKind.Loop)
        {
            return other.Kind == GroupKind.Library ? FusionReason.LibraryOp : FusionReason.OtherProduct;
        }
        if (!group.Domain.Equals(other.Domain))
        {
            return FusionReason.OtherSpace;
        }
        if (group.Kind == GroupKind.Contraction && other.Reduced is not null)
        {
            return FusionReason.ReductionOfProduct;
        }
        if (group.Reduced is { } mine && other.Reduced is { } its && !Alignment.SameAxes(mine, its, group.Domain))
        {
            return FusionReason.OtherReduction;
        }
        if ((other.KernelType ?? group.KernelType) != (group.KernelType ?? other.KernelType))
        {
            return FusionReason.OtherType;
        }
        if (group.Nodes.Count + other.Nodes.Count > MostNodes)
        {
            return FusionReason.TooManyNodes;
        }
        if (!ArePreparedAlike(group.Nodes[0], other.Nodes[0]))
        {
            return FusionReason.Prepared;
        }
        if (ConvLowering.IsConvolution(group) && !ReadsWalkLines(other.Nodes, group.Domain, group, other))
        {
            return FusionReason.IrregularLines;
        }
        Axes? axes = group.Reduced ?? other.Reduced;
        bool full = group.Full.Contains(node);
        if (axes is { } a && !a.Contains(Group.LastAxis(group.Domain))
            && (group.AfterReduction.Count > 0 || other.AfterReduction.Count > 0 || (group.Reduced is not null && other.Reduced is not null && full)))
        {
            return FusionReason.ReductionOfColumns;
        }
        if (!Alignment.IsAligned(input, other, axes ?? default, node.Shape, full))
        {
            return FusionReason.NotAligned;
        }
        if (group.ReachesThroughOthers(other) || other.ReachesThroughOthers(group))
        {
            return FusionReason.Cycle;
        }
        return DirectReadsAligned(group, other, axes) && DirectReadsAligned(other, group, axes) ? null : FusionReason.NotAligned;
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
                if (ContractionLowering.IsContraction(node.Op))
                {
                    // A product reads whole rows and columns of its operands, also where they have its own shape.
                    return false;
                }
                bool reads = node.Op is ReduceOp
                    ? Alignment.IsAligned(input, producer, axes ?? default, input.Shape, full: true)
                    : Alignment.IsAligned(input, producer, axes ?? default, node.Shape, consumer.Full.Contains(node));
                bool afterReduction = !producer.Full.Contains(Views.Source(input)) || producer.AfterReduction.Contains(Views.Source(input));
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

    private bool AreSiblings(Group a, Group b) =>
        a.Kind == GroupKind.Loop && b.Kind == GroupKind.Loop && a.IsColumn && b.IsColumn
        && a.Domain.Equals(b.Domain) && Alignment.SameAxes(a.Reduced!.Value, b.Reduced!.Value, a.Domain)
        && a.KernelType == b.KernelType && ArePreparedAlike(a.Nodes[0], b.Nodes[0]) && a.Nodes.Count + b.Nodes.Count <= MostNodes
        && SourcesOf(a).Overlaps(SourcesOf(b)) && !a.Reaches(b) && !b.Reaches(a);

    private static HashSet<Node> SourcesOf(Group group) =>
        new(group.Nodes.SelectMany(n => n.Inputs.ToArray()).Where(i => i.Shape.Count > 1).Select(i => Views.Source(i)), ReferenceEqualityComparer.Instance);

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
}
