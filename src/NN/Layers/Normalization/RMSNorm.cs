namespace NeuralJit.NN;

/// <summary>x / √(mean(x²) + eps) · weight over the last dimensions of x: Zhang and Sennrich 2019.</summary>
public sealed class RMSNorm : Module
{
    private readonly Shape normalizedShape;
    private readonly double? eps;

    /// <summary>Makes a layer that normalises over the last dimension.</summary>
    public RMSNorm(int normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32)
        : this([NumberRules.AtLeast("RMSNorm", nameof(normalizedShape), normalizedShape, 0)], eps, elementwiseAffine, dtype)
    {
    }

    /// <summary>Makes a layer.</summary>
    /// <param name="normalizedShape">The extents of the last dimensions, over which it normalises.</param>
    /// <param name="eps">Added to the mean square; null for the distance of 1 to the next number.</param>
    /// <param name="elementwiseAffine">Whether a weight (ones at first) is multiplied.</param>
    /// <param name="dtype">The element type: f32 or f64.</param>
    public RMSNorm(Shape normalizedShape, double? eps = null, bool elementwiseAffine = true, DType dtype = DType.Float32)
    {
        ArgumentNullException.ThrowIfNull(normalizedShape);
        this.normalizedShape = normalizedShape.Rank > 0
            ? normalizedShape
            : throw new GraphException("RMSNorm: the normalised shape needs at least one dimension");
        this.eps = eps is { } given ? NumberRules.NotNegative("RMSNorm", nameof(eps), given, dtype) : null;
        Weight = elementwiseAffine ? Parameter("weight", new TensorType(dtype, normalizedShape), Initializer.Ones) : null;
    }

    /// <summary>The factor of each element, of the normalised shape, or null.</summary>
    public Parameter? Weight { get; }

    /// <inheritdoc/>
    protected override string Details =>
        $"{PythonText.Of(normalizedShape)}, eps={(eps is { } e ? PythonText.Of(e) : "None")}, "
        + $"elementwise_affine={PythonText.Of(Weight is not null)}";

    /// <inheritdoc/>
    protected override Node Compute(Node x) => x.RmsNorm(normalizedShape, Weight?.Read(), eps);
}
