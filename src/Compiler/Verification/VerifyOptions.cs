namespace NeuralJit.Compilation;

/// <summary>How a program is checked.</summary>
public sealed record VerifyOptions
{
    /// <summary>
    /// The greatest error against eager mode, max|a − b| / max|b|, that passes for every result; null: 1e-5 for float32, 1e-12 for float64,
    /// 1e-2 for the half-precision types, and 0 for all others.
    /// </summary>
    /// <exception cref="GraphException">It is negative or no number.</exception>
    public double? Tolerance
    {
        get; init =>
        field = value is { } given ? NumberRules.Within("verify", nameof(Tolerance), given, 0, double.PositiveInfinity) : null;
    }

    /// <summary>Whether a mismatch is traced to the pass, rule or kernel that causes it.</summary>
    public bool Bisect { get; init; } = true;

    internal double ToleranceOf(DType dtype) => Tolerance ?? dtype switch
    {
        DType.Float32 => 1e-5,
        DType.Float64 => 1e-12,
        DType.Float16 or DType.BFloat16 => 1e-2,
        _ => 0,
    };
}
