namespace NeuralJit.NN;

/// <summary>Repeats the ends of (N, C, L) or (C, L), as torch.nn.ReplicationPad1d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left and right).</param>
public sealed class ReplicationPad1d(PerDimension padding) : PadNd(1, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Replicate);
}
