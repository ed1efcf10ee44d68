namespace NeuralJit.Kernels;

/// <summary>The extents of a convolution: 1 to 3 spatial dimensions, one entry per dimension in each list.</summary>
public readonly ref struct ConvolutionShape
{
    /// <summary>Samples.</summary>
    public required int Batch { get; init; }

    /// <summary>Groups of channels.</summary>
    public required int Groups { get; init; }

    /// <summary>Channels of the input, of all groups together.</summary>
    public required int InputChannels { get; init; }

    /// <summary>Channels of the result, of all groups together.</summary>
    public required int OutputChannels { get; init; }

    /// <summary>Spatial extents of the input.</summary>
    public required ReadOnlySpan<int> Input { get; init; }

    /// <summary>Extents of the kernel.</summary>
    public required ReadOnlySpan<int> Kernel { get; init; }

    /// <summary>Spatial extents of the result.</summary>
    public required ReadOnlySpan<int> Output { get; init; }

    /// <summary>Steps between neighbouring results.</summary>
    public required ReadOnlySpan<int> Strides { get; init; }

    /// <summary>Zeros before the first element of the input; those after the last follow from the extents.</summary>
    public required ReadOnlySpan<int> PadsBefore { get; init; }

    /// <summary>Steps between neighbouring elements of the kernel.</summary>
    public required ReadOnlySpan<int> Dilations { get; init; }
}
