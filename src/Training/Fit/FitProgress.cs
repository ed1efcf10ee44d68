namespace NeuralJit.Training;

/// <summary>Where a fit stands; reported after each step and, with an evaluation, after each epoch.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps of this epoch so far.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch so far.</param>
/// <param name="Accuracy">The accuracy of this epoch so far, from 0 to 1, or null when the objective has none.</param>
/// <param name="SamplesPerSecond">The speed of this epoch so far.</param>
/// <param name="Validation">The evaluation at the end of an epoch, else null.</param>
public readonly record struct FitProgress(
    int Epoch, int Epochs, int Step, int Steps, double Loss, double? Accuracy, double SamplesPerSecond, Evaluation? Validation);
