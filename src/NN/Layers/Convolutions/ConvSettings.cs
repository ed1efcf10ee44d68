using System.Globalization;

namespace NeuralJit.NN;

/// <summary>What every kind of convolution is made from.</summary>
internal sealed record ConvSettings(
    int Rank, int InChannels, int OutChannels, IntList Kernel, IntList Strides, IntList Dilations, int Groups, bool Bias, long? Seed,
    Initializer? WeightInitializer, DType DType)
{
    /// <summary>Spreads what is given once over all dimensions and checks the channels.</summary>
    public static ConvSettings Create(
        string layer, int rank, int inChannels, int outChannels, PerDimension kernelSize, PerDimension? stride, PerDimension? dilation,
            int groups, bool bias,
        long? seed, Initializer? weightInitializer, DType dtype)
    {
        NumberRules.AtLeast(layer, nameof(inChannels), inChannels, 1);
        NumberRules.AtLeast(layer, nameof(outChannels), outChannels, 1);
        if (groups < 1 || inChannels % groups != 0 || outChannels % groups != 0)
        {
            throw new GraphException(string.Create(CultureInfo.InvariantCulture,
                $"{layer}: groups must be at least 1 and divide the input and the output channels, got {groups} groups for {inChannels} "
                + $"and {outChannels} channels"));
        }
        return new ConvSettings(rank, inChannels, outChannels, kernelSize.Over(rank, layer + ": kernel size", least: 1),
            (stride ?? 1).Over(rank, layer + ": stride", least: 1),
            (dilation ?? 1).Over(rank, layer + ": dilation", least: 1), groups, bias, seed, weightInitializer, dtype);
    }
}
