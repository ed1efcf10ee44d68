using System.Globalization;
using NeuralJit.Training;

namespace NeuralJit.Cli;

/// <summary>
/// The best model of the epochs so far, in the file that the training is to write: a training that is interrupted, diverges or dies with
/// its process has not been for nothing. A training that ends replaces it with the last model.
/// </summary>
/// <param name="model">The model that is trained.</param>
/// <param name="settings">Where it is written.</param>
internal sealed class BestModel(SavedModel model, TrainSettings settings)
{
    private int epoch;
    private Evaluation? best;

    /// <summary>Where it is, or that there is none.</summary>
    public override string ToString() => best is null
        ? $"nothing was written to {settings.Output}"
        : string.Create(
            CultureInfo.InvariantCulture, $"best model (epoch {epoch}, held-out {100 * best.Accuracy ?? 0:F2} %) is in {settings.Output}");

    /// <summary>Passes reports on, and saves the model after each epoch that made it better.</summary>
    public Action<FitProgress> Watch(Action<FitProgress> next) => progress =>
    {
        Note(progress);
        next(progress);
    };

    private void Note(FitProgress progress)
    {
        if (progress.Validation is { } found && double.IsFinite(found.Loss)
            && (best is null || (found.Accuracy, -found.Loss).CompareTo((best.Accuracy, -best.Loss)) > 0))
        {
            model.Save(settings.Output, settings.Summary(progress.Epoch));
            (epoch, best) = (progress.Epoch, found);
        }
    }
}
