namespace NeuralJit.Kernels;

/// <summary>Some rows of a kernel over rows.</summary>
internal readonly struct RowRange<TArguments>(in TArguments arguments, long first, long last)
    where TArguments : unmanaged
{
    /// <summary>What the kernel works on.</summary>
    public readonly TArguments Arguments = arguments;

    /// <summary>The first row.</summary>
    public readonly long First = first;

    /// <summary>One past the last row.</summary>
    public readonly long Last = last;
}
