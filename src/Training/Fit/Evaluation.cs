namespace NeuralJit.Training;

/// <summary>How good a model is on some samples.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metrics">The mean of each metric, by name.</param>
public sealed record Evaluation(int Samples, double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>The metric named accuracy, from 0 to 1, or null.</summary>
    public double? Accuracy => Metrics.TryGetValue("accuracy", out double value) ? value : null;
}
