namespace NeuralJit.NN;

/// <summary>Continues (N, C, H, W) or (C, H, W) as if it were a ring, as torch.nn.CircularPad2d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom).</param>
public sealed class CircularPad2d(PerDimension padding) : PadNd(2, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Circular);
}
