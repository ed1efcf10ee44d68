namespace NeuralJit.NN;

/// <summary>Dropout of whole channels of (N, C, H, W); three dimensions are (N, C, L), as in PyTorch.</summary>
/// <param name="p">The probability of dropping a channel, from 0 to 1.</param>
public sealed class Dropout2d(double p = 0.5) : ChannelDropout(p, unbatchedRank: 0);
