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
        if (group.IsConvolution && !ReadsWalkLines(other.Nodes, group.Domain, group, other))
        {
            return FusionReason.IrregularLines;
        }
        Axes? axes = group.Reduced ?? other.Reduced;
        bool full = group.Full.Contains(node);
        if (axes is { } a && !a.Contains(Group.LastAxis(group.Domain))
            && (group.AfterReduction.Count > 0 || other.AfterReduction.Count > 0
                || (group.Reduced is not null && other.Reduced is not null && full)))
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
                if (!reads || (afterReduction && axes is { } a && !a.Contains(Group.LastAxis(consumer.Domain)) && isInRows))
                {
                    return false;
                }
            }
        }
        return true;
    }

    private void Merge(Group group, Group other)
    {
        foreach (Node node in other.Nodes)
        {
            groupOf[node] = group;
        }
        group.TakeIn(other);
        merged.Add(other);
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
