using System.Globalization;

namespace NeuralJit.Training;

/// <summary>How a fit ended.</summary>
/// <param name="Outcome">Why it ended.</param>
/// <param name="Epochs">Complete epochs.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Training">Loss and metrics over the last epoch's training samples, or null when no step was taken.</param>
/// <param name="Validation">The last evaluation, or null.</param>
/// <param name="Duration">How long it took, compilation included.</param>
/// <param name="Message">What happened, in one line.</param>
public sealed record FitReport(
    FitOutcome Outcome, int Epochs, long Steps, Evaluation? Training, Evaluation? Validation, TimeSpan Duration, string Message)
{
    /// <summary>For example <c>trained 40 epochs, 1800 steps in 1.3 s; training: loss 0.01234, accuracy 99.8 %</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Message} in {Duration.TotalSeconds:G3} s")
        + (Training is null ? "" : $"; training: {Training.Means}") + (Validation is null ? "" : $"; validation: {Validation.Means}");
}

/// <summary>Why a fit ended.</summary>
public enum FitOutcome
{
    /// <summary>All epochs were done.</summary>
    Completed,

    /// <summary>It was cancelled: the step that ran was completed and the model is as that step left it.</summary>
    Interrupted,

    /// <summary>The loss became infinite or not a number.</summary>
    Diverged,
}
