namespace NeuralJit.NN;

/// <summary>Puts a value around (N, C, H, W) or (C, H, W), as torch.nn.ConstantPad2d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom).</param>
/// <param name="value">What is put there.</param>
public sealed class ConstantPad2d(PerDimension padding, double value) : ConstantPadNd(2, padding, value);
