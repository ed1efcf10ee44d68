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
