namespace NeuralJit.NN;

/// <summary>Resizes (N, C, L), (N, C, H, W) or (N, C, D, H, W), as torch.nn.Upsample.</summary>
public sealed class Upsample : Module
{
    private readonly PerDimension? size;
    private readonly double? scaleFactor;
    private readonly string modeName;
    private readonly ResizeMode mode;
    private readonly int? rank;
    private readonly bool alignCorners;

    /// <summary>Makes a layer; either the size or the factor is given.</summary>
    /// <param name="size">Spatial extents of the result.</param>
    /// <param name="scaleFactor">By what the spatial extents are multiplied.</param>
    /// <param name="mode">"nearest", "nearest-exact", "linear", "bilinear", "trilinear", "bicubic" or "area".</param>
    /// <param name="alignCorners">
    /// Whether the middles of the corner elements coincide, instead of the outer edges (linear and cubic modes).
    /// </param>
    public Upsample(PerDimension? size = null, double? scaleFactor = null, string mode = "nearest", bool alignCorners = false)
    {
        if (size is null == scaleFactor is null)
        {
            throw new GraphException("Upsample: give either the size or the scale factor");
        }
        if (scaleFactor is { } given)
        {
            NumberRules.Positive("Upsample", nameof(scaleFactor), given);
        }
        if (size is { } sizes && sizes.Any(s => s < 1))
        {
            throw new GraphException($"Upsample: size must be at least 1, got {sizes}");
        }
        (this.size, this.scaleFactor, this.alignCorners, modeName) = (size, scaleFactor, alignCorners, mode);
        (this.mode, rank) = mode switch
        {
            "nearest" => (ResizeMode.Nearest, (int?)null),
            "nearest-exact" => (ResizeMode.NearestExact, null),
            "area" => (ResizeMode.Area, null),
            "linear" => (ResizeMode.Linear, 1),
            "bilinear" => (ResizeMode.Linear, 2),
            "trilinear" => (ResizeMode.Linear, 3),
            "bicubic" => (ResizeMode.Cubic, 2),
            _ => throw new GraphException(
                $"Upsample: mode is \"nearest\", \"nearest-exact\", \"linear\", \"bilinear\", \"trilinear\", \"bicubic\" or \"area\", "
                + $"got \"{mode}\""),
        };
    }

    /// <inheritdoc/>
    protected override string Details =>
        $"{(scaleFactor is { } factor ? "scale_factor=" + PythonText.Of(factor) : $"size={size}")}, mode='{modeName}'";

    /// <inheritdoc/>
    protected override Node Compute(Node x)
    {
        if (x.Rank is < 3 or > 5 || (rank is { } needed && x.Rank != needed + 2))
        {
            string dimensions = rank is { } r ? $"{r}" : "1 to 3";
            throw new ShapeException($"Upsample: mode \"{modeName}\" needs {dimensions} spatial dimensions, got {x.Type}");
        }
        return scaleFactor is { } factor
            ? x.ResizeBy([factor], mode, alignCorners)
            : x.Resize(size!.Value.Over(x.Rank - 2, "Upsample: size"), mode, alignCorners);
    }
}
