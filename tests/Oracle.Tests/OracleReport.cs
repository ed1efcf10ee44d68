using System.Globalization;
using System.Text;

namespace NeuralJit.Oracle.Tests;

/// <summary>The table of what was run.</summary>
internal sealed class OracleReport(CaseOutcome[] outcomes)
{
    public int Passed => outcomes.Count(o => o.Skipped is null && o.Failure is null);

    public string[] Failures => [.. outcomes.Where(o => o.Failure is not null).Select(o => o.Failure!).Order(StringComparer.Ordinal)];

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture, $"{"op",-52} {"cases",5} {"passed",6} {"skipped",7}  worst error (share of the tolerance)");
        foreach (IGrouping<string, CaseOutcome> group in outcomes.GroupBy(o => o.Case.Group).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            CaseOutcome[] run = [.. group.Where(o => o.Skipped is null)];
            string worst = run.Length == 0 ? "-" : run.Max(o => o.Error).ToString("0.000", CultureInfo.InvariantCulture);
            string reasons = string.Join(
                "; ", group.Where(o => o.Skipped is not null).Select(o => o.Skipped).Distinct().Order(StringComparer.Ordinal));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{group.Key,-52} {group.Count(),5} {run.Count(o => o.Failure is null),6} {group.Count() - run.Length,7}  "
                + $"{worst}{(reasons.Length > 0 ? "  skipped: " + reasons : "")}");
        }
        text.Append(CultureInfo.InvariantCulture,
            $"{outcomes.Length} cases: {Passed} passed, {outcomes.Count(o => o.Skipped is not null)} skipped, {Failures.Length} failed");
        return text.ToString();
    }
}
