using System.Globalization;

namespace NeuralJit.Training;

/// <summary>How good a model is on some samples.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Loss">The mean loss.</param>
/// <param name="Metrics">The mean of each metric, by name.</param>
public sealed record Evaluation(int Samples, double Loss, IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>The metric named accuracy, from 0 to 1, or null.</summary>
    public double? Accuracy => Metrics.TryGetValue("accuracy", out double value) ? value : null;

    /// <summary>Loss and metrics as text.</summary>
    internal string Means => string.Join(", ", Metrics.Select(m =>
        m.Key == "accuracy" ? Text($"accuracy {100 * m.Value:F1} %") : Text($"{m.Key} {m.Value:G4}")).Prepend(Text($"loss {Loss:G4}")));

    /// <summary>For example <c>loss 0.0934, accuracy 97.1 % (360 samples)</c>.</summary>
    public override string ToString() => Text($"{Means} ({Samples} samples)");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
