namespace NeuralJit;

/// <summary>How thoroughly gradients are checked.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>The greatest error of a derivative, relative to its size, that passes.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>How far a value is moved to both sides, relative to its size.</summary>
    public double Step { get; init; } = 3e-5;

    /// <summary>Tensors of at most this many elements are checked element by element; of greater ones that many are picked.</summary>
    public int MostElements { get; init; } = 64;

    /// <summary>Random directions in which each tensor is checked as a whole.</summary>
    public int Projections { get; init; } = 2;

    /// <summary>Seed of the directions.</summary>
    public int Seed { get; init; } = 1;
}
