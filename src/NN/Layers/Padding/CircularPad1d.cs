namespace NeuralJit.NN;

/// <summary>Continues (N, C, L) or (C, L) as if it were a ring, as torch.nn.CircularPad1d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left and right).</param>
public sealed class CircularPad1d(PerDimension padding) : PadNd(1, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Circular);
}
