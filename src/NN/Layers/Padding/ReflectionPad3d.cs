namespace NeuralJit.NN;

/// <summary>Mirrors (N, C, D, H, W) or (C, D, H, W) at its ends, as torch.nn.ReflectionPad3d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom, front, back).</param>
public sealed class ReflectionPad3d(PerDimension padding) : PadNd(3, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Reflect);
}
