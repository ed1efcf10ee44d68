using System.Globalization;

namespace NeuralJit.Training;

/// <summary>Where a fit stands; reported after each step; after the last one of an epoch when the epoch was evaluated.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps of this epoch so far.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Accuracy">The accuracy of this epoch so far, from 0 to 1, or null when the objective has none.</param>
/// <param name="SamplesPerSecond">The speed of this epoch so far.</param>
/// <param name="Validation">The evaluation at the end of an epoch, else null.</param>
public readonly record struct FitProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double? Accuracy, double SamplesPerSecond, Evaluation? Validation)
{
    /// <summary>Whether an epoch ends here: <c>p => { if (p.IsEpochEnd) Console.WriteLine(p); }</c>.</summary>
    public bool IsEpochEnd => Step == Steps;

    /// <summary>
    /// For example <c>epoch 3/40, step 45/45: loss 0.06731, accuracy 98.1 %; held out: loss 0.1043, accuracy 96.9 % (360 samples); 4,456
    /// samples/s</c>.
    /// </summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"epoch {Epoch}/{Epochs}, step {Step}/{Steps}: loss "
        + $"{Loss:G4}{(Accuracy is { } accuracy ? $", accuracy {100 * accuracy:F1} %" : "")}"
        + $"{(Validation is null ? "" : $"; held out: {Validation}")}; {SamplesPerSecond:N0} samples/s");
}
