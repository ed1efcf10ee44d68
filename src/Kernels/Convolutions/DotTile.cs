namespace NeuralJit.Kernels;

/// <summary>What the innermost part of a weight gradient works on; strides in elements.</summary>
internal unsafe struct DotTile<T>
    where T : unmanaged
{
    /// <summary>The first channel of dy.</summary>
    public T* D;

    /// <summary>The planes that the taps read.</summary>
    public T* X;

    /// <summary>The first element of the result.</summary>
    public T* C;

    /// <summary>Where each tap begins to read.</summary>
    public long* Taps;

    /// <summary>What is added to that for each 64 bytes of a channel of dy.</summary>
    public long* Places;

    /// <summary>All bits of the places that belong to results; null if all do.</summary>
    public T* Masks;

    /// <summary>The number of places.</summary>
    public int Steps;

    /// <summary>The number of samples.</summary>
    public int Samples;

    /// <summary>Between channels of dy.</summary>
    public long Pitch;

    /// <summary>Between samples of dy.</summary>
    public long DSample;

    /// <summary>Between samples of the planes.</summary>
    public long XSample;

    /// <summary>Between rows of the result.</summary>
    public long CPitch;

    /// <summary>Whether the result is added to.</summary>
    public bool Accumulate;
}
