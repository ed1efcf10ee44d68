using System.Diagnostics;

namespace NeuralJit.Compilation;

/// <summary>A named step of the pipeline: a graph in, an equivalent graph out.</summary>
/// <param name="Name">What dumps call it.</param>
/// <param name="Run">The step; it applies its rules through the log.</param>
internal sealed record Pass(string Name, Func<Graph, RewriteLog, Graph> Run)
{
    /// <summary>The names of its rules, for a pass that is made of rules.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];
}

/// <summary>A rewrite rule: a node, its inputs already rewritten, to an equal one, or null where it does not apply.</summary>
/// <param name="Name">The rule as algebra.</param>
/// <param name="Apply">The rule as code.</param>
internal sealed record Rule(string Name, Func<Node, Node?> Apply);

/// <summary>Applies rules and records every rewrite.</summary>
/// <param name="limit">How many rewrites may happen; later ones are left out. Whoever looks for a wrong rule halves it.</param>
internal sealed class RewriteLog(int limit = int.MaxValue)
{
    private readonly List<RewriteReport> rewrites = [];

    /// <summary>The rewrites in the order in which they happened.</summary>
    public IReadOnlyList<RewriteReport> Rewrites => rewrites;

    /// <summary>What the first of the rules that fits makes of the node; the node itself when none does.</summary>
    public Node Apply(IReadOnlyList<Rule> rules, Node node)
    {
        if (rewrites.Count >= limit)
        {
            return node;
        }
        long start = Stopwatch.GetTimestamp();
        foreach (Rule rule in rules)
        {
            if (rule.Apply(node) is { } result && !ReferenceEquals(result, node))
            {
                rewrites.Add(new RewriteReport(rule.Name, node, result, Stopwatch.GetElapsedTime(start)));
                return result;
            }
        }
        return node;
    }
}

/// <summary>Passes made of rules.</summary>
internal static class RulePass
{
    /// <summary>A pass that applies the first rule that fits, node by node, until none does.</summary>
    public static Pass Of(string name, params Rule[] rules) => new(name, (graph, log) => graph.Rewrite(node => log.Apply(rules, node)))
    {
        Rules = [.. rules.Select(rule => rule.Name)],
    };
}
