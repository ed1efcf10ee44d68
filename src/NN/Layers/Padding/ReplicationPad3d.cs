namespace NeuralJit.NN;

/// <summary>Repeats the ends of (N, C, D, H, W) or (C, D, H, W), as torch.nn.ReplicationPad3d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left, right, top, bottom, front, back).</param>
public sealed class ReplicationPad3d(PerDimension padding) : PadNd(3, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Replicate);
}
