namespace NeuralJit.NN;

/// <summary>Mirrors (N, C, H, W) or (C, H, W) at its ends, as torch.nn.ReflectionPad2d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom).</param>
public sealed class ReflectionPad2d(PerDimension padding) : PadNd(2, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Reflect);
}
