namespace NeuralJit.Training;

/// <summary>How a model is fitted.</summary>
public sealed record FitOptions
{
    /// <summary>How often the training samples are gone through.</summary>
    public int Epochs { get; init => field = NumberRules.AtLeast("fit", nameof(Epochs), value, 0); } = 1;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init => field = NumberRules.AtLeast("fit", nameof(BatchSize), value, 1); } = 64;

    /// <summary>
    /// Whether a smaller last batch of an epoch is left out, where the number of samples is no multiple of the batch size. Batch
    /// normalisation does not train on a batch of one sample (unless it has several places per channel), and on a few its statistics are
    /// poor.
    /// </summary>
    public bool DropLast { get; init; }

    /// <summary>Whether each epoch has the samples in another order.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>
    /// Which orders. A trainer that fits once more goes on with the orders of the epochs that follow; a new one begins again.
    /// </summary>
    public long Seed { get; init; }

    /// <summary>
    /// Whether a fit that diverges throws a <see cref="DivergenceException"/>; otherwise its report says so, as
    /// <see cref="FitOutcome.Diverged"/>, and the model has parameters that are of no use.
    /// </summary>
    public bool ThrowOnDivergence { get; init; } = true;

    /// <summary>Samples on which the model is evaluated after each epoch, or null.</summary>
    public Dataset? Validation { get; init; }
}
