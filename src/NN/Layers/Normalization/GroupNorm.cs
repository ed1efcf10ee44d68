using System.Globalization;

namespace NeuralJit.NN;

/// <summary>
/// (x − mean) / √(variance + eps) · weight + bias for x of shape (N, C, …), where mean and biased variance are those of one group of
/// channels of one sample: Wu and He 2018.
/// </summary>
public sealed class GroupNorm : Module
{
    private readonly int numGroups;
    private readonly int numChannels;
    private readonly double eps;

    /// <summary>Makes a layer.</summary>
    /// <param name="numGroups">How many groups the channels form.</param>
    /// <param name="numChannels">C.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether weight and bias per channel are learned.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public GroupNorm(int numGroups, int numChannels, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32)
    {
        NumberRules.AtLeast("GroupNorm", nameof(numChannels), numChannels, 0);
        NumberRules.NotNegative("GroupNorm", nameof(eps), eps, dtype);
        if (numGroups < 1 || numChannels % numGroups != 0)
        {
            throw new GraphException(
                FormattableString.Invariant($"GroupNorm: {numGroups} groups must divide {numChannels} channels; numGroups is at least 1"));
        }
        (this.numGroups, this.numChannels, this.eps) = (numGroups, numChannels, eps);
        if (affine)
        {
            var type = new TensorType(dtype, [numChannels]);
            Weight = Parameter("weight", type, Initializer.Ones);
            Bias = Parameter("bias", type, Initializer.Zeros);
        }
    }

    /// <summary>The factor of each channel, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>What is added to each channel, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture,
        $"{numGroups}, {numChannels}, eps={PythonText.Of(eps)}, affine={PythonText.Of(Weight is not null)}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Rank >= 2 && x.Shape[1] == numChannels
        ? x.GroupNorm(numGroups, Weight?.Read(), Bias?.Read(), eps)
        : throw new ShapeException(
            string.Create(CultureInfo.InvariantCulture, $"GroupNorm: expected (batch, {numChannels}, …), got {x.Type}"));
}
