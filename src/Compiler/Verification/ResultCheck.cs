namespace NeuralJit.Compilation;

/// <summary>One result of a program, computed three ways: by the compiled program, in eager mode and in float64.</summary>
public sealed record ResultCheck
{
    // How much farther than eager mode from float64 a result may be that eager mode itself gets wrong (a difference of nearly equal
    // numbers).
    private const double IllConditionedFactor = 4;

    /// <summary><c>output 0</c>, or the name of an updated variable in quotes.</summary>
    public required string Name { get; init; }

    /// <summary>Its type.</summary>
    public required TensorType Type { get; init; }

    /// <summary>The compiled result against eager mode.</summary>
    public required ResultError AgainstEager { get; init; }

    /// <summary>The compiled result against float64.</summary>
    public required ResultError AgainstFloat64 { get; init; }

    /// <summary>Eager mode against float64: what rounding alone does.</summary>
    public required ResultError EagerAgainstFloat64 { get; init; }

    /// <summary>The greatest error against eager mode that passes.</summary>
    public required double Tolerance { get; init; }

    /// <summary>Whether eager mode itself is farther than that from float64, so that rounding decides and float64 is the measure.</summary>
    public bool IsIllConditioned => !(EagerAgainstFloat64.Relative <= Tolerance);

    /// <summary>
    /// Whether the result is within the tolerance of eager mode or, where that is not exact itself, about as near to float64.
    /// </summary>
    public bool Passed => AgainstEager.Relative <= Tolerance
        || (IsIllConditioned && AgainstFloat64.Relative <= (IllConditionedFactor * EagerAgainstFloat64.Relative) + Tolerance);

    /// <summary>For example <c>output 0 f32[4,3]: ok, against eager 1.2e-07 (3 ulp, at [0,4]), …</c>.</summary>
    public override string ToString() =>
        $"{Name} {Type}: {(Passed ? "ok" : "MISMATCH")}, against eager {AgainstEager}, against float64 {AgainstFloat64}, eager against "
        + $"float64 {EagerAgainstFloat64}"
        + (Passed && AgainstEager.Relative > Tolerance ? "; rounding decides this result" : "");
}
