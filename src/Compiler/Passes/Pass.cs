namespace NeuralJit.Compilation;

/// <summary>A named step of the pipeline: a graph in, an equivalent graph out.</summary>
/// <param name="Name">What dumps call it.</param>
/// <param name="Run">The step; it counts the rules that fire in the log.</param>
internal sealed record Pass(string Name, Func<Graph, RewriteLog, Graph> Run)
{
    /// <summary>The names of its rules, for a pass that is made of rules.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}

/// <summary>A rewrite rule: a node, its inputs already rewritten, to an equal one, or null where it does not apply.</summary>
/// <param name="Name">The rule as algebra.</param>
/// <param name="Apply">The rule as code.</param>
internal sealed record Rule(string Name, Func<Node, Node?> Apply);

/// <summary>Counts how often each rule fired.</summary>
internal sealed class RewriteLog
{
    private readonly Dictionary<string, int> counts = [];

    /// <summary>Rule names and counts.</summary>
    public IReadOnlyDictionary<string, int> Counts => counts;

    /// <summary>Counts one application.</summary>
    public void Fired(string rule) => counts[rule] = counts.GetValueOrDefault(rule) + 1;
}

/// <summary>Passes made of rules.</summary>
internal static class RulePass
{
    /// <summary>A pass that applies the first rule that fits, node by node, until none does.</summary>
    public static Pass Of(string name, params Rule[] rules) => new(name, (graph, log) => graph.Rewrite(node =>
    {
        foreach (Rule rule in rules)
        {
            if (rule.Apply(node) is { } result && !ReferenceEquals(result, node))
            {
                log.Fired(rule.Name);
                return result;
            }
        }
        return node;
    }))
    {
        Rules = [.. rules.Select(rule => rule.Name)],
    };
}
