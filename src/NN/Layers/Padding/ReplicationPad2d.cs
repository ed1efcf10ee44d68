namespace NeuralJit.NN;

/// <summary>Repeats the ends of (N, C, H, W) or (C, H, W), as torch.nn.ReplicationPad2d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom).</param>
public sealed class ReplicationPad2d(PerDimension padding) : PadNd(2, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Replicate);
}
