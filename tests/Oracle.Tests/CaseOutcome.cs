namespace NeuralJit.Oracle.Tests;

/// <summary>What became of a case in both modes.</summary>
/// <param name="Case">The case.</param>
/// <param name="Error">The greatest error as a share of what is allowed.</param>
/// <param name="Skipped">Why it was not run, or null.</param>
/// <param name="Failure">What was wrong, or null.</param>
internal sealed record CaseOutcome(OracleCase Case, double Error, string? Skipped, string? Failure)
{
    /// <summary>Runs a case eagerly and compiled.</summary>
    public static CaseOutcome Of(OracleCase oracle)
    {
        double worst = 0;
        foreach (bool compiled in (bool[])[false, true])
        {
            try
            {
                worst = Math.Max(worst, CaseRun.Check(oracle, compiled));
            }
            catch (UnsupportedCaseException reason)
            {
                return new CaseOutcome(oracle, 0, reason.Message, null);
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // One failing case must not hide the others: all are listed at the end.
                string text = error is AssertionException ? error.Message : error.ToString();
                return new CaseOutcome(oracle, double.PositiveInfinity, null, $"{oracle.Id} ({(compiled ? "compiled" : "eager")}): {text}");
            }
        }
        return new CaseOutcome(oracle, worst, null, null);
    }
}
