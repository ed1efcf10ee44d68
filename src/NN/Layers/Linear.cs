using System.Globalization;

namespace NeuralJit.NN;

/// <summary>
/// y = x · Wᵀ + b for x of shape (…, in): (…, out). Weight and bias are drawn uniformly from ±1/√in, as PyTorch does.
/// </summary>
public sealed class Linear : Module
{
    /// <summary>Makes a layer.</summary>
    /// <param name="inFeatures">Size of each input.</param>
    /// <param name="outFeatures">Size of each output.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="seed">
    /// Which random numbers the parameters are filled with; null: others for each layer. Layers of one shape and seed are equal.
    /// <see cref="Component.Initialize"/> of the whole model makes it reproducible.
    /// </param>
    /// <param name="weightInitializer">What fills the weight, if not PyTorch's default.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public Linear(int inFeatures, int outFeatures, bool bias = true, long? seed = null, Initializer? weightInitializer = null,
        DType dtype = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inFeatures);
        ArgumentOutOfRangeException.ThrowIfNegative(outFeatures);
        Initializer initializer = weightInitializer ?? Initializer.KaimingUniform(Gain.LeakyRelu(Math.Sqrt(5)));
        Weight = Parameter("weight", new TensorType(dtype, [outFeatures, inFeatures]), initializer, seed);
        if (bias)
        {
            double bound = 1 / Math.Sqrt(Math.Max(1, inFeatures));
            Bias = Parameter("bias", new TensorType(dtype, [outFeatures]), Initializer.Uniform(-bound, bound), seed);
        }
    }

    /// <summary>Makes a layer with a bias whose numbers are of an element type, f32 or f64.</summary>
    /// <param name="inFeatures">Size of each input.</param>
    /// <param name="outFeatures">Size of each output.</param>
    /// <param name="dtype">The element type.</param>
    public Linear(int inFeatures, int outFeatures, DType dtype) : this(inFeatures, outFeatures, bias: true, dtype: dtype)
    {
    }

    /// <summary>W, of shape (out, in).</summary>
    public Parameter Weight { get; }

    /// <summary>b, of shape (out), or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>Size of each input.</summary>
    public int InFeatures => Weight.Shape[1];

    /// <summary>Size of each output.</summary>
    public int OutFeatures => Weight.Shape[0];

    /// <inheritdoc/>
    protected override string Details => string.Create(CultureInfo.InvariantCulture,
        $"in_features={InFeatures}, out_features={OutFeatures}, bias={PythonText.Of(Bias is not null)}");

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.Linear(Weight, Bias?.Read());
}
