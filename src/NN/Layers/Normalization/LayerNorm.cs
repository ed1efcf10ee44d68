namespace NeuralJit.NN;

/// <summary>
/// (x − mean) / √(variance + eps) · weight + bias over the last dimensions of x, with the biased variance: Ba, Kiros
/// and Hinton 2016.
/// </summary>
public sealed class LayerNorm : Module
{
    private readonly Shape normalizedShape;
    private readonly double eps;

    /// <summary>Makes a layer that normalises over the last dimension.</summary>
    public LayerNorm(int normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType dtype = DType.Float32)
        : this([NumberRules.AtLeast("LayerNorm", nameof(normalizedShape), normalizedShape, 0)], eps, elementwiseAffine, bias, dtype)
    {
    }

    /// <summary>Makes a layer.</summary>
    /// <param name="normalizedShape">The extents of the last dimensions, over which it normalises.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="elementwiseAffine">Whether a weight (ones at first) is multiplied.</param>
    /// <param name="bias">Whether a bias (zeros at first) is added too.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public LayerNorm(Shape normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(normalizedShape);
        this.normalizedShape = normalizedShape.Rank > 0
            ? normalizedShape
            : throw new GraphException("LayerNorm: the normalised shape needs at least one dimension");
        this.eps = NumberRules.NotNegative("LayerNorm", nameof(eps), eps, dtype);
        if (elementwiseAffine)
        {
            var type = new TensorType(dtype, normalizedShape);
            Weight = Parameter("weight", type, Initializer.Ones);
            Bias = bias ? Parameter("bias", type, Initializer.Zeros) : null;
        }
    }

    /// <summary>The factor of each element, of the normalised shape, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>What is added to each element, of the normalised shape, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override string Details =>
        $"{PythonText.Of(normalizedShape)}, eps={PythonText.Of(eps)}, elementwise_affine={PythonText.Of(Weight is not null)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.LayerNorm(normalizedShape, Weight?.Read(), Bias?.Read(), eps);
}
