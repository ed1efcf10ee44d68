using System.Globalization;
using System.Text;

namespace NeuralJit.NN;

/// <summary>What convolutions and transposed convolutions have in common: weight, bias, window, printing.</summary>
public abstract class ConvNd : Module
{
    private readonly ConvPadding padding;

    private protected ConvNd(ConvSettings settings, ConvPadding padding, Shape weight)
    {
        Settings = settings;
        this.padding = padding;
        (IntList before, IntList after) = padding.Around(settings.Kernel, settings.Dilations);
        Window = ConvWindow.Create(
            settings.Rank, settings.Strides, null, settings.Dilations, settings.Groups) with
        { PadsBefore = before, PadsAfter = after };
        if (before.Any(p => p < 0))
        {
            throw new GraphException($"{TypeName}: padding must not be negative, got {before}");
        }
        // PyTorch's default: kaiming_uniform with a = √5, which is uniform in ±1/√fan; the bias has the same bound.
        Initializer initializer = settings.WeightInitializer ?? Initializer.KaimingUniform(Gain.LeakyRelu(Math.Sqrt(5)));
        Weight = Parameter("weight", new TensorType(settings.DType, weight), initializer, settings.Seed);
        if (settings.Bias)
        {
            double bound = 1 / Math.Sqrt(weight.Count / weight[0]);
            Bias = Parameter(
                "bias", new TensorType(settings.DType, [settings.OutChannels]), Initializer.Uniform(-bound, bound), settings.Seed);
        }
    }

    /// <summary>The kernels: (out, in / groups, kernel…); transposed convolutions have (in, out / groups, kernel…).</summary>
    public Parameter Weight { get; }

    /// <summary>What is added to each output channel, of shape (out), or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Channels that go in.</summary>
    public int InChannels => Settings.InChannels;

    /// <summary>Channels that come out.</summary>
    public int OutChannels => Settings.OutChannels;

    /// <summary>What the constructor was given.</summary>
    private protected ConvSettings Settings { get; }

    /// <summary>How the kernel moves, padding included.</summary>
    private protected ConvWindow Window { get; }

    /// <summary>What is printed between dilation and groups.</summary>
    private protected virtual string OutputPaddingText => "";

    /// <summary>What is printed at the end.</summary>
    private protected virtual string PaddingModeText => "";

    /// <inheritdoc/>
    protected override string Details
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture,
                $"{InChannels}, {OutChannels}, kernel_size={PythonText.Of(Settings.Kernel)}, stride={PythonText.Of(Settings.Strides)}");
            text.Append(padding.Text(Settings.Rank) is { Length: > 0 } pad ? $", padding={pad}" : "");
            text.Append(Settings.Dilations.AllAre(1) ? "" : $", dilation={PythonText.Of(Settings.Dilations)}").Append(OutputPaddingText);
            text.Append(Settings.Groups == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", groups={Settings.Groups}"));
            return text.Append(Bias is null ? ", bias=False" : "").Append(PaddingModeText).ToString();
        }
    }
}
