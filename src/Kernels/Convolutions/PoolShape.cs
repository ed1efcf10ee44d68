namespace NeuralJit.Kernels;

/// <summary>A window that moves over planes: 1 to 3 spatial dimensions, one entry per dimension in each list.</summary>
public readonly ref struct PoolShape
{
    /// <summary>Planes: samples times channels.</summary>
    public required int Planes { get; init; }

    /// <summary>Extents of a plane.</summary>
    public required ReadOnlySpan<int> Input { get; init; }

    /// <summary>Extents of the window.</summary>
    public required ReadOnlySpan<int> Kernel { get; init; }

    /// <summary>Extents of a result.</summary>
    public required ReadOnlySpan<int> Output { get; init; }

    /// <summary>Steps between neighbouring windows.</summary>
    public required ReadOnlySpan<int> Strides { get; init; }

    /// <summary>What lies before the first element; what lies after the last follows from the extents.</summary>
    public required ReadOnlySpan<int> PadsBefore { get; init; }

    /// <summary>Steps between neighbouring elements of the window.</summary>
    public required ReadOnlySpan<int> Dilations { get; init; }
}
