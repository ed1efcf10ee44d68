namespace NeuralJit;

/// <summary>How elements between the given ones are found when a tensor is resized, as PyTorch's interpolation modes.</summary>
public enum ResizeMode
{
    /// <summary>The element at the rounded-down coordinate.</summary>
    Nearest,

    /// <summary>The element whose middle is nearest.</summary>
    NearestExact,

    /// <summary>Linear, bilinear or trilinear, by the number of spatial dimensions.</summary>
    Linear,

    /// <summary>Cubic convolution with a = −0.75 (bicubic for images).</summary>
    Cubic,

    /// <summary>Averages of parts: adaptive average pooling.</summary>
    Area,
}
