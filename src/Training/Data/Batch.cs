namespace NeuralJit.Training;

/// <summary>Some samples of a data set; valid until the next batch, which reuses the memory.</summary>
/// <param name="Inputs">Inputs, of shape (samples, …).</param>
/// <param name="Targets">Targets, of shape (samples, …).</param>
public readonly record struct Batch(TensorData Inputs, TensorData Targets)
{
    /// <summary>Number of samples.</summary>
    public int Count => Inputs.Shape[0];
}
