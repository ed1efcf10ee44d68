using System.Text;

namespace NeuralJit.Compilation;

/// <summary>Whether a compiled program computes what was written, and if not, what is to blame.</summary>
public sealed record VerificationReport
{
    /// <summary>The outputs, then the updated variables.</summary>
    public required IReadOnlyList<ResultCheck> Results { get; init; }

    /// <summary>Rules that fired and make results finite where the form that was written overflows: there float64 is the measure.</summary>
    public required IReadOnlyList<string> StabilityRules { get; init; }

    /// <summary>What made a result wrong; null when all passed or nobody looked.</summary>
    public Culprit? Culprit { get; init; }

    /// <summary>Whether every result passed.</summary>
    public bool Passed => Results.All(r => r.Passed);

    /// <summary>A line for each result, then what is to blame.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("verify: ").Append(Results.Count(r => r.Passed)).Append(" of ").Append(Results.Count).Append(" results are right\n");
        foreach (ResultCheck result in Results)
        {
            text.Append("  ").Append(result).Append('\n');
        }
        if (StabilityRules.Count > 0)
        {
            text.Append("  more stable than written by: ").AppendJoin("; ", StabilityRules).Append('\n');
        }
        return Culprit is null ? text.ToString() : text.Append(Culprit).Append('\n').ToString();
    }
}
