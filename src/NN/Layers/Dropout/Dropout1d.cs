namespace NeuralJit.NN;

/// <summary>Dropout of whole channels of (N, C, L) or (C, L).</summary>
/// <param name="p">The probability of dropping a channel, from 0 to 1.</param>
public sealed class Dropout1d(double p = 0.5) : ChannelDropout(p, unbatchedRank: 2);
