namespace NeuralJit.Kernels;

/// <summary>What an element of a resampled axis is made of.</summary>
public enum ResampleMode
{
    /// <summary>The element at the rounded-down coordinate.</summary>
    Nearest,

    /// <summary>The element whose middle is nearest.</summary>
    NearestExact,

    /// <summary>The two neighbours, linearly.</summary>
    Linear,

    /// <summary>Four neighbours by cubic convolution with a = −0.75 (Keys 1981).</summary>
    Cubic,

    /// <summary>The average of the part that it stands for.</summary>
    Area,

    /// <summary>The axis mirrored at its ends, which are not repeated.</summary>
    Reflect,

    /// <summary>The first and last element repeated.</summary>
    Replicate,

    /// <summary>The axis repeated.</summary>
    Circular,
}
