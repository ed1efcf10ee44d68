namespace NeuralJit.NN;

/// <summary>Puts a value around (N, C, L) or (C, L), as torch.nn.ConstantPad1d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left and right).</param>
/// <param name="value">What is put there.</param>
public sealed class ConstantPad1d(PerDimension padding, double value) : ConstantPadNd(1, padding, value);
