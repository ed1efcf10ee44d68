namespace NeuralJit.Training;

/// <summary>Forward, backward and update on one batch.</summary>
public interface ITrainingStep
{
    /// <summary>What is made small.</summary>
    Objective Objective { get; }

    /// <summary>What the metrics of the objective gave for the last batch, as sums over its samples.</summary>
    ReadOnlySpan<float> MetricSums { get; }

    /// <summary>
    /// The terms whose sum is the loss of the last batch, from which follows that of an epoch; none where it is a mean over the samples.
    /// </summary>
    ReadOnlySpan<LossFraction> LossTerms => [];

    /// <summary>Does one step and gives the loss of before it.</summary>
    /// <param name="input">The batch, of shape (samples, …).</param>
    /// <param name="target">What the model should give, of shape (samples, …), of the type that the loss takes.</param>
    /// <param name="cancellation">Stops before anything is changed; once the update has begun, the step completes.</param>
    /// <exception cref="GraphException">The batch is empty or does not fit the model.</exception>
    /// <exception cref="OperationCanceledException">The step was cancelled; nothing was changed.</exception>
    float Run(TensorData input, TensorData target, CancellationToken cancellation = default);
}
