namespace NeuralJit.Compilation;

/// <summary>What the fuser refused, and why.</summary>
internal sealed class FusionLog
{
    private readonly Dictionary<Use, Refusal> refused = [];

    /// <summary>
    /// Remembers why <paramref name="consumer"/> is not in the kernel that computes <paramref name="input"/>; the first reason stands.
    /// </summary>
    public void Refuse(Node input, Node consumer, FusionReason reason, Group group) =>
        refused.TryAdd(new Use(Views.Source(input), consumer), new Refusal(reason, group.Domain, group.Reduced));

    /// <summary>One entry for each use of a computed value by another op, in the graph's order.</summary>
    /// <param name="graph">The graph that was cut.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="kernels">The groups that became one kernel each; the ops of all others run one by one.</param>
    public IReadOnlyList<FusionReport> Reports(Graph graph, IEnumerable<Group> groups, IReadOnlySet<Group> kernels)
    {
        Dictionary<Node, Group> groupOf = Group.Members(groups);
        var reports = new List<FusionReport>();
        foreach (Node consumer in graph.Nodes)
        {
            if (!groupOf.TryGetValue(consumer, out Group? group))
            {
                continue;
            }
            foreach (Node producer in consumer.Inputs.ToArray().Select(Views.Source).Distinct())
            {
                if (groupOf.TryGetValue(producer, out Group? other))
                {
                    reports.Add(Report(producer, consumer, other, group, kernels));
                }
            }
        }
        return reports;
    }

    private FusionReport Report(Node producer, Node consumer, Group from, Group to, IReadOnlySet<Group> kernels)
    {
        if (ReferenceEquals(from, to))
        {
            return new FusionReport(
                producer, consumer, kernels.Contains(to) ? FusionReason.Fused : FusionReason.NoLoopNest, to.Domain.ToString());
        }
        return refused.TryGetValue(new Use(producer, consumer), out Refusal? refusal)
            ? new FusionReport(
                producer, consumer, refusal.Reason, refusal.Domain + (refusal.Reduced is { } axes ? $" and reduces {axes}" : ""))
            : new FusionReport(producer, consumer, FusionReason.JoinedOther, "");
    }

    private sealed record Use(Node Producer, Node Consumer);

    private sealed record Refusal(FusionReason Reason, Shape Domain, Axes? Reduced);
}
