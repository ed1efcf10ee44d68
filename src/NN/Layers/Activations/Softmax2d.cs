namespace NeuralJit.NN;

/// <summary>Softmax over the channels at each place of (N, C, H, W) or (C, H, W).</summary>
public sealed class Softmax2d : Module
{
    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Rank is 3 or 4
        ? x.Softmax(-3)
        : throw new ShapeException($"Softmax2d: expected (N, C, H, W) or (C, H, W), got {x.Type}");
}
