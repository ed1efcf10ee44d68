namespace NeuralJit.Compilation;

/// <summary>What a pass did.</summary>
/// <param name="Name">The pass.</param>
/// <param name="Before">The graph that it was given.</param>
/// <param name="After">The graph that it left.</param>
/// <param name="Rewrites">Every rewrite, in order.</param>
/// <param name="Time">How long it took.</param>
public sealed record PassReport(string Name, Graph Before, Graph After, IReadOnlyList<RewriteReport> Rewrites, TimeSpan Time)
{
    /// <summary>Rules that fired, with how often.</summary>
    public IReadOnlyDictionary<string, int> Rules { get; } = Rewrites.CountBy(r => r.Rule).ToDictionary();
}

/// <summary>One application of a rule.</summary>
/// <param name="Rule">The rule as algebra.</param>
/// <param name="Before">What it was applied to; its inputs are already those of the graph after the pass.</param>
/// <param name="After">What it made, before the nodes below it were rewritten in turn.</param>
/// <param name="Time">How long it took to find and to build.</param>
public sealed record RewriteReport(string Rule, Node Before, Node After, TimeSpan Time);
