namespace NeuralJit.NN;

/// <summary>Puts a value around (N, C, D, H, W) or (C, D, H, W), as torch.nn.ConstantPad3d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom, front, back).</param>
/// <param name="value">What is put there.</param>
public sealed class ConstantPad3d(PerDimension padding, double value) : ConstantPadNd(3, padding, value);
