namespace NeuralJit.Training;

/// <summary>How a model is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>How often the training samples are gone through.</summary>
    public int Epochs { get; init => field = NumberRules.AtLeast("fit", nameof(Epochs), value, 0); } = 1;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init => field = NumberRules.AtLeast("fit", nameof(BatchSize), value, 1); } = 64;

    /// <summary>Whether each epoch has the samples in another order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Which orders.</summary>
    public long Seed { get; init; }

    /// <summary>Samples on which the model is evaluated after each epoch, or null.</summary>
    public Dataset? Validation { get; init; }
}
