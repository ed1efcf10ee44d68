namespace NeuralJit.NN;

/// <summary>Convolution over signals (N, C, L), as torch.nn.Conv1d.</summary>
public sealed class Conv1d : Convolution
{
    /// <summary>Makes a layer.</summary>
    /// <param name="inChannels">Channels that go in.</param>
    /// <param name="outChannels">Channels that come out.</param>
    /// <param name="kernelSize">Extents of the kernel.</param>
    /// <param name="stride">Steps between neighbouring results (1).</param>
    /// <param name="padding">How much is padded at either end (0), or "valid" or "same".</param>
    /// <param name="dilation">Steps between neighbouring elements of the kernel (1).</param>
    /// <param name="groups">Parts into which the channels are divided; each output channel sees those of its part only.</param>
    /// <param name="bias">Whether a bias per output channel is added.</param>
    /// <param name="paddingMode">With what is padded.</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each layer.</param>
    /// <param name="weightInitializer">What fills the weight, if not PyTorch's default.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public Conv1d(
        int inChannels, int outChannels, PerDimension kernelSize, PerDimension? stride = null, ConvPadding? padding = null,
            PerDimension? dilation = null,
        int groups = 1, bool bias = true, PadMode paddingMode = PadMode.Zeros, long? seed = null, Initializer? weightInitializer = null,
            DType dtype = DType.Float32)
        : base(ConvSettings.Create(
            nameof(Conv1d), 1, inChannels, outChannels, kernelSize, stride, dilation, groups, bias, seed, weightInitializer, dtype),
            padding ?? 0, paddingMode)
    {
    }
}
