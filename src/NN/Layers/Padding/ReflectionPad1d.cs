namespace NeuralJit.NN;

/// <summary>Mirrors (N, C, L) or (C, L) at its ends, as torch.nn.ReflectionPad1d.</summary>
/// <param name="padding">How much: one number for all ends, or one for each (left and right).</param>
public sealed class ReflectionPad1d(PerDimension padding) : PadNd(1, padding)
{
    private protected override Node Pad(Node x, IntList before, IntList after) => x.Pad(before, after, PadMode.Reflect);
}
