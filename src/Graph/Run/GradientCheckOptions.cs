namespace NeuralJit;

/// <summary>How thoroughly gradients are checked.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The greatest error of a derivative, relative to its size, that passes.</summary>
    public double Tolerance { get; init => field = NumberRules.NotNegative("gradient check", nameof(Tolerance), value); } = 1e-5;

    /// <summary>How far a value is moved to both sides, relative to its size.</summary>
    public double Step { get; init => field = NumberRules.Positive("gradient check", nameof(Step), value); } = 3e-5;

    /// <summary>Tensors of at most this many elements are checked element by element; of greater ones that many are picked.</summary>
    public int MostElements { get; init => field = NumberRules.AtLeast("gradient check", nameof(MostElements), value, 1); } = 64;

    /// <summary>Random directions in which each tensor is checked as a whole.</summary>
    public int Projections { get; init => field = NumberRules.AtLeast("gradient check", nameof(Projections), value, 0); } = 2;

    /// <summary>Seed of the directions.</summary>
    public int Seed { get; init; } = 1;
}
