namespace NeuralJit.NN;

/// <summary>
/// Dropout of whole channels: neighbours in an image say nearly the same, so dropping single ones would change little (Tompson et al.
/// 2015).
/// </summary>
public abstract class ChannelDropout : DropoutModule
{
    private readonly int unbatchedRank;

    private protected ChannelDropout(double p, int unbatchedRank) : base(p)
    {
        this.unbatchedRank = unbatchedRank;
    }

    private protected sealed override Node Drop(Node x)
    {
        int kept = x.Rank == unbatchedRank ? 1 : 2;
        return x.Rank >= 2
            ? Masked(x, [.. x.Shape.Extents[..kept], .. Enumerable.Repeat(1, x.Rank - kept)])
            : throw new ShapeException($"{TypeName}: expected (batch, channels, …), got {x.Type}");
    }
}
