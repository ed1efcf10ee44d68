namespace NeuralJit.Kernels;

/// <summary>What a normalisation by channel knows of each channel: one number per channel behind each address.</summary>
/// <typeparam name="T">The element type.</typeparam>
public readonly unsafe struct ChannelNumbers<T>
    where T : unmanaged
{
    /// <summary>The number of channels.</summary>
    public long Count { get; init; }

    /// <summary>The means.</summary>
    public T* Mean { get; init; }

    /// <summary>The variances.</summary>
    public T* Variance { get; init; }

    /// <summary>The factors, or null for 1.</summary>
    public T* Weight { get; init; }

    /// <summary>The summands, or null for 0.</summary>
    public T* Bias { get; init; }

    /// <summary>Added to the variances.</summary>
    public double Epsilon { get; init; }
}
