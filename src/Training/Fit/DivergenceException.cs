namespace NeuralJit.Training;

/// <summary>A fit whose loss, or a parameter, became infinite or not a number; see <see cref="FitOptions.ThrowOnDivergence"/>.</summary>
/// <param name="report">What was reached until then.</param>
public sealed class DivergenceException(FitReport report) : Exception($"fit: {report.Message}")
{
    /// <summary>What was reached until then; its outcome is <see cref="FitOutcome.Diverged"/>.</summary>
    public FitReport Report { get; } = report;
}
