namespace NeuralJit.NN;

/// <summary>
/// Deals out the channels (dimension 1): channel i·n + j of n = channels / groups goes to j·groups + i: Zhang et al. 2017.
/// </summary>
/// <param name="groups">The number of groups.</param>
public sealed class ChannelShuffle(int groups) : Module
{
    private readonly int groups = NumberRules.AtLeast("ChannelShuffle", nameof(groups), groups, 1);

    /// <inheritdoc/>
    protected override string Details => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"groups={groups}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.ChannelShuffle(groups);
}
