namespace NeuralJit.NN;

/// <summary>Transposed convolution over signals (N, C, L), as torch.nn.ConvTranspose1d.</summary>
public sealed class ConvTranspose1d : TransposedConvolution
{
    /// <summary>Makes a layer.</summary>
    /// <param name="inChannels">Channels that go in.</param>
    /// <param name="outChannels">Channels that come out.</param>
    /// <param name="kernelSize">Extents of the kernel.</param>
    /// <param name="stride">Steps in the result between neighbouring inputs (1).</param>
    /// <param name="padding">How much is cut off at either end (0).</param>
    /// <param name="outputPadding">How much is added at the far end (0); less than stride or dilation.</param>
    /// <param name="groups">Parts into which the channels are divided; each output channel sees those of its part only.</param>
    /// <param name="bias">Whether a bias per output channel is added.</param>
    /// <param name="dilation">Steps between neighbouring elements of the kernel (1).</param>
    /// <param name="seed">Which random numbers the parameters are filled with; null: others for each layer.</param>
    /// <param name="weightInitializer">What fills the weight, if not PyTorch's default.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public ConvTranspose1d(
        int inChannels, int outChannels, PerDimension kernelSize, PerDimension? stride = null, PerDimension? padding = null,
            PerDimension? outputPadding = null,
        int groups = 1, bool bias = true, PerDimension? dilation = null, long? seed = null, Initializer? weightInitializer = null,
            DType dtype = DType.Float32)
        : base(ConvSettings.Create(nameof(ConvTranspose1d), 1, inChannels, outChannels, kernelSize, stride, dilation, groups, bias, seed,
            weightInitializer, dtype),
            padding, outputPadding)
    {
    }
}
