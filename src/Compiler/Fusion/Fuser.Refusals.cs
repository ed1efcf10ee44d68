namespace NeuralJit.Compilation;

/// <content>Remembering what was refused, for the report.</content>
internal sealed partial class Fuser
{
    /// <summary>Remembers why the node is not in the group that computes some of its inputs.</summary>
    private void Refuse(Node node, Group group, FusionReason reason)
    {
        foreach (Node input in node.Inputs)
        {
            if (ReferenceEquals(GroupOfReadable(input), group))
            {
                log.Refuse(input, node, reason, group);
            }
        }
    }

    /// <summary>Remembers one reason for all inputs that are computed and have none yet.</summary>
    private void RefuseAll(Node node, FusionReason reason)
    {
        foreach (Node input in node.Inputs)
        {
            if (GroupOfReadable(input) is { } group)
            {
                log.Refuse(input, node, reason, group);
            }
        }
    }
}
