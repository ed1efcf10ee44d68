using System.Text;

namespace NeuralJit.Compilation;

/// <summary>What made a result wrong.</summary>
public sealed record Culprit
{
    /// <summary>The pass, or null when all passes left the results as they were.</summary>
    public string? Pass { get; init; }

    /// <summary>The rule whose application changed a result; null where the pass is not made of rules.</summary>
    public string? Rule { get; init; }

    /// <summary>What the rule was applied to.</summary>
    public Node? Before { get; init; }

    /// <summary>What it made of it.</summary>
    public Node? After { get; init; }

    /// <summary>The kernel that computes something else than its ops do; null when a pass is to blame.</summary>
    public KernelReport? Kernel { get; init; }

    /// <summary>The first wrong value of the kernel.</summary>
    public Node? Value { get; init; }

    /// <summary>How wrong it is.</summary>
    public ResultError? Error { get; init; }

    /// <summary>Whether the kernel is right, but something wrote over the value before it was read.</summary>
    public bool IsOverwritten { get; init; }

    /// <summary>Where the value or the rewritten node comes from: module and line of code, as far as known.</summary>
    public Origin? Origin => (Value ?? Before)?.Origin;

    /// <summary>A few lines: who, what, where.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Headline());
        if (Before is not null && After is not null)
        {
            text.Append("\n  before: ").Append(NodeExpression.Print(Before, _ => null)).Append("\n  after:  ")
                .Append(NodeExpression.Print(After, _ => null));
        }
        if (Value is not null)
        {
            text.Append("\n  value:  ").Append(NodeExpression.Print(Value, _ => null)).Append(' ').Append(Value.Type);
        }
        if (Origin?.ToString() is { Length: > 0 } origin)
        {
            text.Append("\n  at:     ").Append(origin);
        }
        return text.ToString();
    }

    private string Headline() => (Pass, Rule, Kernel) switch
    {
        ({ } pass, { } rule, _) => $"the rule \"{rule}\" of the pass \"{pass}\" changed a result",
        ({ } pass, null, _) => $"the pass \"{pass}\" changed a result",
        (_, _, { } kernel) when IsOverwritten => $"a value that kernel {kernel.Name} reads was overwritten before",
        (_, _, { } kernel) => $"kernel {kernel.Name} ({kernel.Kind}) computes something else than its ops: {Error}",
        _ => "every pass and every kernel alone is within the tolerance: their rounding errors add up",
    };
}
