namespace NeuralJit.Kernels.Tests;

/// <summary>The ways a test tensor lies in memory.</summary>
public enum Layout
{
    /// <summary>Row-major, no gaps.</summary>
    Dense,

    /// <summary>Column-major.</summary>
    Transposed,

    /// <summary>Row-major with gaps after each dimension.</summary>
    Padded,

    /// <summary>Every other dimension repeats.</summary>
    Broadcast,
}
